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

/** Weight that may lie outside a histogram's counted buckets and join them when one of those receives a sample. */
function residue(scheme: BucketScheme): number {
  return scheme.count * epsilon;
}

/** Rounding of running sums and totals, relative to the total: enough for 10⁹ additions. */
const rounding = 1e-6;

/**
 * Lower bound, target and upper bound of every histogram of a bank as amounts.
 *
 * A percentile cannot leave its bucket before a certain weight has been added, whatever the buckets it is added to. That much
 * is worked out when the buckets are walked, and until the total has passed it they are not walked again.
 */
export class PercentileAmounts {
  /** Three amounts a histogram: lower bound, target, upper bound; 0 where the histogram is empty. */
  readonly amounts: Float64Array;
  private readonly bank: HistogramBank;
  private readonly amountOfBucket: Float64Array;
  /** The three percentiles in ascending order, and which amount each of them gives. */
  private readonly percentiles: Float64Array;
  private readonly slots: Uint8Array;
  /** Total weight up to which a histogram that is only added to keeps its amounts. */
  private readonly safeTotal: Float64Array;
  private readonly residue: number;

  constructor(bank: HistogramBank, { lower, target, upper }: BoundPercentiles, amountOfBucket: Float64Array) {
    this.bank = bank;
    this.amountOfBucket = amountOfBucket;
    this.amounts = new Float64Array(3 * bank.size);
    const ascending = [lower, target, upper]
      .map((percentile, slot) => ({ percentile, slot }))
      .sort((one, other) => one.percentile - other.percentile);
    this.percentiles = Float64Array.from(ascending, ({ percentile }) => percentile);
    this.slots = Uint8Array.from(ascending, ({ slot }) => slot);
    this.safeTotal = new Float64Array(bank.size).fill(Number.NEGATIVE_INFINITY);
    this.residue = residue(bank.scheme);
  }

  /** Brings the amounts of histogram `i` up to date. */
  refresh(i: number): void {
    if (this.bank.rescan[i] === 1 || !(this.bank.total[i]! <= this.safeTotal[i]!)) this.scan(i);
  }

  /** Finds all three percentiles in one pass over the buckets, adding weights up in the original's order. */
  private scan(i: number): void {
    const { bank, percentiles, amounts, slots } = this;
    const { weights } = bank;
    const first = i * bank.scheme.count;
    const total = bank.total[i]!;
    const high = first + bank.max[i]!;
    let at = first + bank.min[i]!;
    let sum = weights[at]!;
    bank.rescan[i] = 0;
    this.safeTotal[i] = Number.NEGATIVE_INFINITY;
    if (sum < epsilon) {
      amounts.fill(0, 3 * i, 3 * i + 3);
      return;
    }
    let safe = Number.POSITIVE_INFINITY;
    for (let k = 0; k < 3; k++) {
      const percentile = percentiles[k]!;
      const threshold = percentile * total;
      while (at < high && sum < threshold) sum += weights[++at]!;
      amounts[3 * i + slots[k]!] = this.amountOfBucket[at - first]!;
      const untilRaised = (sum - this.residue) / (percentile + rounding);
      const untilLowered = (total - (sum - weights[at]!) - this.residue) / (1 - percentile + rounding);
      safe = Math.min(safe, untilRaised, untilLowered);
    }
    this.safeTotal[i] = safe;
  }
}
