import { mean, quantile, sampleStandardDeviation, sum } from 'simple-statistics';
import type { RandomStream } from '../env/core/random.js';
import { studentTQuantile } from './student-t.js';

/** A mean with its confidence interval; `low` and `high` are null where the sample is too small to give one. */
export interface Estimate {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Sampling units behind the mean. */
  readonly units: number;
}

/** The confidence level of every interval in a result. */
export const confidence = 0.95;

/**
 * Mean with Student's t-interval. The values must be independent sampling units: series, or seeds of one series; never time
 * steps.
 * @param values at least one
 */
export function meanInterval(values: readonly number[], level = confidence): Estimate {
  const units = values.length;
  const centre = mean(values as number[]);
  if (units < 2) return { mean: centre, low: null, high: null, units };
  const standardError = sampleStandardDeviation(values as number[]) / Math.sqrt(units);
  const reach = studentTQuantile((1 + level) / 2, units - 1) * standardError;
  return { mean: centre, low: centre - reach, high: centre + reach, units };
}

/** Up to this many pairs every pattern of signs is tried (2¹⁶); above it patterns are drawn. */
const exactSignFlips = 16;
const drawnSignFlips = 20_000;

/**
 * Two-sided p-value of the paired permutation test: under the null hypothesis a pair's difference is as likely as its
 * negative, so the mean difference is compared with those of all sign patterns (Fisher's sign-flip test).
 * Exact up to 16 pairs; above, 20 000 drawn patterns with the observed one counted among them (Phipson and Smyth, 2010).
 *
 * @param differences one paired difference a sampling unit
 */
export function signFlipTest(differences: readonly number[], stream: RandomStream): number {
  const pairs = differences.length;
  const observed = Math.abs(sum(differences as number[]));
  // Sums of the same numbers in another order differ in the last bits; they count as equal.
  const threshold = observed - 1e-12 * sum(differences.map(Math.abs));
  if (pairs <= exactSignFlips) {
    const patterns = 2 ** pairs;
    let asExtreme = 0;
    for (let pattern = 0; pattern < patterns; pattern++) {
      let total = 0;
      for (let i = 0; i < pairs; i++) total += (pattern >> i) & 1 ? -differences[i]! : differences[i]!;
      if (Math.abs(total) >= threshold) asExtreme++;
    }
    return asExtreme / patterns;
  }
  let asExtreme = 1;
  for (let draw = 0; draw < drawnSignFlips; draw++) {
    let total = 0;
    let bits = 0;
    for (let i = 0; i < pairs; i++) {
      if (i % 32 === 0) bits = stream.uint32();
      total += bits & 1 ? -differences[i]! : differences[i]!;
      bits >>>= 1;
    }
    if (Math.abs(total) >= threshold) asExtreme++;
  }
  return asExtreme / (drawnSignFlips + 1);
}

/** Holm's step-down correction: p-values that keep the family-wise error, in the order given (Holm, 1979). */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const corrected = new Array<number>(pValues.length);
  let floor = 0;
  order.forEach((index, rank) => {
    floor = Math.max(floor, Math.min(1, pValues[index]! * (pValues.length - rank)));
    corrected[index] = floor;
  });
  return corrected;
}

/**
 * Percentile bootstrap over sampling units (Efron and Tibshirani, 1993, §13).
 *
 * @param units number of sampling units
 * @param statistic of a sample, given as unit indices (with repetition)
 */
export function bootstrapInterval(
  units: number,
  statistic: (sample: Int32Array) => number,
  stream: RandomStream,
  { resamples = 2000, level = confidence }: { readonly resamples?: number; readonly level?: number } = {},
): Estimate {
  const sample = Int32Array.from({ length: units }, (_, index) => index);
  const centre = statistic(sample);
  if (units < 2) return { mean: centre, low: null, high: null, units };
  const statistics = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw++) {
    for (let i = 0; i < units; i++) sample[i] = stream.integer(0, units - 1);
    statistics[draw] = statistic(sample);
  }
  const values = Array.from(statistics);
  return { mean: centre, low: quantile(values, (1 - level) / 2), high: quantile(values, (1 + level) / 2), units };
}
