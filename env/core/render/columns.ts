/** How the steps of one column become one value. */
export type ColumnFold = 'mean' | 'max' | 'sum' | 'last';

/**
 * Squeezes values into at most `width` columns of equal length; shorter lists keep one column a value. NaN is left out,
 * a column without any value is NaN (a sum: 0).
 */
export function columns(values: readonly number[], width: number, fold: ColumnFold): number[] {
  const count = Math.min(width, values.length);
  return Array.from({ length: count }, (_, column) => {
    const from = Math.floor((column * values.length) / count);
    const to = Math.floor(((column + 1) * values.length) / count);
    return folded(
      values.slice(from, to).filter((value) => !Number.isNaN(value)),
      fold,
    );
  });
}

function folded(values: readonly number[], fold: ColumnFold): number {
  const sum = values.reduce((total, value) => total + value, 0);
  if (fold === 'sum') return sum;
  if (values.length === 0) return Number.NaN;
  if (fold === 'mean') return sum / values.length;
  return fold === 'last' ? values.at(-1)! : Math.max(...values);
}
