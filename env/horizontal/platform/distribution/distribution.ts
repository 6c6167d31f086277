import { z } from 'zod';

/** A distribution of non-negative durations, seconds. `cv` is the coefficient of variation: standard deviation over mean. */
export type Distribution =
  | { readonly kind: 'deterministic'; readonly mean: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly cv: number }
  /** Two exponential phases with balanced means; cv ≥ 1. */
  | { readonly kind: 'hyperexponential'; readonly mean: number; readonly cv: number }
  /** Recorded durations, drawn with replacement. */
  | { readonly kind: 'empirical'; readonly values: readonly number[] };

const duration = z.number().min(0);
const positive = z.number().positive();

/** What a configuration may say for a {@link Distribution}. */
export const distributionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('deterministic'), mean: duration }),
  z
    .strictObject({ kind: z.literal('uniform'), low: duration, high: duration })
    .refine(({ low, high }) => low <= high, { error: 'low ≤ high' }),
  z.strictObject({ kind: z.literal('exponential'), mean: positive }),
  z.strictObject({ kind: z.literal('gamma'), mean: positive, cv: positive }),
  z.strictObject({ kind: z.literal('lognormal'), mean: positive, cv: positive }),
  z.strictObject({ kind: z.literal('hyperexponential'), mean: positive, cv: z.number().min(1) }),
  z.strictObject({ kind: z.literal('empirical'), values: z.array(duration).min(1).readonly() }),
]);

/** Expected value, seconds. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'uniform':
      return (distribution.low + distribution.high) / 2;
    case 'empirical':
      return average(distribution.values);
    default:
      return distribution.mean;
  }
}

/** Squared coefficient of variation; 0 for a mean of 0. */
export function squaredCv(distribution: Distribution): number {
  const mean = meanOf(distribution);
  switch (distribution.kind) {
    case 'deterministic':
      return 0;
    case 'exponential':
      return 1;
    case 'uniform':
      return mean === 0 ? 0 : (distribution.high - distribution.low) ** 2 / 12 / mean ** 2;
    case 'empirical':
      return mean === 0 ? 0 : average(distribution.values.map((value) => (value - mean) ** 2)) / mean ** 2;
    default:
      return distribution.cv ** 2;
  }
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
