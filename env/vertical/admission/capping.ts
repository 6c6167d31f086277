/**
 * The VPA's capping processor (specification §7.2): makes a recommendation fit one pod, the same for the updater and for
 * admission. In order: a LimitRange of type Pod, one of type Container, the VPA's own policy, and for `RequestsOnly` the
 * container's limit. What comes later wins, so policy beats LimitRange.
 */

import type { LimitRangeItem, LimitRanges } from './limit-range.js';
import { boundaryRequest } from './limit-scaling.js';
import { fitPodLimitRange } from './pod-limit-range.js';
import {
  type AmountName,
  type Amounts,
  amountNames,
  type Container,
  type ContainerPolicy,
  type ContainerRecommendation,
  type MutableAmounts,
  policyFor,
  resourceOf,
} from './resources.js';

/** Why an amount was changed, in Kubernetes' words. */
export type CappingReason =
  | 'capped to fit Min in container LimitRange'
  | 'capped to fit Max in container LimitRange'
  | 'capped to minAllowed'
  | 'capped to maxAllowed'
  | 'capped to container limit';

/** A recommendation made to fit one pod. */
export interface CappedRecommendation {
  /** Entries of containers that the pod has. */
  readonly containers: readonly ContainerRecommendation[];
  /** Per container name, why its target was changed: `cpu capped to maxAllowed`. Containers without a change are absent. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
}

/** `amount`, at least `minimum`; a minimum of zero or NaN is none. */
export function raiseTo(amount: number, minimum: number): number {
  return amount < minimum ? minimum : amount;
}

/** `amount`, at most `maximum`; a maximum of zero or NaN is none. */
export function lowerTo(amount: number, maximum: number): number {
  return maximum > 0 && amount > maximum ? maximum : amount;
}

/** The least request that keeps request and proportional limit above a Container LimitRange's minimum; 0 for none. */
export function limitRangeMinimum(request: number, limit: number, min: number, defaultLimit = 0): number {
  return raiseTo(boundaryRequest(request, limit, min, defaultLimit), min > 0 ? min : 0);
}

/** The largest request whose proportional limit stays within a Container LimitRange's maximum; 0 for none. */
export function limitRangeMaximum(request: number, limit: number, max: number, defaultLimit = 0): number {
  return boundaryRequest(request, limit, max, defaultLimit);
}

/**
 * Caps one amount of one bound: LimitRange, then policy, then limit. Bounds of zero or NaN are none, an amount of NaN stays NaN.
 * @param containerLimit the container's limit under `RequestsOnly`, else 0
 */
export function capAmount(
  amount: number,
  rangeMinimum: number,
  rangeMaximum: number,
  minAllowed: number,
  maxAllowed: number,
  containerLimit: number,
): number {
  const fitting = lowerTo(raiseTo(amount, rangeMinimum), rangeMaximum);
  return lowerTo(lowerTo(raiseTo(fitting, minAllowed), maxAllowed), containerLimit);
}

/**
 * Caps a pod's recommendation. Entries of containers that the pod does not have are dropped; where a Pod LimitRange exists,
 * containers without an entry get one whose target is their request (see {@link fitPodLimitRange}).
 *
 * @param recommendations null when the VPA has none yet
 * @returns null when there is neither recommendation nor policy
 */
export function capRecommendation(
  containers: readonly Container[],
  recommendations: readonly ContainerRecommendation[] | null,
  policies: readonly ContainerPolicy[] = [],
  limitRanges: LimitRanges = {},
): CappedRecommendation | null {
  if (recommendations === null && policies.length === 0) return null;
  const fitted =
    limitRanges.pod === undefined
      ? (recommendations ?? [])
      : fitPodLimitRange(containers, recommendations ?? [], limitRanges.pod);
  const capped: ContainerRecommendation[] = [];
  const reasons = new Map<string, readonly string[]>();
  for (const recommendation of fitted) {
    const container = containers.find(({ name }) => name === recommendation.containerName);
    if (container === undefined) continue;
    const steps = cappingSteps(container, limitRanges.container, policyFor(policies, container.name));
    const targetReasons: string[] = [];
    capped.push({
      ...recommendation,
      target: capAmounts(recommendation.target, steps, targetReasons),
      ...(recommendation.lowerBound === undefined ? {} : { lowerBound: capAmounts(recommendation.lowerBound, steps) }),
      ...(recommendation.upperBound === undefined ? {} : { upperBound: capAmounts(recommendation.upperBound, steps) }),
    });
    if (targetReasons.length > 0) reasons.set(container.name, targetReasons);
  }
  return { containers: capped, reasons };
}

interface CappingStep {
  readonly change: (amount: number, bound: number) => number;
  readonly bound: number;
  readonly reason: CappingReason;
}

type CappingSteps = Readonly<Record<AmountName, readonly CappingStep[]>>;

function cappingSteps(
  container: Container,
  range: LimitRangeItem | undefined,
  policy: ContainerPolicy | undefined,
): CappingSteps {
  const stepsOf = (name: AmountName): CappingStep[] => {
    const request = container.requests[name] ?? 0;
    const limit = container.limits[name] ?? 0;
    const fallback = range?.default?.[name] ?? 0;
    const rangeMinimum = limitRangeMinimum(request, limit, range?.min?.[name] ?? 0, fallback);
    const rangeMaximum = limitRangeMaximum(request, limit, range?.max?.[name] ?? 0, fallback);
    const containerLimit = policy?.controlledValues === 'RequestsOnly' ? limit : 0;
    return [
      { change: raiseTo, bound: rangeMinimum, reason: 'capped to fit Min in container LimitRange' },
      { change: lowerTo, bound: rangeMaximum, reason: 'capped to fit Max in container LimitRange' },
      { change: raiseTo, bound: policy?.minAllowed?.[name] ?? 0, reason: 'capped to minAllowed' },
      { change: lowerTo, bound: policy?.maxAllowed?.[name] ?? 0, reason: 'capped to maxAllowed' },
      { change: lowerTo, bound: containerLimit, reason: 'capped to container limit' },
    ];
  };
  return { cpuMillicores: stepsOf('cpuMillicores'), memoryBytes: stepsOf('memoryBytes') };
}

function capAmounts(amounts: Amounts, steps: CappingSteps, reasons?: string[]): Amounts {
  const capped: MutableAmounts = {};
  for (const name of amountNames) {
    let amount = amounts[name];
    if (amount === undefined) continue;
    for (const { change, bound, reason } of steps[name]) {
      const changed = change(amount, bound);
      if (changed !== amount) reasons?.push(`${resourceOf[name]} ${reason}`);
      amount = changed;
    }
    capped[name] = amount;
  }
  return capped;
}
