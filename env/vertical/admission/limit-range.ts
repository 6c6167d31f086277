import { type Amounts, amountNames, type MutableAmounts } from './resources.js';

/** One item of a LimitRange object, of type `Container` or `Pod`. Zero and absent amounts are not set. */
export interface LimitRangeItem {
  readonly min?: Amounts | undefined;
  readonly max?: Amounts | undefined;
  /** Limit of containers that set none. */
  readonly default?: Amounts | undefined;
}

/** What a namespace's LimitRange objects come to, one item a type. */
export interface LimitRanges {
  readonly container?: LimitRangeItem | undefined;
  readonly pod?: LimitRangeItem | undefined;
}

/**
 * Merges all items of one type in a namespace (specification §7.2): the smallest maximum and the largest minimum of each resource,
 * and the default of the last item that has one (the original leaves that order open; here it is the order given).
 */
export function effectiveLimitRange(items: readonly LimitRangeItem[]): LimitRangeItem | undefined {
  const present = items.filter((item) => item.min ?? item.max ?? item.default);
  if (present.length === 0) return undefined;
  const fallback = present.findLast((item) => item.default)?.default;
  return {
    min: merge(
      present.map((item) => item.min ?? {}),
      Math.max,
    ),
    max: merge(
      present.map((item) => item.max ?? {}),
      Math.min,
    ),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

function merge(bounds: readonly Amounts[], choose: (...amounts: number[]) => number): Amounts {
  const merged: MutableAmounts = {};
  for (const name of amountNames) {
    const amounts = bounds.map((bound) => bound[name] ?? 0).filter((amount) => amount > 0);
    if (amounts.length > 0) merged[name] = choose(...amounts);
  }
  return merged;
}
