import { z } from 'zod';
import type { JsonValue } from '../../../../env/core/json.js';
import type { RandomStream } from '../../../../env/core/random.js';
import { parseWith } from '../../../../workloads/parse-with.js';
import { CholeskyFactor } from './cholesky.js';
import { addScaled, dot } from './dense.js';
import { addOuter, packedLength, setDiagonal } from './packed-symmetric.js';

/**
 * Ridge regression for those who draw from the posterior: A = λI + Σ xx′ = LL′, b = Σ rx, θ = A⁻¹b, with L changed in
 * O(d²) a row. Where no draw is needed, {@link RidgeRegression} is faster. No call allocates.
 */
export class FactoredRidge {
  readonly dimension: number;
  readonly lambda: number;
  /** A, packed. */
  readonly gram: Float64Array;
  /** b. */
  readonly moments: Float64Array;
  readonly factor: CholeskyFactor;
  private readonly solution: Float64Array;
  private readonly work: Float64Array;
  private solved = true;

  constructor(dimension: number, lambda: number) {
    this.dimension = dimension;
    this.lambda = lambda;
    this.gram = new Float64Array(packedLength(dimension));
    this.moments = new Float64Array(dimension);
    this.factor = new CholeskyFactor(dimension);
    this.solution = new Float64Array(dimension);
    this.work = new Float64Array(dimension);
    this.clear();
    this.refresh();
  }

  /** θ; valid until the next change. */
  get coefficients(): Float64Array {
    if (!this.solved) {
      this.factor.solve(this.moments, this.solution);
      this.solved = true;
    }
    return this.solution;
  }

  /** ln det A. */
  get logDeterminant(): number {
    return this.factor.logDeterminant();
  }

  /** θ′x. */
  predict(x: Float64Array): number {
    return dot(this.coefficients, x);
  }

  /** x′A⁻¹x: the square of the confidence width. */
  squaredWidth(x: Float64Array): number {
    this.factor.solveLower(x, this.work);
    return dot(this.work, this.work);
  }

  /** Adds one row. */
  update(x: Float64Array, target: number): void {
    this.accumulate(x, target);
    this.factor.update(x);
  }

  /** Takes out a row that was added before. */
  downdate(x: Float64Array, target: number): void {
    addOuter(this.gram, x, -1);
    addScaled(this.moments, x, -target);
    this.solved = false;
    if (!this.factor.downdate(x)) this.refresh();
  }

  /** Forgets every row; {@link refresh} makes it count. */
  clear(): void {
    setDiagonal(this.gram, this.dimension, this.lambda);
    this.moments.fill(0);
    this.solved = false;
  }

  /**
   * Adds one row to A and b alone; {@link refresh} makes it count. Cheaper than {@link update} for many rows at once.
   */
  accumulate(x: Float64Array, target: number): void {
    addOuter(this.gram, x, 1);
    addScaled(this.moments, x, target);
    this.solved = false;
  }

  /** Computes L from A. */
  refresh(): void {
    this.factor.factoriseRegularised(this.gram);
    this.solved = false;
  }

  /** Draws from N(θ, scale² A⁻¹): out = θ + scale · L′⁻¹g with standard normal g. */
  sample(scale: number, stream: RandomStream, out: Float64Array): void {
    for (let i = 0; i < this.dimension; i++) out[i] = scale * stream.normal();
    this.factor.solveUpper(out, out);
    addScaled(out, this.coefficients, 1);
  }

  /** Everything a later run needs to go on to the bit, as plain JSON. */
  save(): JsonValue {
    return { gram: [...this.gram], moments: [...this.moments], factor: [...this.factor.entries] };
  }

  /**
   * Goes on from what {@link save} gave.
   * @throws InputError when it does not fit this dimension
   */
  restore(state: unknown): void {
    const matrix = z.array(z.number()).length(packedLength(this.dimension));
    const schema = z.strictObject({
      gram: matrix,
      moments: z.array(z.number()).length(this.dimension),
      factor: matrix,
    });
    const saved = parseWith(schema, state);
    this.gram.set(saved.gram);
    this.moments.set(saved.moments);
    this.factor.entries.set(saved.factor);
    this.solved = false;
  }
}
