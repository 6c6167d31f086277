import { z } from 'zod';
import type { JsonValue } from '../../../../env/core/json.js';
import { parseWith } from '../../../../workloads/parse-with.js';
import { CholeskyFactor } from './cholesky.js';
import { addScaled, dot } from './dense.js';
import { addOuter, multiplySymmetric, packedLength, quadraticForm, setDiagonal } from './packed-symmetric.js';

/** How a {@link RidgeRegression} penalises, and how often it computes its inverse afresh. */
export interface RidgeOptions {
  /** Ridge penalty λ > 0: A starts as λI. */
  readonly lambda: number;
  /** Updates after which the inverse is computed afresh; 1 inverts at every update. */
  readonly refreshEvery?: number;
  /** The inverse is computed afresh, too, when x′A⁻¹x is off by more than this. */
  readonly driftTolerance?: number;
}

/**
 * Ridge regression on a stream of rows: A = λI + Σ xx′, b = Σ rx, θ = A⁻¹b.
 *
 * A⁻¹ and θ are kept by the Sherman–Morrison formula in O(d²) a row. After every row the residual of A(A⁻¹x) = x says
 * how far x′A⁻¹x has drifted; a drift above the tolerance, or 1000 rows, has A⁻¹ computed from A by Cholesky
 * (specification §2.6). No call allocates.
 */
export class RidgeRegression {
  readonly dimension: number;
  readonly lambda: number;
  /** A, packed. */
  readonly gram: Float64Array;
  /** b. */
  readonly moments: Float64Array;
  /** A⁻¹, packed. */
  readonly inverse: Float64Array;
  /** θ. */
  readonly coefficients: Float64Array;
  private logDet = 0;
  private sinceRefresh = 0;
  private readonly refreshEvery: number;
  private readonly driftTolerance: number;
  private readonly factor: CholeskyFactor;
  private readonly direction: Float64Array;
  private readonly image: Float64Array;

  constructor(dimension: number, { lambda, refreshEvery = 1000, driftTolerance = 1e-6 }: RidgeOptions) {
    this.dimension = dimension;
    this.lambda = lambda;
    this.refreshEvery = refreshEvery;
    this.driftTolerance = driftTolerance;
    this.gram = new Float64Array(packedLength(dimension));
    this.moments = new Float64Array(dimension);
    this.inverse = new Float64Array(packedLength(dimension));
    this.coefficients = new Float64Array(dimension);
    this.factor = new CholeskyFactor(dimension);
    this.direction = new Float64Array(dimension);
    this.image = new Float64Array(dimension);
    setDiagonal(this.gram, dimension, lambda);
    this.refresh();
  }

  /** ln det A. */
  get logDeterminant(): number {
    return this.logDet;
  }

  /** θ′x. */
  predict(x: Float64Array): number {
    return dot(this.coefficients, x);
  }

  /** x′A⁻¹x, never below 0: the square of the confidence width. */
  squaredWidth(x: Float64Array): number {
    return Math.max(0, quadraticForm(this.inverse, x));
  }

  /** out = A⁻¹x. */
  applyInverse(x: Float64Array, out: Float64Array): void {
    multiplySymmetric(this.inverse, x, out);
  }

  /**
   * Adds one row.
   * @returns the square of the error made on it before, over 1 + x′A⁻¹x: in the mean, the variance of the noise
   */
  update(x: Float64Array, target: number): number {
    return this.change(x, target, 1);
  }

  /** Takes out a row that was added before. */
  downdate(x: Float64Array, target: number): void {
    this.change(x, target, -1);
  }

  private change(x: Float64Array, target: number, sign: 1 | -1): number {
    const { direction } = this;
    multiplySymmetric(this.inverse, x, direction);
    const growth = 1 + sign * dot(x, direction);
    const error = target - this.predict(x);
    addOuter(this.gram, x, sign);
    addScaled(this.moments, x, sign * target);
    if (++this.sinceRefresh >= this.refreshEvery || !(growth > 1e-9)) {
      this.refresh();
      return (error * error) / growth;
    }
    addOuter(this.inverse, direction, -sign / growth);
    addScaled(this.coefficients, direction, (sign * error) / growth);
    this.logDet += Math.log(growth);
    if (!(this.drift(x, growth) <= this.driftTolerance)) this.refresh();
    return (error * error) / growth;
  }

  /** How far x′A⁻¹x is off, to first order: y′(x − Ay), where y = A⁻¹x as the kept inverse has it. */
  private drift(x: Float64Array, growth: number): number {
    const { direction, image } = this;
    multiplySymmetric(this.gram, direction, image);
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += direction[i]! * (x[i]! - image[i]! / growth);
    return Math.abs(sum / growth);
  }

  /** Computes A⁻¹, θ and ln det A from A and b. */
  refresh(): void {
    this.factor.factoriseRegularised(this.gram);
    this.factor.invert(this.inverse);
    this.factor.solve(this.moments, this.coefficients);
    this.logDet = this.factor.logDeterminant();
    this.sinceRefresh = 0;
  }

  /** Everything a later run needs to go on to the bit, as plain JSON. */
  save(): JsonValue {
    return {
      gram: [...this.gram],
      moments: [...this.moments],
      inverse: [...this.inverse],
      coefficients: [...this.coefficients],
      logDeterminant: this.logDet,
      sinceRefresh: this.sinceRefresh,
    };
  }

  /**
   * Goes on from what {@link save} gave.
   * @throws InputError when it does not fit this dimension
   */
  restore(state: unknown): void {
    const vector = z.array(z.number()).length(this.dimension);
    const matrix = z.array(z.number()).length(packedLength(this.dimension));
    const saved = parseWith(
      z.strictObject({
        gram: matrix,
        moments: vector,
        inverse: matrix,
        coefficients: vector,
        logDeterminant: z.number(),
        sinceRefresh: z.int().min(0),
      }),
      state,
    );
    this.gram.set(saved.gram);
    this.moments.set(saved.moments);
    this.inverse.set(saved.inverse);
    this.coefficients.set(saved.coefficients);
    this.logDet = saved.logDeterminant;
    this.sinceRefresh = saved.sinceRefresh;
  }
}
