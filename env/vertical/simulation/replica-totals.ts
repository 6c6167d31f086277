import { costTerms } from '../cost.js';
import type { Pods } from './pods.js';
import type { StepOutputs } from './step-outputs.js';

const means = [
  'cpuDemand',
  'memoryDemand',
  'cpuRequest',
  'memoryRequest',
  'cpuLimit',
  'memoryLimit',
  'throttled',
  'unserved',
  'backlog',
  'backlogDropped',
] as const;
const usages = ['cpuUsage', 'memoryUsage', 'memoryUsageBytes'] as const;
const sums = ['oomKills', 'restarts', 'resizes', 'downSeconds', 'reward'] as const;

/** {@link StepOutputs} by workload, gathered from its replicas. */
export class ReplicaTotals implements StepOutputs {
  readonly cpuUsage: Float64Array;
  readonly memoryUsage: Float64Array;
  readonly memoryUsageBytes: Float64Array;
  readonly cpuDemand: Float64Array;
  readonly memoryDemand: Float64Array;
  readonly cpuRequest: Float64Array;
  readonly memoryRequest: Float64Array;
  readonly cpuLimit: Float64Array;
  readonly memoryLimit: Float64Array;
  readonly throttled: Float64Array;
  readonly unserved: Float64Array;
  readonly backlog: Float64Array;
  readonly backlogDropped: Float64Array;
  readonly oomKills: Int32Array;
  readonly restarts: Int32Array;
  readonly resizes: Int32Array;
  readonly downSeconds: Float64Array;
  readonly cost: Float64Array;
  readonly reward: Float64Array;

  constructor(private readonly pods: Pods) {
    const perWorkload = () => new Float64Array(pods.workloads);
    this.cpuUsage = perWorkload();
    this.memoryUsage = perWorkload();
    this.memoryUsageBytes = perWorkload();
    this.cpuDemand = perWorkload();
    this.memoryDemand = perWorkload();
    this.cpuRequest = perWorkload();
    this.memoryRequest = perWorkload();
    this.cpuLimit = perWorkload();
    this.memoryLimit = perWorkload();
    this.throttled = perWorkload();
    this.unserved = perWorkload();
    this.backlog = perWorkload();
    this.backlogDropped = perWorkload();
    this.oomKills = new Int32Array(pods.workloads);
    this.restarts = new Int32Array(pods.workloads);
    this.resizes = new Int32Array(pods.workloads);
    this.downSeconds = perWorkload();
    this.cost = new Float64Array(pods.workloads * costTerms.length);
    this.reward = perWorkload();
  }

  /** Gathers every workload. */
  gather(): void {
    const { workloads } = this.pods;
    for (let workload = 0; workload < workloads; workload++) this.gatherWorkload(workload);
  }

  /** Gathers one workload: after its reset, for example. */
  gatherWorkload(workload: number): void {
    const { pods } = this;
    const { replicas } = pods;
    const first = workload * replicas;
    for (const name of means) this[name][workload] = sum(pods[name], first, replicas) / replicas;
    for (const name of usages) this[name][workload] = meanOfMeasured(pods[name], first, replicas);
    for (const name of sums) this[name][workload] = sum(pods[name], first, replicas);
    const terms = costTerms.length;
    for (let term = 0; term < terms; term++) {
      let dollars = 0;
      for (let pod = first; pod < first + replicas; pod++) dollars += pods.cost[pod * terms + term]!;
      this.cost[workload * terms + term] = dollars;
    }
  }
}

function sum(values: Float64Array | Int32Array, first: number, count: number): number {
  let total = 0;
  for (let i = first; i < first + count; i++) total += values[i]!;
  return total;
}

function meanOfMeasured(values: Float64Array, first: number, count: number): number {
  let total = 0;
  let measured = 0;
  for (let i = first; i < first + count; i++) {
    if (Number.isNaN(values[i]!)) continue;
    total += values[i]!;
    measured++;
  }
  return measured === 0 ? Number.NaN : total / measured;
}
