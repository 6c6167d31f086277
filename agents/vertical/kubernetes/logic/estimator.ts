import type { AggregateBank } from '../model/aggregate-bank.js';
import { toAmount } from '../model/amount.js';
import { minute, nanosecondsBetween } from '../model/time.js';
import { amountsWithMargin, type BoundPercentiles, PercentileAmounts } from './percentiles.js';

/** What the estimator needs of one resource's flags. */
export interface ResourceEstimation {
  readonly percentiles: BoundPercentiles;
  /** Over this many milliseconds of samples, one a minute, confidence grows to 1. */
  readonly confidenceInterval: number;
}

/** How both resources are estimated, and the safety margin that is added to the estimates (specification §4). */
export interface Estimation {
  readonly cpu: ResourceEstimation;
  readonly memory: ResourceEstimation;
  readonly marginFraction: number;
}

/** The least that is recommended for one container: millicores and bytes. */
export interface Minimum {
  readonly cpu: number;
  readonly memory: number;
}

/** Upper bound: base · (1 + 1/confidence). Lower bound: base · (1 + 0.001/confidence)⁻². */
const upperMultiplier = 1;
const lowerMultiplier = 0.001;

/** Positions of one resource's values in a recommendation, relative to its first. */
const lowerSlot = 0;
const targetSlot = 1;
const upperSlot = 2;
const uncappedSlot = 3;
const memoryOffset = 4;

/**
 * The recommender's estimators over one bank of aggregates (specification §4 step 2): percentile, margin, confidence
 * multiplier and last of all the minimum.
 */
export class Estimator {
  private readonly aggregates: AggregateBank;
  private readonly cpu: PercentileAmounts;
  private readonly memory: PercentileAmounts;
  private readonly cpuInterval: ConfidenceInterval;
  private readonly memoryInterval: ConfidenceInterval;

  constructor(aggregates: AggregateBank, { cpu, memory, marginFraction }: Estimation) {
    this.aggregates = aggregates;
    this.cpu = new PercentileAmounts(aggregates.cpu, cpu.percentiles, amountsWithMargin('cpu', marginFraction));
    this.memory = new PercentileAmounts(
      aggregates.memory,
      memory.percentiles,
      amountsWithMargin('memory', marginFraction),
    );
    this.cpuInterval = confidenceInterval(cpu.confidenceInterval);
    this.memoryInterval =
      memory.confidenceInterval === cpu.confidenceInterval
        ? this.cpuInterval
        : confidenceInterval(memory.confidenceInterval);
  }

  /** Writes the recommendation for aggregate `i`, before rounding and policy, in {@link RecommendationIndex}'s layout. */
  estimate(i: number, minimum: Minimum, out: Float64Array, offset: number): void {
    this.cpu.refresh(i);
    this.memory.refresh(i);
    const cpuConfidence = confidence(this.aggregates, i, this.cpuInterval);
    const cpuLower = lowerFactor(cpuConfidence);
    const cpuUpper = upperFactor(cpuConfidence);
    writeBounds(this.cpu.amounts, 3 * i, cpuLower, cpuUpper, minimum.cpu, out, offset);
    const shared = this.memoryInterval === this.cpuInterval;
    const memoryConfidence = shared ? cpuConfidence : confidence(this.aggregates, i, this.memoryInterval);
    const memoryLower = shared ? cpuLower : lowerFactor(memoryConfidence);
    const memoryUpper = shared ? cpuUpper : upperFactor(memoryConfidence);
    writeBounds(this.memory.amounts, 3 * i, memoryLower, memoryUpper, minimum.memory, out, offset + memoryOffset);
  }
}

/** A confidence interval in the two units that confidence is counted in. */
export interface ConfidenceInterval {
  readonly nanoseconds: number;
  readonly minutes: number;
}

/** @param milliseconds turned into minutes as Go's `Duration.Minutes` rounds */
export function confidenceInterval(milliseconds: number): ConfidenceInterval {
  const rest = milliseconds % minute;
  return { nanoseconds: milliseconds * 1e6, minutes: (milliseconds - rest) / minute + rest / minute };
}

/**
 * How much the history of aggregate `i` is worth, in units of `interval`: the lesser of its lifespan and its samples at one a
 * minute. CPU samples only, for memory too (specification §3.4).
 */
export function confidence(aggregates: AggregateBank, i: number, interval: ConfidenceInterval): number {
  const lifespan = nanosecondsBetween(aggregates.firstSample[i]!, aggregates.lastSample[i]!) / interval.nanoseconds;
  const samples = aggregates.sampleCount[i]! / interval.minutes;
  return lifespan < samples ? lifespan : samples;
}

/** What the upper bound is multiplied by; infinite without confidence. */
export function upperFactor(confidence: number): number {
  return 1 + upperMultiplier / confidence;
}

/** What the lower bound is multiplied by; 0 without confidence. */
export function lowerFactor(confidence: number): number {
  const x = 1 + lowerMultiplier / confidence;
  return 1 / (x * x);
}

function writeBounds(
  amounts: Float64Array,
  at: number,
  lowerFactor: number,
  upperFactor: number,
  minimum: number,
  out: Float64Array,
  offset: number,
): void {
  const target = atLeast(amounts[at + targetSlot]!, minimum);
  out[offset + lowerSlot] = atLeast(toAmount(amounts[at + lowerSlot]! * lowerFactor), minimum);
  out[offset + targetSlot] = target;
  out[offset + upperSlot] = atLeast(toAmount(amounts[at + upperSlot]! * upperFactor), minimum);
  out[offset + uncappedSlot] = target;
}

function atLeast(amount: number, minimum: number): number {
  return amount < minimum ? minimum : amount;
}
