/** Writes the errors at a point; their sum of squares is what shall be least. */
export type Residuals = (point: Float64Array, errors: Float64Array) => void;

const mostIterations = 100;
/** A step that lowers the sum of squares by less than this share ends the search. */
const enough = 1e-14;
const leastDamping = 1e-12;
const mostDamping = 1e12;

/**
 * The nearest point with the least sum of squared errors: Levenberg and Marquardt's damped Gauss–Newton steps, with a Jacobian from
 * central differences. Where errors are linear in the point that is the least-squares solution, also when it is not unique.
 */
export function leastSquares(start: Float64Array, errorCount: number, residuals: Residuals): Float64Array {
  const unknowns = start.length;
  const jacobian = Array.from({ length: unknowns }, () => new Float64Array(errorCount));
  let point: Float64Array = start.slice();
  let errors = new Float64Array(errorCount);
  residuals(point, errors);
  let sum = dot(errors, errors);
  let damping = 1e-3;
  for (let iteration = 0; iteration < mostIterations && sum > 0 && damping < mostDamping; iteration++) {
    differentiate(point, residuals, jacobian);
    const gradient = jacobian.map((column) => dot(column, errors));
    const normal = jacobian.map((column) => Float64Array.from(jacobian, (other) => dot(column, other)));
    const before = sum;
    while (damping < mostDamping) {
      const step = solve(normal, gradient, damping);
      const tried = point.map((value, index) => value - step[index]!);
      const triedErrors = new Float64Array(errorCount);
      residuals(tried, triedErrors);
      const triedSum = dot(triedErrors, triedErrors);
      if (triedSum < sum) {
        point = tried;
        errors = triedErrors;
        sum = triedSum;
        damping = Math.max(leastDamping, damping / 10);
        break;
      }
      damping *= 10;
    }
    if (before - sum <= enough * before) break;
  }
  return point;
}

function differentiate(point: Float64Array, residuals: Residuals, jacobian: readonly Float64Array[]): void {
  const above = new Float64Array(jacobian[0]!.length);
  const below = new Float64Array(jacobian[0]!.length);
  const moved = point.slice();
  for (let index = 0; index < point.length; index++) {
    const step = 1e-5 * Math.max(1, Math.abs(point[index]!));
    moved[index] = point[index]! + step;
    residuals(moved, above);
    moved[index] = point[index]! - step;
    residuals(moved, below);
    moved[index] = point[index]!;
    for (let t = 0; t < above.length; t++) jacobian[index]![t] = (above[t]! - below[t]!) / (2 * step);
  }
}

/** Solves (A + damping · diag A) x = b by Cholesky's factors; directions that change nothing get no step. */
function solve(matrix: readonly Float64Array[], right: readonly number[], damping: number): Float64Array {
  const size = right.length;
  const factor = matrix.map((row) => row.slice());
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]! * (i === j ? 1 + damping : 1);
      for (let k = 0; k < j; k++) sum -= factor[i]![k]! * factor[j]![k]!;
      if (i === j) factor[i]![i] = sum > 0 ? Math.sqrt(sum) : Number.POSITIVE_INFINITY;
      else factor[i]![j] = sum / factor[j]![j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i]![k]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= factor[k]![i]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}
