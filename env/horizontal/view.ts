/**
 * What an autoscaler may see: the Scale subresource, the seed's context vector and, built only when somebody asks, what the
 * API server and the metrics APIs would answer about the pods.
 *
 * Plain data without behaviour: an environment fills it from simulated pods, a bridge from live ones.
 */

/** Bounds of the replica count, both whole numbers, 0 ≤ minReplicas ≤ maxReplicas and 1 ≤ maxReplicas. */
export interface ReplicaLimits {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** Positions in the context vector of {@link HorizontalView}, the seed's layout (specification §2.1). */
export const ContextIndex = {
  /** Containers that serve: ready pods. */
  containers: 0,
  /** 95th percentile of latency over the look-back window, milliseconds. */
  p95LatencyMs: 1,
  requestsPerSecond: 2,
  /** Mean over containers of usage ÷ request, and so on; NaN while nothing was measured. */
  cpuToRequest: 3,
  cpuToLimit: 4,
  memoryToRequest: 5,
  memoryToLimit: 6,
} as const;

/** Numbers in the context vector. */
export const contextLength = 7;

/** The pod's `status.phase`. */
export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

/** The pod's `Ready` condition. */
export interface ReadyCondition {
  readonly status: 'True' | 'False' | 'Unknown';
  /** Seconds on the view's clock at which the status last changed. */
  readonly lastTransitionSeconds: number;
}

/**
 * Amounts by resource in thousandths: CPU in millicores, memory in thousandths of a byte. Whole numbers (what
 * `Quantity.MilliValue()` gives, rounded up); a resource that is absent was not declared or not measured.
 */
export interface MilliAmounts {
  readonly cpu?: number;
  readonly memory?: number;
}

/** Resources a pod's requests and usage are known for. */
export type ResourceName = keyof MilliAmounts;

/** One container's name and requests, as the pod's spec has them. */
export interface ContainerSnapshot {
  readonly name: string;
  readonly requests: MilliAmounts;
}

/** What metrics-server says of one pod: one timestamp and window for all of its containers. */
export interface PodSample {
  /** End of the measured window, seconds on the view's clock. */
  readonly timestampSeconds: number;
  readonly windowSeconds: number;
  readonly containers: readonly { readonly name: string; readonly usage: MilliAmounts }[];
}

/** One pod as the API server and the metrics APIs describe it. */
export interface PodSnapshot {
  readonly name: string;
  readonly phase: PodPhase;
  /** Whether a deletion timestamp is set. */
  readonly deleting: boolean;
  /** When the kubelet acknowledged the pod; null while it has not. */
  readonly startTimeSeconds: number | null;
  /** Null while the kubelet has not reported the condition. */
  readonly ready: ReadyCondition | null;
  /** Containers and restartable init containers (sidecars); other init containers do not count. */
  readonly containers: readonly ContainerSnapshot[];
  /** Requests of the pod as a whole where it declares them; they go before the sum over containers. */
  readonly podRequests?: MilliAmounts;
  /** Null when metrics-server has nothing for the pod. */
  readonly sample: PodSample | null;
  /** Custom metrics of the pod (`Pods` metrics) by name, in thousandths, whole numbers; absent: not measured. */
  readonly customMetrics?: Readonly<Record<string, number>>;
}

/** The object a metric describes. */
export interface ObjectReference {
  readonly kind: string;
  readonly name: string;
}

/** One answer of the custom metrics API about an object that is not a pod. */
export interface ObjectReading {
  readonly metric: string;
  readonly describedObject: ObjectReference;
  /** In thousandths, a whole number. */
  readonly milliValue: number;
}

/** One series that the external metrics API returns. */
export interface ExternalReading {
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** In thousandths, a whole number. */
  readonly milliValue: number;
}

/** What the API server and the metrics APIs answer at one instant. A metric that could not be read is absent. */
export interface ClusterSnapshot {
  /** Every pod the workload's selector matches, those that are going included. */
  readonly pods: readonly PodSnapshot[];
  readonly objectMetrics: readonly ObjectReading[];
  readonly externalMetrics: readonly ExternalReading[];
}

/** Everything an autoscaler may see at one decision. Valid during the call; copy what you keep. */
export interface HorizontalView {
  /** Seconds on one clock that never runs backwards; all times of the view are on it. */
  readonly timeSeconds: number;
  /** Replicas that are asked for now (`scale.spec.replicas`). */
  readonly specReplicas: number;
  /** Pods that exist now (`scale.status.replicas`). */
  readonly statusReplicas: number;
  /** Limits in force now; they may change from one decision to the next. */
  readonly limits: ReplicaLimits;
  /** {@link contextLength} numbers laid out by {@link ContextIndex}. */
  readonly context: Float64Array;
  /** May be a getter that builds the snapshot when it is first read: do not touch it without need. */
  readonly cluster: ClusterSnapshot;
}

/** Everything of a view but the cluster snapshot. */
export type ViewParts = Omit<HorizontalView, 'cluster'>;

/** A view whose cluster snapshot is built when it is first read, and once. */
export function lazyView(parts: ViewParts, buildCluster: () => ClusterSnapshot): HorizontalView {
  return new LazyView(parts, buildCluster);
}

class LazyView implements HorizontalView {
  readonly timeSeconds: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly limits: ReplicaLimits;
  readonly context: Float64Array;
  private built: ClusterSnapshot | null = null;

  constructor(
    parts: ViewParts,
    private readonly buildCluster: () => ClusterSnapshot,
  ) {
    this.timeSeconds = parts.timeSeconds;
    this.specReplicas = parts.specReplicas;
    this.statusReplicas = parts.statusReplicas;
    this.limits = parts.limits;
    this.context = parts.context;
  }

  get cluster(): ClusterSnapshot {
    this.built ??= this.buildCluster();
    return this.built;
  }
}
