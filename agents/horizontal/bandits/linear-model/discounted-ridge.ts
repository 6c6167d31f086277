import { z } from 'zod';
import type { JsonValue } from '../../../../env/core/json.js';
import { parseWith } from '../../../../workloads/parse-with.js';
import { CholeskyFactor } from './cholesky.js';
import { addScaled, dot } from './dense.js';
import { addDiagonal, addOuter, packedLength, quadraticForm, setDiagonal } from './packed-symmetric.js';

/**
 * Ridge regression that forgets: a row of s steps ago weighs γˢ (Russac, Vernade and Cappé, 2019).
 *
 * V ← γV + xx′ + (1−γ)λI, W ← γ²W + xx′ + (1−γ²)λI, b ← γb + rx, θ = V⁻¹b; the squared width of a prediction is
 * x′V⁻¹WV⁻¹x. What is added besides the row keeps the penalty at λ however much is forgotten. A change by a multiple of
 * the identity has no cheap update: V is factorised afresh, O(d³/6).
 */
export class DiscountedRidge {
  readonly dimension: number;
  readonly lambda: number;
  readonly discount: number;
  /** V, packed. */
  readonly gram: Float64Array;
  /** W, packed: the same sums under squared weights. */
  readonly squaredGram: Float64Array;
  /** b. */
  readonly moments: Float64Array;
  /** θ. */
  readonly coefficients: Float64Array;
  private readonly factor: CholeskyFactor;
  private readonly work: Float64Array;

  constructor(dimension: number, lambda: number, discount: number) {
    this.dimension = dimension;
    this.lambda = lambda;
    this.discount = discount;
    this.gram = new Float64Array(packedLength(dimension));
    this.squaredGram = new Float64Array(packedLength(dimension));
    this.moments = new Float64Array(dimension);
    this.coefficients = new Float64Array(dimension);
    this.factor = new CholeskyFactor(dimension);
    this.work = new Float64Array(dimension);
    setDiagonal(this.gram, dimension, lambda);
    setDiagonal(this.squaredGram, dimension, lambda);
    this.solve();
  }

  /** θ′x. */
  predict(x: Float64Array): number {
    return dot(this.coefficients, x);
  }

  /** x′V⁻¹WV⁻¹x. */
  squaredWidth(x: Float64Array): number {
    this.factor.solve(x, this.work);
    return Math.max(0, quadraticForm(this.squaredGram, this.work));
  }

  /** One step passes and brings a row. */
  update(x: Float64Array, target: number): void {
    this.decay();
    addOuter(this.gram, x, 1);
    addOuter(this.squaredGram, x, 1);
    addScaled(this.moments, x, target);
    this.solve();
  }

  /** One step passes without a row. */
  forget(): void {
    this.decay();
    this.solve();
  }

  private decay(): void {
    const { discount, lambda, dimension } = this;
    const squared = discount * discount;
    for (let i = 0; i < this.gram.length; i++) {
      this.gram[i]! *= discount;
      this.squaredGram[i]! *= squared;
    }
    for (let i = 0; i < dimension; i++) this.moments[i]! *= discount;
    addDiagonal(this.gram, dimension, (1 - discount) * lambda);
    addDiagonal(this.squaredGram, dimension, (1 - squared) * lambda);
  }

  private solve(): void {
    this.factor.factoriseRegularised(this.gram);
    this.factor.solve(this.moments, this.coefficients);
  }

  /** Everything a later run needs to go on to the bit, as plain JSON. */
  save(): JsonValue {
    return { gram: [...this.gram], squaredGram: [...this.squaredGram], moments: [...this.moments] };
  }

  /**
   * Goes on from what {@link save} gave.
   * @throws InputError when it does not fit this dimension
   */
  restore(state: unknown): void {
    const matrix = z.array(z.number()).length(packedLength(this.dimension));
    const moments = z.array(z.number()).length(this.dimension);
    const saved = parseWith(z.strictObject({ gram: matrix, squaredGram: matrix, moments }), state);
    this.gram.set(saved.gram);
    this.squaredGram.set(saved.squaredGram);
    this.moments.set(saved.moments);
    this.solve();
  }
}
