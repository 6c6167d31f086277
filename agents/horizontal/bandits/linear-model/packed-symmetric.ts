/**
 * Symmetric matrices as the rows of their lower triangle, one after the other: entry (i, j ≤ i) stands at i(i + 1)/2 +
 * j. Half the memory and half the products of the square form, and nothing to symmetrise.
 */

/** Numbers in a packed symmetric (or lower triangular) matrix of `dimension` rows. */
export function packedLength(dimension: number): number {
  return (dimension * (dimension + 1)) / 2;
}

/** Sets `matrix` to `value` times the identity. */
export function setDiagonal(matrix: Float64Array, dimension: number, value: number): void {
  matrix.fill(0);
  addDiagonal(matrix, dimension, value);
}

/** Adds `value` times the identity. */
export function addDiagonal(matrix: Float64Array, dimension: number, value: number): void {
  for (let i = 0, at = 0; i < dimension; i++, at += i + 1) matrix[at]! += value;
}

/** v′Mv. */
export function quadraticForm(matrix: Float64Array, vector: Float64Array): number {
  const dimension = vector.length;
  let sum = 0;
  for (let i = 0, at = 0; i < dimension; i++) {
    let row = 0;
    for (let j = 0; j < i; j++) row += matrix[at++]! * vector[j]!;
    sum += vector[i]! * (2 * row + matrix[at++]! * vector[i]!);
  }
  return sum;
}

/** out = Mv; `out` is another array than `vector`. */
export function multiplySymmetric(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const dimension = vector.length;
  for (let i = 0, at = 0; i < dimension; i++) {
    const value = vector[i]!;
    let row = 0;
    for (let j = 0; j < i; j++) {
      const entry = matrix[at++]!;
      row += entry * vector[j]!;
      out[j]! += entry * value;
    }
    out[i] = row + matrix[at++]! * value;
  }
}

/** M ← M + weight · vv′. */
export function addOuter(matrix: Float64Array, vector: Float64Array, weight: number): void {
  const dimension = vector.length;
  for (let i = 0, at = 0; i < dimension; i++) {
    const scaled = weight * vector[i]!;
    for (let j = 0; j <= i; j++) matrix[at++]! += scaled * vector[j]!;
  }
}
