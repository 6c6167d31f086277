import { millicoresPerCore, toAmount } from '../model/amount.js';
import { type BucketScheme, cpuBuckets, epsilon, memoryBuckets } from '../model/bucket-scheme.js';
import type { HistogramBank } from '../model/histogram-bank.js';

/** Three percentiles of one resource, between 0 and 1. */
export interface BoundPercentiles {
  readonly lower: number;
  readonly target: number;
  readonly upper: number;
}

/** Values a percentile can have: where bucket `b + 1` starts; the last bucket gives its own start (specification §2.2). */
export function percentileOfBucket(scheme: BucketScheme, bucket: number): number {
  return scheme.starts[Math.min(bucket + 1, scheme.count - 1)]!;
}

/**
 * What each bucket recommends when a percentile falls in it: the percentile as a whole amount, plus the safety margin truncated
 * on its own (specification §4 steps 2a and 2b).
 */
export function amountsWithMargin(resource: 'cpu' | 'memory', marginFraction: number): Float64Array {
  const scheme = resource === 'cpu' ? cpuBuckets : memoryBuckets;
  const unit = resource === 'cpu' ? millicoresPerCore : 1;
  return Float64Array.from({ length: scheme.count }, (_, bucket) => {
    const base = toAmount(percentileOfBucket(scheme, bucket) * unit);
    return base + toAmount(base * marginFraction);
  });
}

/**
 * Bucket in which a histogram's percentile lies, or −1 for an empty histogram: the first whose running sum of weights,
 * from the lowest bucket up, reaches `percentile · total`; else the highest.
 */
export function percentileBucket(bank: HistogramBank, i: number, percentile: number): number {
  if (bank.isEmpty(i)) return -1;
  const first = i * bank.scheme.count;
  const high = bank.max[i]!;
  const threshold = percentile * bank.total[i]!;
  let bucket = bank.min[i]!;
  for (let sum = bank.weights[first + bucket]!; bucket < high && sum < threshold; sum += bank.weights[first + bucket]!)
    bucket++;
  return bucket;
}

/** Lower bound, target and upper bound of every histogram of a bank as amounts, re-read only where the histogram changed. */
export class PercentileAmounts {
  /** Three amounts a histogram: lower bound, target, upper bound; 0 where the histogram is empty. */
  readonly amounts: Float64Array;
  private readonly bank: HistogramBank;
  private readonly amountOfBucket: Float64Array;
  /** The three percentiles in ascending order, and which amount each of them gives. */
  private readonly percentiles: readonly [number, number, number];
  private readonly slots: readonly [number, number, number];

  constructor(bank: HistogramBank, { lower, target, upper }: BoundPercentiles, amountOfBucket: Float64Array) {
    this.bank = bank;
    this.amountOfBucket = amountOfBucket;
    this.amounts = new Float64Array(3 * bank.size);
    const [a, b, c] = [lower, target, upper]
      .map((percentile, slot) => ({ percentile, slot }))
      .sort((one, other) => one.percentile - other.percentile);
    this.percentiles = [a!.percentile, b!.percentile, c!.percentile];
    this.slots = [a!.slot, b!.slot, c!.slot];
  }

  /** Brings the amounts of histogram `i` up to date, all three in one pass over its buckets. */
  refresh(i: number): void {
    const { bank } = this;
    if (bank.changed[i] === 0) return;
    bank.changed[i] = 0;
    const { weights } = bank;
    const first = i * bank.scheme.count;
    const total = bank.total[i]!;
    const high = first + bank.max[i]!;
    let at = first + bank.min[i]!;
    let sum = weights[at]!;
    if (sum < epsilon) {
      this.amounts.fill(0, 3 * i, 3 * i + 3);
      return;
    }
    const [p0, p1, p2] = this.percentiles;
    let threshold = p0 * total;
    while (at < high && sum < threshold) sum += weights[++at]!;
    this.amounts[3 * i + this.slots[0]] = this.amountOfBucket[at - first]!;
    threshold = p1 * total;
    while (at < high && sum < threshold) sum += weights[++at]!;
    this.amounts[3 * i + this.slots[1]] = this.amountOfBucket[at - first]!;
    threshold = p2 * total;
    while (at < high && sum < threshold) sum += weights[++at]!;
    this.amounts[3 * i + this.slots[2]] = this.amountOfBucket[at - first]!;
  }
}
