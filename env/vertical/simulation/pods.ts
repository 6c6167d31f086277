import { bytesPerMebibyte } from '../../core/mebibyte.js';
import type { VerticalConfig } from '../config.js';
import { costTerms } from '../cost.js';
import { StepOutputs, zeroOutputs } from './step-outputs.js';

/** Where a pod stands. Above {@link PodPhase.running} its container is not up. */
export const PodPhase = {
  /** The container is up. */
  running: 0,
  /** The container exited and waits for its restart; Kubernetes' phase is still Running. */
  backOff: 1,
  /** Scheduled and being created; Kubernetes' phase is Pending. */
  creating: 2,
  /** Waits for room on the node; Kubernetes' phase is Pending. */
  unscheduled: 3,
} as const;

/** What a workload's pods are at the beginning of an episode. */
export interface PodTemplate {
  /** Whether the series has data of the resource; without, it is neither requested nor charged. */
  readonly hasCpu: boolean;
  readonly hasMemory: boolean;
  readonly cpuMillicores: number;
  readonly memoryMebibytes: number;
}

/** A resize that the node has not carried out yet. */
export const ResizeStatus = { none: 0, deferred: 1, infeasible: 2 } as const;

/**
 * Every pod of every workload as arrays, one entry a pod: replica `r` of workload `w` stands at `w · replicas + r`.
 *
 * Times are seconds since the workload's episode began. The arrays of {@link StepOutputs} hold the pod's share of the
 * last step.
 */
export class Pods extends StepOutputs {
  readonly workloads: number;
  readonly replicas: number;
  readonly count: number;
  readonly workloadOf: Int32Array;
  /** By workload: whether the series has data of the resource. */
  readonly hasCpu: Uint8Array;
  readonly hasMemory: Uint8Array;

  /** One of {@link PodPhase}. */
  readonly phase: Uint8Array;
  /** When the container comes up; infinity while unscheduled. Old news while running. */
  readonly upAt: Float64Array;
  /** When the container last came up. */
  readonly startedAt: Float64Array;
  /** The pod's `status.startTime`: when the node took it. */
  readonly podStartedAt: Float64Array;
  /** OOM kills in a row, none of them after a run of `crashLoopResetSeconds`. */
  readonly killsInRow: Int32Array;
  /** How long the container had run when it was last OOM-killed; NaN when this pod never was. */
  readonly oomRanSeconds: Float64Array;
  /** One of {@link ResizeStatus}, and what was asked for. */
  readonly resizeStatus: Uint8Array;
  readonly resizeCpu: Float64Array;
  readonly resizeMemory: Float64Array;
  /** When the updater first saw the pod resizing; NaN when it never has. */
  readonly resizeSeenAt: Float64Array;
  /** Targets of the last resize that was infeasible; NaN for none. */
  readonly infeasibleCpu: Float64Array;
  readonly infeasibleMemory: Float64Array;

  /** Dollars a step for what the pod requests: the first two cost terms, added. */
  readonly standingCost: Float64Array;

  private readonly cpuStepPrice: number;
  private readonly memoryStepPrice: number;
  private readonly cpuLimitRatio: number;
  private readonly memoryLimitRatio: number;
  private readonly limitsFollow: boolean;
  /** Pods whose rare outputs are not zero, and a flag a pod that says so. */
  private readonly touched: Int32Array;
  private readonly isTouched: Uint8Array;
  private touchedCount = 0;

  constructor(workloads: number, config: VerticalConfig, stepSeconds: number) {
    const { replicas, prices, limitToRequest, policy } = config;
    const count = workloads * replicas;
    super(zeroOutputs(count));
    this.workloads = workloads;
    this.replicas = replicas;
    this.count = count;
    this.workloadOf = Int32Array.from({ length: count }, (_, pod) => Math.floor(pod / replicas));
    this.hasCpu = new Uint8Array(workloads);
    this.hasMemory = new Uint8Array(workloads);
    this.cpuStepPrice = (prices.cpuCoreHour / 1000) * (stepSeconds / 3600);
    this.memoryStepPrice = (prices.memoryGibibyteHour / 1024) * (stepSeconds / 3600);
    this.cpuLimitRatio = limitToRequest.cpu ?? Number.POSITIVE_INFINITY;
    this.memoryLimitRatio = limitToRequest.memory ?? Number.POSITIVE_INFINITY;
    this.limitsFollow = policy.controlledValues === 'RequestsAndLimits';
    const perPod = () => new Float64Array(count);
    this.phase = new Uint8Array(count);
    this.upAt = perPod();
    this.startedAt = perPod();
    this.podStartedAt = perPod();
    this.killsInRow = new Int32Array(count);
    this.oomRanSeconds = perPod();
    this.resizeStatus = new Uint8Array(count);
    this.resizeCpu = perPod();
    this.resizeMemory = perPod();
    this.resizeSeenAt = perPod();
    this.infeasibleCpu = perPod();
    this.infeasibleMemory = perPod();
    this.standingCost = perPod();
    this.touched = new Int32Array(count);
    this.isTouched = new Uint8Array(count);
  }

