import { addDiagonal, packedLength } from './packed-symmetric.js';

/**
 * The Cholesky factor L of a symmetric positive definite matrix A = LL′, packed like the matrix
 * ({@link packedLength} numbers, rows of the lower triangle), with rank-1 changes in O(d²).
 */
export class CholeskyFactor {
  readonly dimension: number;
  /** The entries of L. */
  readonly entries: Float64Array;
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;
  private readonly column: Float64Array;

  constructor(dimension: number) {
    this.dimension = dimension;
    this.entries = new Float64Array(packedLength(dimension));
    this.cosines = new Float64Array(dimension);
    this.sines = new Float64Array(dimension);
    this.column = new Float64Array(dimension);
  }

  /**
   * Factorises a packed symmetric matrix, O(d³/6).
   * @returns false, with `entries` unusable, when the matrix is not positive definite in double precision
   */
  factorise(matrix: Float64Array): boolean {
    const { dimension, entries } = this;
    for (let i = 0, rowI = 0; i < dimension; rowI += ++i) {
      for (let j = 0, rowJ = 0; j <= i; rowJ += ++j) {
        let sum = matrix[rowI + j]!;
        for (let k = 0; k < j; k++) sum -= entries[rowI + k]! * entries[rowJ + k]!;
        if (i !== j) entries[rowI + j] = sum / entries[rowJ + j]!;
        else if (sum > 0) entries[rowI + i] = Math.sqrt(sum);
        else return false;
      }
    }
    return true;
  }

  /**
   * Factorises a matrix that is positive definite but for rounding. One that double precision cannot tell from a
   * singular one (features of very different size) gets the least of 10⁻¹⁶, 10⁻¹⁵ … times its mean diagonal added to
   * its diagonal that makes it positive definite; `matrix` is changed then.
   * @throws RangeError when no such multiple up to 1 does, as with NaN
   */
  factoriseRegularised(matrix: Float64Array): void {
    let relative = 1e-16;
    while (!this.factorise(matrix)) {
      if (!(relative <= 1)) throw new RangeError('the matrix is not positive definite, nor near to one that is');
      let trace = 0;
      for (let i = 0, at = 0; i < this.dimension; i++, at += i + 1) trace += Math.abs(matrix[at]!);
      addDiagonal(matrix, this.dimension, (relative * trace) / this.dimension);
      relative *= 10;
    }
  }

  /** Makes this the factor of A + vv′, by Givens rotations. */
  update(vector: Float64Array): void {
    const { dimension, entries, cosines, sines } = this;
    for (let i = 0, at = 0; i < dimension; i++) {
      let value = vector[i]!;
      for (let k = 0; k < i; k++, at++) {
        const entry = (entries[at]! + sines[k]! * value) / cosines[k]!;
        value = cosines[k]! * value - sines[k]! * entry;
        entries[at] = entry;
      }
      this.rotate(i, at, Math.sqrt(entries[at]! * entries[at]! + value * value), value);
      at++;
    }
  }

  /**
   * Makes this the factor of A − vv′, by hyperbolic rotations.
   * @returns false, with `entries` unusable, when A − vv′ is not positive definite in double precision
   */
  downdate(vector: Float64Array): boolean {
    const { dimension, entries, cosines, sines } = this;
    for (let i = 0, at = 0; i < dimension; i++) {
      let value = vector[i]!;
      for (let k = 0; k < i; k++, at++) {
        const entry = (entries[at]! - sines[k]! * value) / cosines[k]!;
        value = cosines[k]! * value - sines[k]! * entry;
        entries[at] = entry;
      }
      const square = (entries[at]! - value) * (entries[at]! + value);
      if (!(square > 0)) return false;
      this.rotate(i, at, Math.sqrt(square), value);
      at++;
    }
    return true;
  }

  private rotate(row: number, diagonal: number, length: number, value: number): void {
    this.cosines[row] = length / this.entries[diagonal]!;
    this.sines[row] = value / this.entries[diagonal]!;
    this.entries[diagonal] = length;
  }

  /** Solves Ly = right side; `out` may be `rightSide`. */
  solveLower(rightSide: Float64Array, out: Float64Array): void {
    const { dimension, entries } = this;
    for (let i = 0, at = 0; i < dimension; i++) {
      let sum = rightSide[i]!;
      for (let j = 0; j < i; j++) sum -= entries[at++]! * out[j]!;
      out[i] = sum / entries[at++]!;
    }
  }

  /** Solves L′y = right side; `out` may be `rightSide`. */
  solveUpper(rightSide: Float64Array, out: Float64Array): void {
    const { dimension, entries } = this;
    if (out !== rightSide) out.set(rightSide);
    for (let i = dimension - 1, row = packedLength(dimension - 1); i >= 0; row -= i--) {
      const value = out[i]! / entries[row + i]!;
      out[i] = value;
      for (let j = 0; j < i; j++) out[j]! -= entries[row + j]! * value;
    }
  }

  /** Solves Ay = right side; `out` may be `rightSide`. */
  solve(rightSide: Float64Array, out: Float64Array): void {
    this.solveLower(rightSide, out);
    this.solveUpper(out, out);
  }

  /** Writes A⁻¹, packed. O(d³). */
  invert(out: Float64Array): void {
    const { dimension, column } = this;
    for (let j = 0; j < dimension; j++) {
      column.fill(0);
      column[j] = 1;
      this.solve(column, column);
      for (let i = j; i < dimension; i++) out[packedLength(i) + j] = column[i]!;
    }
  }

  /** ln det A. */
  logDeterminant(): number {
    let sum = 0;
    for (let i = 0, at = 0; i < this.dimension; i++, at += i + 1) sum += Math.log(this.entries[at]!);
    return 2 * sum;
  }
}
