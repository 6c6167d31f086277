import { costTerms } from '../../env/vertical/cost.js';
import type { StepOutputs } from '../../env/vertical/simulation/step-outputs.js';
import type { MeasuredMetrics } from './metric-definitions.js';

/** What is known about an episode before its first step. */
export interface EpisodeFacts {
  readonly stepSeconds: number;
  readonly replicas: number;
  /** Demand of the episode, one value a step; NaN where it is unknown. Only whether a value is known is read. */
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
}

/**
 * Adds up one workload's episode, step by step, into its metrics.
 *
 * Steps whose demand is unknown enter no ratio of that resource; costs, kills and downtime count in every step. A container
 * that is down uses nothing of what it requests, so its whole request is slack.
 *
 * Relative slack after Rzadca et al., "Autopilot: workload autoscaling at Google" (EuroSys 2020), §4.1.
 */
export class MetricsRecorder {
  private readonly cpu: ResourceSums;
  private readonly memory: ResourceSums;
  private readonly cost = new Float64Array(costTerms.length);
  private steps = 0;
  private throttled = 0;
  private throttledSteps = 0;
  private unserved = 0;
  private demand = 0;
  private oomKills = 0;
  private restarts = 0;
  private resizes = 0;
  private downSeconds = 0;

  constructor(
    private readonly facts: EpisodeFacts,
    private readonly outputs: StepOutputs,
    private readonly workload = 0,
  ) {
    this.cpu = new ResourceSums(facts.cpu, outputs.cpuRequest, outputs.cpuLimit, outputs.cpuUsage, workload);
    this.memory = new ResourceSums(
      facts.memory,
      outputs.memoryRequest,
      outputs.memoryLimit,
      outputs.memoryUsage,
      workload,
    );
  }

  /** Takes in the step that the outputs show. */
  record(): void {
    const { outputs, workload } = this;
    const step = this.steps++;
    if (this.cpu.record(step)) {
      const throttled = outputs.throttled[workload]!;
      this.throttled += throttled;
      if (throttled > 0) this.throttledSteps++;
      this.unserved += outputs.unserved[workload]!;
      this.demand += outputs.cpuDemand[workload]!;
    }
    this.memory.record(step);
    this.oomKills += outputs.oomKills[workload]!;
    this.restarts += outputs.restarts[workload]!;
    this.resizes += outputs.resizes[workload]!;
    this.downSeconds += outputs.downSeconds[workload]!;
    for (let term = 0; term < this.cost.length; term++)
      this.cost[term]! += outputs.cost[workload * this.cost.length + term]!;
  }

  /** Container-days recorded: replicas × days. */
  get containerDays(): number {
    return (this.facts.replicas * this.steps * this.facts.stepSeconds) / 86_400;
  }

  /** Dollars, all terms, all replicas. */
  get totalCost(): number {
    return this.cost.reduce((total, term) => total + term, 0);
  }

  /** The metrics of all steps recorded, at least one. */
  metrics(): MeasuredMetrics {
    const { cpu, memory, containerDays: days } = this;
    const [cpuCost, memoryCost, throttledCost, oomCost, restartCost, downCost] = Array.from(
      this.cost,
      (term) => term / days,
    );
    const has = (sums: ResourceSums, value: number | null) => (sums.known === 0 ? null : value);
    // Step outputs are means over the replicas, so a mean over steps is what one container has: 24 of its units a day.
    const coreHoursPerDay = (sum: number) => has(cpu, (24 * sum) / 1000 / cpu.known);
    return {
      costPerDay: this.totalCost / days,
      cpuCostPerDay: has(cpu, cpuCost!),
      memoryCostPerDay: has(memory, memoryCost!),
      throttledCostPerDay: has(cpu, throttledCost!),
      oomCostPerDay: has(memory, oomCost!),
      restartCostPerDay: restartCost!,
      downCostPerDay: downCost!,
      cpuSlackCoreHoursPerDay: coreHoursPerDay(cpu.request - cpu.usage),
      cpuSlackPercent: percent(cpu.request - cpu.usage, cpu.request),
      cpuLimitSlackPercent: percent(cpu.limit - cpu.usage, cpu.limit),
      memorySlackGibibyteHoursPerDay: has(memory, (24 * (memory.request - memory.usage)) / 1024 / memory.known),
      memorySlackPercent: percent(memory.request - memory.usage, memory.request),
      memoryLimitSlackPercent: percent(memory.limit - memory.usage, memory.limit),
      throttledCoreHoursPerDay: coreHoursPerDay(this.throttled),
      throttledDemandPercent: has(cpu, this.demand === 0 ? 0 : (100 * this.throttled) / this.demand),
      throttledTimePercent: has(cpu, (100 * this.throttledSteps) / cpu.known),
      unservedCoreHoursPerDay: coreHoursPerDay(this.unserved),
      oomKillsPerDay: has(memory, this.oomKills / days),
      restartsPerDay: this.restarts / days,
      resizesPerDay: this.resizes / days,
      downPercent: (100 * this.downSeconds) / (days * 86_400),
    };
  }
}

/** Sums of one resource over the steps whose demand is known. */
class ResourceSums {
  known = 0;
  request = 0;
  limit = 0;
  usage = 0;

  constructor(
    private readonly demand: Float64Array,
    private readonly requests: Float64Array,
    private readonly limits: Float64Array,
    private readonly usages: Float64Array,
    private readonly workload: number,
  ) {}

  /** @returns whether the step's demand is known */
  record(step: number): boolean {
    if (Number.isNaN(this.demand[step]!)) return false;
    const usage = this.usages[this.workload]!;
    this.known++;
    this.request += this.requests[this.workload]!;
    this.limit += this.limits[this.workload]!;
    if (!Number.isNaN(usage)) this.usage += usage;
    return true;
  }
}

/** Null without a whole to be part of: no data, a request of nothing, or no limit. */
function percent(part: number, whole: number): number | null {
  return whole > 0 && Number.isFinite(whole) ? (100 * part) / whole : null;
}
