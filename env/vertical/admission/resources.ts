import type { EvictionRequirement } from '../config.js';

/** A resource that the VPA scales. */
export type Resource = EvictionRequirement['resources'][number];

/** Amounts of the two resources, whole numbers; an absent one is not set. Kubernetes' own units, as recommenders speak them. */
export interface Amounts {
  readonly cpuMillicores?: number | undefined;
  readonly memoryBytes?: number | undefined;
}

/** Names one of the two amounts. */
export type AmountName = keyof Amounts;

/** Amounts while they are being put together. */
export type MutableAmounts = { -readonly [Name in AmountName]?: Amounts[Name] };

/** The amounts in the order in which reasons and texts name them. */
export const amountNames = ['cpuMillicores', 'memoryBytes'] as const satisfies readonly AmountName[];

/** Kubernetes' name of the resource behind an amount. */
export const resourceOf: Readonly<Record<AmountName, Resource>> = { cpuMillicores: 'cpu', memoryBytes: 'memory' };

/** Name of a resource's amount. */
export const amountOf: Readonly<Record<Resource, AmountName>> = { cpu: 'cpuMillicores', memory: 'memoryBytes' };

/** What a pod's specification says about one container. */
export interface Container {
  readonly name: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** One container's entry in `status.recommendation` of a VPA. */
export interface ContainerRecommendation {
  readonly containerName: string;
  readonly target: Amounts;
  readonly lowerBound?: Amounts | undefined;
  readonly upperBound?: Amounts | undefined;
  readonly uncappedTarget?: Amounts | undefined;
}

/** One entry of `spec.resourcePolicy.containerPolicies` of a VPA; `containerName: '*'` speaks for all that have no entry. */
export interface ContainerPolicy {
  readonly containerName: string;
  /** `Auto` unless given. */
  readonly mode?: 'Auto' | 'Off' | undefined;
  readonly minAllowed?: Amounts | undefined;
  readonly maxAllowed?: Amounts | undefined;
  /** `RequestsAndLimits` unless given. */
  readonly controlledValues?: 'RequestsAndLimits' | 'RequestsOnly' | undefined;
}

/** The policy that applies to a container: the entry of exactly its name, else the `*` entry, else none. */
export function policyFor(policies: readonly ContainerPolicy[], containerName: string): ContainerPolicy | undefined {
  return (
    policies.find((policy) => policy.containerName === containerName) ??
    policies.find((policy) => policy.containerName === '*')
  );
}

/** The recommendation for a container, or none. */
export function recommendationFor(
  recommendations: readonly ContainerRecommendation[],
  containerName: string,
): ContainerRecommendation | undefined {
  return recommendations.find((recommendation) => recommendation.containerName === containerName);
}
