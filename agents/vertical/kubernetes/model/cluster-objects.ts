import type { ContainerPolicy, Resource } from '../../../../env/vertical/admission/resources.js';
import type { AggregateBank } from './aggregate-bank.js';
import type { ContainerBank, MemoryWindow } from './container-bank.js';
import type { LabelSelector, Labels } from './labels.js';

/** A container of a pod. */
export interface ContainerId {
  readonly namespace: string;
  readonly podName: string;
  readonly containerName: string;
}

/** What the recommender is told of a pod. */
export interface PodSpec {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Regular containers; init containers are left out, their samples are skipped. */
  readonly containers: readonly { readonly name: string; readonly cpuRequestMillicores?: number | undefined }[];
  /** Whether the topmost controller that the VPA targets still exists; keeps aggregates of finished pods (specification §3.6). */
  readonly controllerExists?: boolean | undefined;
}

/** A container's resource policy as far as the recommender reads it. */
export interface VpaContainerPolicy extends ContainerPolicy {
  /** Both unless given; an empty list recommends nothing. */
  readonly controlledResources?: readonly Resource[] | undefined;
  /** These four count only with the gate `PerVPAConfig`. */
  readonly memoryAggregationIntervalSeconds?: number | undefined;
  readonly memoryAggregationIntervalCount?: number | undefined;
  readonly oomBumpUpRatio?: number | undefined;
  readonly oomMinBumpUpBytes?: number | undefined;
}

/** A VPA object as far as the recommender reads it. */
export interface VpaSpec {
  readonly namespace: string;
  readonly name: string;
  /** Of the target's pods; null while the target cannot be resolved, which selects nothing. */
  readonly selector: LabelSelector | null;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly containerPolicies?: readonly VpaContainerPolicy[] | undefined;
}

/** Containers of one name whose pods carry the same labels. */
export interface Aggregate {
  readonly key: string;
  readonly namespace: string;
  readonly containerName: string;
  readonly labels: Labels;
  /** Holds this aggregate at index 0. */
  readonly bank: AggregateBank;
  /** Unix milliseconds. */
  readonly created: number;
  /** Policies replace it; removing one does not restore the default (§3.5). */
  window: MemoryWindow;
}

/** A container that is running, or that the cluster still remembers. */
export interface LiveContainer {
  readonly name: string;
  /** Holds this container at index 0. */
  readonly state: ContainerBank;
  cpuRequestMillicores: number;
}

/** A pod as the recommender sees it, with its containers by name. */
export interface Pod {
  readonly namespace: string;
  labels: Labels;
  canonicalLabels: string;
  contributive: boolean;
  readonly containers: Map<string, LiveContainer>;
}

/** A VPA with the aggregates that it owns and what checkpoints brought. */
export interface Vpa {
  spec: VpaSpec;
  readonly aggregates: Map<string, Aggregate>;
  /** By container name; never expires. */
  readonly initial: Map<string, AggregateBank>;
}
