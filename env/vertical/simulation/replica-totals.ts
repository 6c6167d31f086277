import { costTerms } from '../cost.js';
import type { Pods } from './pods.js';
import type { StepOutputs } from './step-outputs.js';

const terms = costTerms.length;
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
  private readonly means: readonly Pair[];
  private readonly usages: readonly Pair[];
  private readonly sums: readonly Pair[];

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
    const pairs = (names: readonly (typeof means | typeof usages | typeof sums)[number][]): readonly Pair[] =>
      names.map((name) => ({ own: this[name], pods: pods[name] }));
    this.means = pairs(means);
    this.usages = pairs(usages);
    this.sums = pairs(sums);
  }

  /** Gathers every workload. */
  gather(): void {
    this.gatherRange(0, this.pods.workloads);
  }

  /** Gathers one workload: after its reset, for example. */
  gatherWorkload(workload: number): void {
    this.gatherRange(workload, workload + 1);
  }

  private gatherRange(from: number, to: number): void {
    const { replicas, cost } = this.pods;
    for (const { own, pods } of this.sums) addUp(own, pods, replicas, from, to);
    for (const { own, pods } of this.means) {
      addUp(own, pods, replicas, from, to);
      for (let workload = from; workload < to; workload++) own[workload]! /= replicas;
    }
    for (const { own, pods } of this.usages) meanOfMeasured(own, pods, replicas, from, to);
    addUpTerms(this.cost, cost, replicas, from, to);
  }
}

/** An array by workload and the array by pod it is gathered from. */
interface Pair {
  readonly own: Float64Array | Int32Array;
  readonly pods: Float64Array | Int32Array;
}

function addUp(own: Pair['own'], pods: Pair['pods'], replicas: number, from: number, to: number): void {
  for (let workload = from; workload < to; workload++) {
    let total = 0;
    for (let pod = workload * replicas; pod < (workload + 1) * replicas; pod++) total += pods[pod]!;
    own[workload] = total;
  }
}

function meanOfMeasured(own: Pair['own'], pods: Pair['pods'], replicas: number, from: number, to: number): void {
  for (let workload = from; workload < to; workload++) {
    let total = 0;
    let measured = 0;
    for (let pod = workload * replicas; pod < (workload + 1) * replicas; pod++) {
      const value = pods[pod]!;
      if (Number.isNaN(value)) continue;
      total += value;
      measured++;
    }
    own[workload] = measured === 0 ? Number.NaN : total / measured;
  }
}

function addUpTerms(own: Float64Array, pods: Float64Array, replicas: number, from: number, to: number): void {
  for (let workload = from; workload < to; workload++)
    for (let term = 0; term < terms; term++) {
      let dollars = 0;
      for (let pod = workload * replicas; pod < (workload + 1) * replicas; pod++) dollars += pods[pod * terms + term]!;
      own[workload * terms + term] = dollars;
    }
}
