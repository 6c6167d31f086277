import type { Seed } from '../../core/random.js';
import type { PlatformConfig } from './config.js';
import type { Counts } from './metrics/counts.js';

/** A pod as the cluster's API shows it. Times are seconds since the episode began, null before the event. */
export interface PlatformPod {
  readonly name: string;
  readonly phase: 'Pending' | 'Running';
  /** Whether it has a deletion time stamp. */
  readonly deleting: boolean;
  /** The Ready condition. */
  readonly ready: boolean;
  /** When the condition last changed; null while the pod is not on a node. */
  readonly readyChangedSeconds: number | null;
  readonly createdSeconds: number;
  /** `status.startTime`. */
  readonly startedSeconds: number | null;
  readonly restarts: number;
  /** Requests in it, waiting or in service. */
  readonly requests: number;
  /** CPU quota statistics since the container started. */
  readonly throttling: {
    readonly periods: number;
    readonly throttledPeriods: number;
    readonly throttledSeconds: number;
  };
}

/** Usage of a pod as the resource-metrics API tells it. A pod is missing until two of its scrapes can be read. */
export interface PodMetricSample {
  readonly name: string;
  /** When it was measured, seconds since the episode began, and over how long. */
  readonly timestampSeconds: number;
  readonly windowSeconds: number;
  readonly cpuMillicores: number;
  readonly memoryMebibytes: number;
  /** Requests answered a second, for a pods metric. */
  readonly requestsPerSecond: number;
}

/** What happened in (from, to]. Counts are those of the interval. Valid until the platform advances again. */
export interface IntervalReadings extends Readonly<Counts> {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /**
   * Load offered on average over time: users asked for, whether they have joined or not, or requests/s of the rate that arrivals are
   * drawn from. It is that of the schedule, free of the noise of arrivals.
   */
  readonly offeredLoad: number;
  /** Attempts whose clients wait, at the end and on average over time. */
  readonly inFlight: number;
  readonly meanInFlight: number;
  /** Mean response time of the requests answered, seconds; NaN when none was. */
  readonly meanLatencySeconds: number;
  /** Pods that existed, and that were ready, on average over time. */
  readonly meanPods: number;
  readonly meanReadyPods: number;
  /** Type 7 percentile of response times, seconds; NaN when no request was answered. @param q 0 … 1 */
  latencySeconds(q: number): number;
  /** Fraction of the requests that ended which failed or took longer than the objective; 0 when none ended. */
  violationRate(objectiveSeconds: number): number;
}

/**
 * A service on a cluster, simulated: advance it, look at it, scale it. Same configuration, same seed, same calls: same readings on any
 * machine. {@link reset} comes first.
 */
export interface Platform {
  readonly config: PlatformConfig;
  /** Seconds since the episode began. */
  readonly nowSeconds: number;
  /** Replicas asked for. */
  readonly desiredReplicas: number;
  /** Pods that are ready and not being deleted. */
  readonly readyReplicas: number;
  /** The last {@link advance}. */
  readonly interval: IntervalReadings;
  /** Counts since the episode began. */
  readonly totals: Readonly<Counts>;
  /** Attempts whose clients wait. */
  readonly inFlight: number;
  /** Users present, 0 for open load. */
  readonly users: number;
  /** Begins an episode: the initial replicas, ready and warm, at time 0, and no request under way. */
  reset(seed: Seed): void;
  /** Asks for a number of replicas. @throws InputError unless it is a whole number ≥ 0 */
  setReplicas(count: number): void;
  /** Replaces the closed load's population, and the series it follows, by a constant. @throws InputError for open load, and unless it is a whole number ≥ 0 */
  setUsers(count: number): void;
  /** Replaces the open load's rate by a constant, requests/s. @throws InputError for closed load or a negative rate */
  setRate(requestsPerSecond: number): void;
  /** Lets time pass: all that is due up to and at the new instant happens. @throws InputError unless positive */
  advance(seconds: number): void;
  /** The pods, oldest first. */
  pods(): readonly PlatformPod[];
  /** What the resource-metrics API answers now. */
  podMetrics(): readonly PodMetricSample[];
  /** The seed's context vector, in the order of `ContextIndex`. @param out written to and returned, for no allocation */
  context(out?: Float64Array): Float64Array;
  /** Nodes in the cluster, null where they are not modelled. */
  readonly nodes: number | null;
}
