/**
 * The controller's 64-bit integers (specification §1.3). Amounts are thousandths, so a few terabytes of memory pass 2⁵³, where
 * doubles stop being exact: a sum keeps what rounding took away, and arithmetic goes to BigInt only beyond that point.
 */

const largestInt64 = (1n << 63n) - 1n;
/** Largest whole number a replica count can hold. */
export const largestInt32 = 2 ** 31 - 1;

/** An exact sum of whole numbers, each a double. */
export class ExactSum {
  private rounded = 0;
  /** What rounding took away, by Knuth's two-sum; nothing is lost while sums of whole numbers stay below 2⁵³. */
  private lost = 0;

  add(amount: number): void {
    const sum = this.rounded + amount;
    if (Math.abs(sum) > Number.MAX_SAFE_INTEGER) {
      const shifted = sum - this.rounded;
      this.lost += this.rounded - (sum - shifted) + (amount - shifted);
    }
    this.rounded = sum;
  }

  addAll(other: ExactSum): void {
    this.add(other.rounded);
    this.add(other.lost);
  }

  /** The sum where doubles hold it exactly and with room for a factor `headroom`, otherwise null. */
  small(headroom = 1): number | null {
    return Math.abs(this.rounded) * headroom <= Number.MAX_SAFE_INTEGER ? this.rounded : null;
  }

  /** The sum as the controller's 64-bit register holds it: beyond 2⁶³ it wraps round. */
  int64(): bigint {
    return BigInt.asIntN(64, BigInt(this.rounded) + BigInt(this.lost));
  }
}

/** `usage · 100 / request` in 64-bit integers, cut to 32 bits: the utilisation in percent, truncated. `request` must not be 0. */
export function truncatedPercent(usage: ExactSum, request: ExactSum): number {
  const smallUsage = usage.small(200);
  const smallRequest = request.small(2);
  if (smallUsage !== null && smallRequest !== null) return Math.trunc((smallUsage * 100) / smallRequest) | 0;
  return Number(BigInt.asIntN(32, BigInt.asIntN(64, usage.int64() * 100n) / request.int64()));
}

/** `sum / count` in 64-bit integers, as a double. */
export function truncatedMean(sum: ExactSum, count: number): number {
  const small = sum.small(2);
  return small === null ? Number(sum.int64() / BigInt(count)) : Math.trunc(small / count);
}

/** `amount · percent / 100` in 64-bit integers. */
export function truncatedShare(amount: number, percent: number): number {
  const product = amount * percent;
  if (Math.abs(product) <= Number.MAX_SAFE_INTEGER / 2) return Math.trunc(product / 100);
  return Number(BigInt.asIntN(64, BigInt(amount) * BigInt(percent)) / 100n);
}

/**
 * The sum of 64-bit integers that stops at 2⁶³−1, as a double.
 * @param negativeOverflows whether a running sum below zero is taken for an overflow, as the controller does for average targets
 */
export function saturatingSum(amounts: readonly number[], negativeOverflows: boolean): number {
  let sum = 0;
  for (const amount of amounts) {
    sum += amount;
    if (Math.abs(sum) > Number.MAX_SAFE_INTEGER) return saturatingBigSum(amounts, negativeOverflows);
    if (negativeOverflows && sum < 0) return Number(largestInt64);
  }
  return sum;
}

function saturatingBigSum(amounts: readonly number[], negativeOverflows: boolean): number {
  let sum = 0n;
  for (const amount of amounts) {
    sum += BigInt(amount);
    if (sum > largestInt64 || (negativeOverflows && sum < 0n)) return Number(largestInt64);
  }
  return Number(sum);
}

/** ⌈value⌉ as a 32-bit replica count. Beyond 32 bits Go leaves the answer to the machine; here it stops at the ends. */
export function ceilToReplicas(value: number): number {
  return Math.max(-largestInt32 - 1, Math.min(largestInt32, Math.ceil(value)));
}
