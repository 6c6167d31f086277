import { costTerms } from '../cost.js';

/**
 * What the last step did, one number a workload and quantity.
 *
 * With several replicas, requests, limits, demand and everything measured against them (usage, throttled, unserved,
 * backlog) are means over the replicas; counts, seconds and dollars are sums. CPU is in millicores, memory in MiB
 * unless the name says bytes.
 */
export class StepOutputs {
  /**
   * CPU served, mean over the step; NaN where nothing was measured (demand unknown, or no replica up at any instant).
   */
  readonly cpuUsage: Float64Array;
  /** min(demand, limit); NaN where nothing was measured. A container that was OOM-killed shows its limit. */
  readonly memoryUsage: Float64Array;
  /** {@link memoryUsage} in bytes, for recommenders. */
  readonly memoryUsageBytes: Float64Array;
  /** What the series asks for; 0 where it is unknown. */
  readonly cpuDemand: Float64Array;
  readonly memoryDemand: Float64Array;
  /** In force during the step. 0 for a resource the series has no data for. */
  readonly cpuRequest: Float64Array;
  readonly memoryRequest: Float64Array;
  /** In force during the step; infinity for no limit. */
  readonly cpuLimit: Float64Array;
  readonly memoryLimit: Float64Array;
  /** Demand (with what is left from before) above the CPU limit, counted whether or not the container is up. */
  readonly throttled: Float64Array;
  /** Demand − CPU served: throttled, or demanded while down. Negative while a backlog is worked off. */
  readonly unserved: Float64Array;
  /** Throttled work kept for later at the end of the step, core-seconds. Always 0 without `physics.backlog`. */
  readonly backlog: Float64Array;
  /**
   * Work that `physics.backlog` did not keep: over its bound, lost in a restart or demanded while down. Core-seconds.
   */
  readonly backlogDropped: Float64Array;
  /** OOM kills in the step. */
  readonly oomKills: Int32Array;
  /** Pods evicted and re-created at the beginning of the step. */
  readonly restarts: Int32Array;
  /** In-place resizes that took effect at the beginning of the step. */
  readonly resizes: Int32Array;
  /** Seconds in which a pod was not up: restarting, in back-off or Pending. */
  readonly downSeconds: Float64Array;
  /** Dollars: `costTerms.length` numbers a workload, in the order of `costTerms`. */
  readonly cost: Float64Array;
  /** −(sum of the cost terms) × `rewardScale`. */
  readonly reward: Float64Array;

  /** @param arrays whose memory is shared, so that a subclass shows somebody's outputs as fields of its own */
  constructor(arrays: StepOutputs) {
    this.cpuUsage = arrays.cpuUsage;
    this.memoryUsage = arrays.memoryUsage;
    this.memoryUsageBytes = arrays.memoryUsageBytes;
    this.cpuDemand = arrays.cpuDemand;
    this.memoryDemand = arrays.memoryDemand;
    this.cpuRequest = arrays.cpuRequest;
    this.memoryRequest = arrays.memoryRequest;
    this.cpuLimit = arrays.cpuLimit;
    this.memoryLimit = arrays.memoryLimit;
    this.throttled = arrays.throttled;
    this.unserved = arrays.unserved;
    this.backlog = arrays.backlog;
    this.backlogDropped = arrays.backlogDropped;
    this.oomKills = arrays.oomKills;
    this.restarts = arrays.restarts;
    this.resizes = arrays.resizes;
    this.downSeconds = arrays.downSeconds;
    this.cost = arrays.cost;
    this.reward = arrays.reward;
  }
}

/** {@link StepOutputs} of `count` workloads (or pods), all zero. */
export function zeroOutputs(count: number): StepOutputs {
  const amounts = () => new Float64Array(count);
  const counts = () => new Int32Array(count);
  return {
    cpuUsage: amounts(),
    memoryUsage: amounts(),
    memoryUsageBytes: amounts(),
    cpuDemand: amounts(),
    memoryDemand: amounts(),
    cpuRequest: amounts(),
    memoryRequest: amounts(),
    cpuLimit: amounts(),
    memoryLimit: amounts(),
    throttled: amounts(),
    unserved: amounts(),
    backlog: amounts(),
    backlogDropped: amounts(),
    oomKills: counts(),
    restarts: counts(),
    resizes: counts(),
    downSeconds: amounts(),
    cost: new Float64Array(count * costTerms.length),
    reward: amounts(),
  };
}
