/** How a histogram cuts its range into buckets. */
export interface BucketScheme {
  /** Number of buckets. */
  readonly count: number;
  /** Where each bucket starts. */
  readonly starts: Float64Array;
  /** Index of the bucket a value falls in; values outside the range fall in the first or last bucket. */
  find(value: number): number;
}

/** Weights below this count as none: a thousandth of a CPU sample's weight (specification §2.1). */
export const epsilon = 0.001 * 0.1;

/** Each bucket is this much wider than the one before it. */
const bucketGrowth = 0.05;

/**
 * Buckets that grow by a constant ratio: bucket 0 is `[0, first)`, bucket `b` starts at `first · (ratioᵇ − 1)/(ratio − 1)`.
 * Bounds have the bits of Go's (specification §2.1).
 */
export function exponentialBuckets(maximum: number, first: number, ratio: number): BucketScheme {
  const growth = ratio - 1;
  const logRatio = Math.log(ratio);
  const count = Math.ceil(Math.log((maximum * growth) / first + 1) / logRatio) + 1;
  const starts = Float64Array.from({ length: count }, (_, bucket) =>
    bucket === 0 ? 0 : (first * (wholePower(ratio, bucket) - 1)) / growth,
  );
  return {
    count,
    starts,
    find(value) {
      if (value < first) return 0;
      return Math.min(Math.trunc(Math.log((value * growth) / first + 1) / logRatio), count - 1);
    },
  };
}

/** CPU in cores: 176 buckets from 0.01 to 1000. */
export const cpuBuckets = exponentialBuckets(1000, 0.01, 1 + bucketGrowth);

/** Memory in bytes: 176 buckets from 1e7 to 1e12. */
export const memoryBuckets = exponentialBuckets(1e12, 1e7, 1 + bucketGrowth);

/** Right-to-left binary exponentiation, the order in which Go's `math.Pow` rounds. */
function wholePower(base: number, exponent: number): number {
  let power = 1;
  for (let square = base, left = exponent; left > 0; square *= square, left >>= 1) if (left & 1) power *= square;
  return power;
}
