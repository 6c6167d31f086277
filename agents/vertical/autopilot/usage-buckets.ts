/** Number of buckets; Autopilot's CPU histograms have about 400. */
export const bucketCount = 400;

/**
 * Exponential usage buckets: bucket `k` holds usage in (bound(k−1), bound(k)], every bound 3 % above the one before.
 * Four hundred of them span 1 : 137 000, so one scheme serves 10 m … 1 300 cores and 10 MB … 1.3 TB.
 */
export interface UsageBuckets {
  /** Upper bounds b[k], in the resource's unit. */
  readonly bounds: Float64Array;
  /** Bucket of a usage ≥ 0; what lies above the last bound goes to the last bucket. */
  bucketOf(usage: number): number;
}

const growth = 1.03;

/** @param first upper bound of bucket 0 */
export function usageBuckets(first: number): UsageBuckets {
  const bounds = Float64Array.from({ length: bucketCount }, (_, k) => first * growth ** k);
  const perLog = 1 / Math.log(growth);
  return {
    bounds,
    bucketOf(usage) {
      if (usage <= first) return 0;
      let k = Math.min(bucketCount - 1, Math.max(1, Math.round(Math.log(usage / first) * perLog)));
      while (k > 0 && bounds[k - 1]! >= usage) k--;
      while (k < bucketCount - 1 && bounds[k]! < usage) k++;
      return k;
    },
  };
}

/** Millicores: the first bound is 10 m. */
export const cpuBuckets = usageBuckets(10);

/** Bytes: the first bound is 10 MB. */
export const memoryBuckets = usageBuckets(1e7);
