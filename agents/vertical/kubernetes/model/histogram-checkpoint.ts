import type { HistogramBank } from './histogram-bank.js';

/** A histogram as a checkpoint keeps it (specification §2.4). */
export interface HistogramCheckpoint {
  /** Unix milliseconds. */
  readonly reference: number;
  readonly totalWeight: number;
  /** Bucket and weight, the heaviest bucket weighing {@link heaviest}; buckets that round to 0 are left out. */
  readonly bucketWeights: readonly (readonly [bucket: number, weight: number])[];
}

/** What the heaviest bucket of a checkpoint weighs. */
const heaviest = 10_000;

/** The checkpoint of one histogram (specification §2.4). */
export function saveHistogram(bank: HistogramBank, i: number): HistogramCheckpoint {
  const first = i * bank.scheme.count;
  const weights = bank.weights.subarray(first + bank.min[i]!, first + bank.max[i]! + 1);
  const ratio = heaviest / weights.reduce((a, b) => Math.max(a, b), 0);
  return {
    reference: bank.reference[i]!,
    totalWeight: bank.total[i]!,
    bucketWeights: Array.from(
      weights,
      (weight, k) => [bank.min[i]! + k, Math.floor(weight * ratio + 0.5)] as const,
    ).filter(([, weight]) => weight > 0),
  };
}

/**
 * Adds a checkpoint to histogram `i`, which should be fresh. Buckets must lie inside the scheme and the total must not be negative;
 * whoever reads checkpoints from outside has checked that.
 */
export function loadHistogram(
  bank: HistogramBank,
  i: number,
  { reference, totalWeight, bucketWeights }: HistogramCheckpoint,
): void {
  const first = i * bank.scheme.count;
  const sum = bucketWeights.reduce((total, [, weight]) => total + weight, 0);
  if (sum > 0) {
    const unit = totalWeight / sum;
    for (const [bucket, weight] of bucketWeights) {
      bank.weights[first + bucket]! += weight * unit;
      if (bucket < bank.min[i]!) bank.min[i] = bucket;
      if (bucket > bank.max[i]!) bank.max[i] = bucket;
    }
    bank.total[i]! += totalWeight;
    bank.trim(i);
  }
  bank.reference[i] = reference;
}