  /**
   * Puts a workload's pods back to the beginning of an episode: as if they had been running, unscheduled until placed.
   */
  resetWorkload(workload: number, template: PodTemplate): void {
    this.hasCpu[workload] = template.hasCpu ? 1 : 0;
    this.hasMemory[workload] = template.hasMemory ? 1 : 0;
    for (let pod = workload * this.replicas; pod < (workload + 1) * this.replicas; pod++) {
      this.renew(pod);
      this.setTemplate(pod, template);
      this.cpuUsage[pod] = Number.NaN;
      this.memoryUsage[pod] = Number.NaN;
      this.memoryUsageBytes[pod] = Number.NaN;
      this.cpuDemand[pod] = 0;
      this.memoryDemand[pod] = 0;
      this.throttled[pod] = 0;
      this.unserved[pod] = 0;
      this.backlog[pod] = 0;
      this.backlogDropped[pod] = 0;
      this.cost[pod * costTerms.length + 2] = 0;
      this.reward[pod] = 0;
      this.clearRare(pod);
    }
  }

  /** Begins a step: zeroes what last step's rare events left. */
  beginStep(): void {
    const { touched, touchedCount, isTouched } = this;
    for (let i = 0; i < touchedCount; i++) {
      const pod = touched[i]!;
      if (isTouched[pod] === 1) this.clearRare(pod);
    }
    this.touchedCount = 0;
  }

  /**
   * Says that a rare output of the pod (kills, restarts, resizes, down time and their costs) is about to be written.
   */
  touch(pod: number): void {
    if (this.isTouched[pod] === 1) return;
    this.isTouched[pod] = 1;
    this.touched[this.touchedCount++] = pod;
  }

  /**
   * Changes what a pod requests, and with it (unless limits stay) what it is limited to. Absent resources stay absent.
   */
  setRequest(pod: number, cpu: number, memory: number): void {
    const workload = this.workloadOf[pod]!;
    if (this.hasCpu[workload] === 1) {
      this.cpuRequest[pod] = cpu;
      if (this.limitsFollow) this.cpuLimit[pod] = limitOf(cpu, this.cpuLimitRatio);
    }
    if (this.hasMemory[workload] === 1) {
      this.memoryRequest[pod] = memory;
      if (this.limitsFollow) this.memoryLimit[pod] = limitOf(memory, this.memoryLimitRatio);
    }
    this.chargeRequests(pod);
  }

  /** A new pod in place of the old one: nothing of its history is left, and it waits to be scheduled. */
  renew(pod: number): void {
    this.phase[pod] = PodPhase.unscheduled;
    this.upAt[pod] = Number.POSITIVE_INFINITY;
    this.startedAt[pod] = Number.NaN;
    this.podStartedAt[pod] = Number.NaN;
    this.killsInRow[pod] = 0;
    this.oomRanSeconds[pod] = Number.NaN;
    this.resizeStatus[pod] = ResizeStatus.none;
    this.resizeSeenAt[pod] = Number.NaN;
    this.infeasibleCpu[pod] = Number.NaN;
    this.infeasibleMemory[pod] = Number.NaN;
  }

  /** Memory request in bytes. */
  memoryRequestBytes(pod: number): number {
    return this.memoryRequest[pod]! * bytesPerMebibyte;
  }

  private setTemplate(pod: number, { hasCpu, hasMemory, cpuMillicores, memoryMebibytes }: PodTemplate): void {
    this.cpuRequest[pod] = hasCpu ? cpuMillicores : 0;
    this.memoryRequest[pod] = hasMemory ? memoryMebibytes : 0;
    this.cpuLimit[pod] = hasCpu ? limitOf(cpuMillicores, this.cpuLimitRatio) : Number.POSITIVE_INFINITY;
    this.memoryLimit[pod] = hasMemory ? limitOf(memoryMebibytes, this.memoryLimitRatio) : Number.POSITIVE_INFINITY;
    this.chargeRequests(pod);
  }

  private chargeRequests(pod: number): void {
    const cpu = this.cpuRequest[pod]! * this.cpuStepPrice;
    const memory = this.memoryRequest[pod]! * this.memoryStepPrice;
    const at = pod * costTerms.length;
    this.cost[at] = cpu;
    this.cost[at + 1] = memory;
    this.standingCost[pod] = cpu + memory;
  }

  private clearRare(pod: number): void {
    const at = pod * costTerms.length;
    this.oomKills[pod] = 0;
    this.restarts[pod] = 0;
    this.resizes[pod] = 0;
    this.downSeconds[pod] = 0;
    this.cost[at + 3] = 0;
    this.cost[at + 4] = 0;
    this.cost[at + 5] = 0;
    this.isTouched[pod] = 0;
  }
}

/** No limit is infinity, and a request of nothing does not make it NaN. */
function limitOf(request: number, ratio: number): number {
  return ratio === Number.POSITIVE_INFINITY ? ratio : request * ratio;
}
