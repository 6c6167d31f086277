import { bytesPerMebibyte } from '../../core/mebibyte.js';
import type { VerticalConfig } from '../config.js';
import { costTerms } from '../cost.js';
import type { Clock } from './clock.js';
import type { OomEvents } from './oom-events.js';
import { PodPhase, type Pods } from './pods.js';

const terms = costTerms.length;

/**
 * What a container does with its demand during one step, under requests and limits that stand. The step is [t, t + dt);
 * demand is constant in it.
 *
 * - **CPU.** The container is offered its demand (and its backlog, spread over the step). What lies above the limit
 *   is throttled; the rest is served for as long as the container is up. Throttling is counted for the whole step even
 *   while it is down.
 * - **Memory.** Whenever the container is up and demand is above the limit, it is OOM-killed at that instant. It is
 *   up again after `containerRestartSeconds` and a back-off: none after the first kill in a row, then 10, 20, 40 …
 *   seconds up to the maximum, as the kubelet does. A run of `crashLoopResetSeconds` before a kill ends the row. One
 *   step may hold many kills; each is simulated.
 * - **Up time is a suffix of the step**: a kill at any instant means that every later start in the step is killed
 *   too, and a container that comes up and is not killed stays up. So one start time describes a step completely.
 * - **Backlog.** Throttled work is kept while the container is up, up to the bound; a kill or a re-creation loses
 *   what is queued inside it, and demand that meets a container that is down is lost at once. So demand = served +
 *   growth of the backlog + dropped.
 * - **Measured** usage is what was served, as a mean over the step, and min(memory demand, limit). There is none
 *   where demand is unknown or the container was not up at any instant.
 */
export class ContainerPhysics {
  private readonly pods: Pods;
  private readonly clock: Clock;
  private readonly oomEvents: OomEvents;
  private readonly dt: number;
  private readonly throttledStepPrice: number;
  private readonly oomPrice: number;
  private readonly downSecondPrice: number;
  private readonly rewardScale: number;
  private readonly keepsBacklog: boolean;
  private readonly backlogLimit: number;
  /** Millicores over a step that make one core-second. */
  private readonly millicoresPerCoreSecond: number;
  private readonly restartSeconds: number;
  private readonly backOffInitial: number;
  private readonly backOffMax: number;
  private readonly backOffReset: number;

  constructor(pods: Pods, clock: Clock, oomEvents: OomEvents, config: VerticalConfig) {
    const { prices, physics } = config;
    this.pods = pods;
    this.clock = clock;
    this.oomEvents = oomEvents;
    this.dt = clock.stepSeconds;
    this.throttledStepPrice = (prices.throttledCoreHour / 1000) * (this.dt / 3600);
    this.oomPrice = prices.oomKill;
    this.downSecondPrice = prices.downHour / 3600;
    this.rewardScale = config.rewardScale;
    this.keepsBacklog = physics.backlog;
    this.backlogLimit = physics.backlogLimitCoreSeconds;
    this.millicoresPerCoreSecond = 1000 / this.dt;
    this.restartSeconds = physics.containerRestartSeconds;
    this.backOffInitial = physics.crashLoopInitialSeconds;
    this.backOffMax = physics.crashLoopMaxSeconds;
    this.backOffReset = physics.crashLoopResetSeconds;
  }

  /**
   * Advances every pod by one step.
   *
   * @param cpuDemands millicores of workload `w` at `base + w`; NaN for unknown
   * @param memoryDemands MiB, likewise
   */
  advance(cpuDemands: Float64Array, memoryDemands: Float64Array, base: number): void {
    const { count, workloadOf, phase, cpuLimit, memoryLimit, standingCost } = this.pods;
    const { cpuUsage, memoryUsage, memoryUsageBytes, cpuDemand, memoryDemand, throttled, unserved } = this.pods;
    const { cost, reward } = this.pods;
    const { throttledStepPrice, rewardScale, keepsBacklog } = this;
    for (let pod = 0; pod < count; pod++) {
      const from = base + workloadOf[pod]!;
      const cpu = cpuDemands[from]!;
      const memory = memoryDemands[from]!;
      if (phase[pod] !== PodPhase.running || memory > memoryLimit[pod]! || keepsBacklog) {
        this.advanceRare(pod, cpu, memory);
        continue;
      }
      const demand = Number.isNaN(cpu) ? 0 : cpu;
      const limit = cpuLimit[pod]!;
      const served = demand > limit ? limit : demand;
      const denied = demand - served;
      const deniedCost = denied * throttledStepPrice;
      cpuDemand[pod] = demand;
      memoryDemand[pod] = Number.isNaN(memory) ? 0 : memory;
      cpuUsage[pod] = Number.isNaN(cpu) ? cpu : served;
      memoryUsage[pod] = memory;
      memoryUsageBytes[pod] = memory * bytesPerMebibyte;
      throttled[pod] = denied;
      unserved[pod] = denied;
      cost[pod * terms + 2] = deniedCost;
      reward[pod] = 0 - (standingCost[pod]! + deniedCost) * rewardScale;
    }
  }

