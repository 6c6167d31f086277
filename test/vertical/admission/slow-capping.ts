/**
 * The capping processor (specification §7.2) and the limits of §7.3 once more, for one resource of a pod, read slowly from the text in
 * big integers. Zero is "not set"; null is a container without that bound. Shares no code with the product.
 */

export interface SlowContainer {
  readonly request: bigint;
  readonly limit: bigint;
  readonly recommended: bigint | null;
}

export interface SlowBounds {
  readonly min: bigint;
  readonly max: bigint;
  readonly default: bigint;
}

const int64Max = 2n ** 63n - 1n;

const saturate = (amount: bigint) => (amount > int64Max ? int64Max : amount);

export function slowLimit(limit: bigint, request: bigint, recommended: bigint, fallback: bigint): bigint {
  const effective = limit === 0n && fallback !== 0n ? fallback : limit;
  if (effective === 0n) return 0n;
  if (recommended === 0n) return 0n;
  if (request === 0n) return recommended;
  if (request === effective) return recommended;
  return saturate((effective * recommended) / request);
}

function slowBoundary(request: bigint, limit: bigint, bound: bigint, fallback: bigint): bigint {
  const effective = limit === 0n ? fallback : limit;
  if (effective === 0n) return 0n;
  if (request === 0n) return bound;
  return saturate((request * bound) / effective);
}

/** Step A: a LimitRange of type Pod. */
export function slowPodRange(
  containers: readonly SlowContainer[],
  range: SlowBounds,
  cpu: boolean,
): readonly (bigint | null)[] {
  const effective = ({ recommended, request }: SlowContainer) => (recommended === null ? request : recommended);
  const limits = containers.reduce(
    (sum, container) => sum + slowLimit(container.limit, container.request, effective(container), range.default),
    0n,
  );
  const sum = containers.reduce((total, container) => total + effective(container), 0n);
  const unchanged = containers.map(({ recommended }) => recommended);
  if (range.min <= limits && range.min <= sum && (range.max === 0n || range.max >= limits)) return unchanged;
  if (range.min > sum && limits !== 0n)
    return unchanged.map((recommended) => {
      if (recommended === null) return null;
      const down = (recommended * range.min) / sum;
      return saturate(cpu && down * sum !== recommended * range.min ? down + 1n : down);
    });
  if (limits === 0n) return unchanged;
  let wanted = 0n;
  if (range.min > limits) wanted = range.min;
  if (range.max !== 0n && range.max < limits) wanted = range.max;
  return unchanged.map((recommended) => (recommended === null ? null : saturate((recommended * wanted) / limits)));
}

/** Steps B, C and D for one amount of one container. */
export function slowCap(
  amount: bigint,
  container: SlowContainer,
  range: SlowBounds,
  policy: SlowBounds,
  requestsOnly: boolean,
): bigint {
  let result = amount;
  const raise = (bound: bigint) => {
    if (bound !== 0n && result < bound) result = bound;
  };
  const lower = (bound: bigint) => {
    if (bound !== 0n && result > bound) result = bound;
  };
  const boundary = slowBoundary(container.request, container.limit, range.min, range.default);
  raise(boundary > range.min ? boundary : range.min);
  lower(slowBoundary(container.request, container.limit, range.max, range.default));
  raise(policy.min);
  lower(policy.max);
  if (requestsOnly) lower(container.limit);
  return result;
}
