import { costTerms } from '../cost.js';
import type { Pods } from './pods.js';
import { StepOutputs, zeroOutputs } from './step-outputs.js';

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
export class ReplicaTotals extends StepOutputs {
  private readonly means: readonly Pair[];
  private readonly usages: readonly Pair[];
  private readonly sums: readonly Pair[];

  constructor(private readonly pods: Pods) {
    super(zeroOutputs(pods.workloads));
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