  /** A step in which the container is down, comes up or is killed, or in which a backlog is kept. */
  private advanceRare(pod: number, cpu: number, memory: number): void {
    const { pods, dt } = this;
    const workload = pods.workloadOf[pod]!;
    const begin = this.clock.now(workload);
    const end = (this.clock.stepOf(workload) + 1) * dt;
    const upFrom = this.runUntil(pod, workload, begin, end, memory);
    const killed = pods.oomKills[pod]! > 0;
    const upSeconds = upFrom === begin ? dt : upFrom < end ? end - upFrom : 0;
    const share = upFrom === begin ? 1 : upSeconds / dt;

    const demand = Number.isNaN(cpu) ? 0 : cpu;
    const limit = pods.cpuLimit[pod]!;
    const offered = this.keepsBacklog ? demand + pods.backlog[pod]! * this.millicoresPerCoreSecond : demand;
    const admitted = offered > limit ? limit : offered;
    const denied = offered - admitted;
    const served = admitted * share;
    if (this.keepsBacklog) this.keep(pod, offered - served, denied * share);

    const measured = share > 0 || killed;
    const memoryUsage = measured ? Math.min(memory, pods.memoryLimit[pod]!) : Number.NaN;
    pods.cpuDemand[pod] = demand;
    pods.memoryDemand[pod] = Number.isNaN(memory) ? 0 : memory;
    pods.cpuUsage[pod] = measured && !Number.isNaN(cpu) ? served : Number.NaN;
    pods.memoryUsage[pod] = memoryUsage;
    pods.memoryUsageBytes[pod] = memoryUsage * bytesPerMebibyte;
    pods.throttled[pod] = denied;
    pods.unserved[pod] = demand - served;
    this.charge(pod, denied, dt - upSeconds);
  }

  /**
   * Lets the container come up, be killed and wait until it is up for the rest of the step or the step is over.
   * @returns when it came up for the rest of the step; `begin` if it was up all along, infinity if it does not come up
   */
  private runUntil(pod: number, workload: number, begin: number, end: number, memory: number): number {
    const { pods } = this;
    let upFrom = begin;
    for (;;) {
      if (pods.phase[pod] !== PodPhase.running) {
        upFrom = pods.upAt[pod]!;
        if (!(upFrom < end)) return Number.POSITIVE_INFINITY;
        pods.phase[pod] = PodPhase.running;
        pods.startedAt[pod] = upFrom;
      }
      if (!(memory > pods.memoryLimit[pod]!)) return upFrom;
      this.kill(pod, workload, upFrom);
    }
  }

  private kill(pod: number, workload: number, at: number): void {
    const { pods } = this;
    const ran = at - pods.startedAt[pod]!;
    const before = ran >= this.backOffReset ? 0 : pods.killsInRow[pod]!;
    const backOff = before === 0 ? 0 : Math.min(this.backOffInitial * 2 ** (before - 1), this.backOffMax);
    pods.touch(pod);
    pods.oomKills[pod]!++;
    pods.killsInRow[pod] = before + 1;
    pods.oomRanSeconds[pod] = ran;
    pods.phase[pod] = PodPhase.backOff;
    pods.upAt[pod] = at + this.restartSeconds + backOff;
    if (this.keepsBacklog) this.loseBacklog(pod);
    this.oomEvents.push(workload, this.clock.startTime[workload]! + at, pods.memoryRequestBytes(pod));
  }

  private loseBacklog(pod: number): void {
    const { pods } = this;
    pods.backlogDropped[pod]! += pods.backlog[pod]!;
    pods.backlog[pod] = 0;
  }

  /**
   * Settles what was not served.
   * @param unserved millicores of demand and backlog
   * @param throttled of these, throttled while the container was up: the only part that is kept
   */
  private keep(pod: number, unserved: number, throttled: number): void {
    const { pods, millicoresPerCoreSecond } = this;
    const kept = Math.min(throttled / millicoresPerCoreSecond, this.backlogLimit);
    pods.backlog[pod] = kept;
    pods.backlogDropped[pod]! += Math.max(unserved / millicoresPerCoreSecond - kept, 0);
  }

  private charge(pod: number, throttled: number, downSeconds: number): void {
    const { cost, standingCost, reward, oomKills } = this.pods;
    const at = pod * terms;
    cost[at + 2] = throttled * this.throttledStepPrice;
    if (downSeconds > 0) {
      this.pods.touch(pod);
      this.pods.downSeconds[pod] = downSeconds;
      cost[at + 3] = oomKills[pod]! * this.oomPrice;
      cost[at + 5] = downSeconds * this.downSecondPrice;
    }
    const total = standingCost[pod]! + cost[at + 2]! + cost[at + 3]! + cost[at + 4]! + cost[at + 5]!;
    reward[pod] = 0 - total * this.rewardScale;
  }
}
