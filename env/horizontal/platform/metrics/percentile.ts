/**
 * Percentile by linear interpolation between order statistics (type 7 of Hyndman and Fan, the default of NumPy and R): the
 * 95th of 1 … 20 is 19.05. The first `count` values are put in another order.
 *
 * @param q 0 … 1
 * @returns NaN without values
 */
export function percentile(values: Float64Array, count: number, q: number): number {
  if (count === 0) return Number.NaN;
  const rank = q * (count - 1);
  const below = Math.floor(rank);
  select(values, count, below);
  const low = values[below]!;
  const share = rank - below;
  if (share === 0) return low;
  let high = Number.POSITIVE_INFINITY;
  for (let i = below + 1; i < count; i++) if (values[i]! < high) high = values[i]!;
  return low + share * (high - low);
}

/** Puts the k-th smallest of the first `count` values at index k, none greater before it and none smaller behind (Hoare's quickselect). */
function select(values: Float64Array, count: number, k: number): void {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = medianOfThree(values[left]!, values[(left + right) >> 1]!, values[right]!);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
