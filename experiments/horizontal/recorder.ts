import type { Objective } from '../../env/horizontal/config.js';
import type { ScalingStep } from '../../env/horizontal/scaling-step.js';
import { elasticity, scalingDeviation } from './elasticity.js';
import type { HorizontalMeasured } from './metric-definitions.js';

/** What is known about an episode before its first decision. */
export interface HorizontalEpisodeFacts {
  /** Decisions the episode has at most. */
  readonly steps: number;
  readonly objective: Objective;
}

/** Percentile of latency over the objective that an interval counts with in which every request failed: nobody has a latency then. */
const unansweredRatio = 2;

const hourSeconds = 3600;

/**
 * Adds up one episode, decision by decision, into its metrics (specification horizontal.md §4.1).
 *
 * Rates and dollars are per hour that passed, waiting for pods included; violations are judged in the intervals alone. Supply is whole, as the
 * elasticity metrics have it: the pods that served for most of an interval, which is the mean of the ready pods rounded. So a pod that
 * becomes ready within an interval is one change of supply, not two.
 */
export class HorizontalRecorder {
  private readonly demand: Int32Array;
  private readonly supply: Int32Array;
  private readonly costSoFar: Float64Array;
  private readonly violationSoFar: Float64Array;
  private taken = 0;
  private intervalSeconds = 0;
  private settleSeconds = 0;
  private podCost = 0;
  private violationCost = 0;
  private violatedSeconds = 0;
  private violationArea = 0;
  private requests = 0;
  private failedRequests = 0;
  private violatedRequests = 0;
  private latencyMs = 0;
  private answeredIntervals = 0;
  private podSeconds = 0;
  private readyPodSeconds = 0;
  private actions = 0;
  private podsChanged = 0;
  private flips = 0;
  private direction = 0;
  private reward = 0;

  constructor(private readonly facts: HorizontalEpisodeFacts) {
    this.demand = new Int32Array(facts.steps);
    this.supply = new Int32Array(facts.steps);
    this.costSoFar = new Float64Array(facts.steps);
    this.violationSoFar = new Float64Array(facts.steps);
  }

  /** Takes in a step. @param leastPods what would have met the objective under the interval's load, were it to last */
  record(step: ScalingStep, leastPods: number): void {
    const { readings, cost } = step;
    const seconds = readings.toSeconds - readings.fromSeconds;
    this.intervalSeconds += seconds;
    this.settleSeconds += step.settleSeconds;
    this.podCost += cost.pods;
    this.violationCost += cost.violations;
    this.podSeconds += readings.podSeconds + step.settlePodSeconds;
    this.readyPodSeconds += readings.readyPodSeconds;
    this.requests += readings.requests;
    this.failedRequests += readings.failedRequests;
    this.violatedRequests += readings.violatedRequests;
    this.reward += step.reward;
    this.judge(step, seconds);
    this.count(step.applied - step.before);
    this.demand[this.taken] = leastPods;
    this.supply[this.taken] = Math.round(readings.readyPodSeconds / seconds);
    this.costSoFar[this.taken] = this.cost;
    this.violationSoFar[this.taken] = this.violatedSeconds / hourSeconds;
    this.taken++;
  }

  /** Dollars so far. */
  get cost(): number {
    return this.podCost + this.violationCost;
  }

  /** Hours that have passed, waiting for pods included. */
  get hours(): number {
    return (this.intervalSeconds + this.settleSeconds) / hourSeconds;
  }

  /** Dollars so far at the end of each of `points` equal parts of what was recorded; of every step where there are fewer. */
  costCurve(points: number): number[] {
    return sampled(this.costSoFar.subarray(0, this.taken), points);
  }

  /** The same of hours in violation. */
  violationCurve(points: number): number[] {
    return sampled(this.violationSoFar.subarray(0, this.taken), points);
  }

  /** The metrics of all steps recorded, at least one. */
  metrics(): HorizontalMeasured {
    const { hours, intervalSeconds, requests } = this;
    return {
      costPerHour: this.cost / hours,
      podCostPerHour: this.podCost / hours,
      violationCostPerHour: this.violationCost / hours,
      violatedTimePercent: (100 * this.violatedSeconds) / intervalSeconds,
      violatedRequestsPercent: requests === 0 ? null : (100 * this.violatedRequests) / requests,
      failedRequestsPercent: requests === 0 ? null : (100 * this.failedRequests) / requests,
      violationArea: this.violationArea / (intervalSeconds / hourSeconds),
      latencyMs: this.answeredIntervals === 0 ? null : this.latencyMs / this.answeredIntervals,
      meanPods: this.podSeconds / (hours * hourSeconds),
      meanReadyPods: this.readyPodSeconds / intervalSeconds,
      podHours: this.podSeconds / hourSeconds,
      actionsPerHour: this.actions / hours,
      podsChangedPerHour: this.podsChanged / hours,
      flipsPerHour: this.flips / hours,
      rewardPerHour: this.reward / hours,
      ...this.fit(),
    };
  }

  private judge({ violated, readings: { latencyMs } }: ScalingStep, seconds: number): void {
    const answered = !Number.isNaN(latencyMs);
    if (violated) this.violatedSeconds += seconds;
    if (answered) {
      this.latencyMs += latencyMs;
      this.answeredIntervals++;
    }
    const ratio = answered ? latencyMs / this.facts.objective.latencyMs : violated ? unansweredRatio : 0;
    this.violationArea += Math.max(0, ratio - 1) * seconds;
  }

  private count(change: number): void {
    if (change === 0) return;
    const direction = Math.sign(change);
    this.actions++;
    this.podsChanged += Math.abs(change);
    if (direction === -this.direction) this.flips++;
    this.direction = direction;
  }

  /** How well supply fitted demand. */
  private fit() {
    const demand = this.demand.subarray(0, this.taken);
    const supply = this.supply.subarray(0, this.taken);
    const metrics = elasticity(demand, supply);
    return { overusePercent: overuse(demand, supply), ...metrics, scalingDeviation: scalingDeviation(metrics) };
  }
}

/** Σ max(0, supply − demand) / Σ demand, percent; null where nothing was ever needed. */
function overuse(demand: Int32Array, supply: Int32Array): number | null {
  let surplus = 0;
  let needed = 0;
  for (let step = 0; step < demand.length; step++) {
    surplus += Math.max(0, supply[step]! - demand[step]!);
    needed += demand[step]!;
  }
  return needed === 0 ? null : (100 * surplus) / needed;
}

function sampled(values: Float64Array, points: number): number[] {
  const count = Math.min(points, values.length);
  return Array.from({ length: count }, (_, i) => values[Math.ceil(((i + 1) * values.length) / count) - 1]!);
}
