/**
 * Inverse of a square matrix by Gauss and Jordan with row pivots: slow, plain and shared with nothing in the product.
 */
export function denseInverse(matrix: readonly (readonly number[])[]): number[][] {
  const d = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < d; column++) {
    let pivot = column;
    for (let i = column + 1; i < d; i++) if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const scale = rows[column]![column]!;
    rows[column] = rows[column]!.map((value) => value / scale);
    for (let i = 0; i < d; i++) {
      if (i === column) continue;
      const weight = rows[i]![column]!;
      rows[i] = rows[i]!.map((value, j) => value - weight * rows[column]![j]!);
    }
  }
  return rows.map((row) => row.slice(d));
}

/** The square form of a packed symmetric matrix. */
export function unpack(packed: Float64Array, d: number): number[][] {
  const at = (i: number, j: number) => packed[(Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)]!;
  return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => at(i, j)));
}

/** Matrix times vector. */
export function times(matrix: readonly (readonly number[])[], vector: ArrayLike<number>): number[] {
  return matrix.map((row) => row.reduce((sum, value, j) => sum + value * vector[j]!, 0));
}

/** Largest difference of two lists of numbers. */
export function largestGap(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return Array.from(left).reduce((gap, value, i) => Math.max(gap, Math.abs(value - right[i]!)), 0);
}
