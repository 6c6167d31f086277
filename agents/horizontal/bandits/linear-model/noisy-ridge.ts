import { z } from 'zod';
import type { JsonValue } from '../../../../env/core/json.js';
import { parseWith } from '../../../../workloads/parse-with.js';
import { RidgeRegression } from './ridge-regression.js';

/** Rows that the first guess of the noise counts as. */
const priorRows = 5;

/**
 * Ridge regression that also learns how noisy its targets are: σ̂² is the mean of e²/(1 + x′A⁻¹x) over the rows, e being the error made on
 * a row before it was learned. That is the update of a normal-inverse-gamma posterior (Bishop, 2006, §3.3 and exercise 3.12).
 */
export class NoisyRidge {
  readonly regression: RidgeRegression;
  private rows = priorRows;
  private squares: number;

  /** @param noise first guess of the targets' standard deviation */
  constructor(dimension: number, { lambda, noise }: { readonly lambda: number; readonly noise: number }) {
    this.regression = new RidgeRegression(dimension, { lambda });
    this.squares = priorRows * noise * noise;
  }

  /** σ̂: standard deviation of a target about its mean. */
  get noise(): number {
    return Math.sqrt(this.squares / this.rows);
  }

  /** θ′x. */
  predict(x: Float64Array): number {
    return this.regression.predict(x);
  }

  /** σ̂ √(x′A⁻¹x): standard deviation of θ′x. */
  width(x: Float64Array): number {
    return this.noise * Math.sqrt(this.regression.squaredWidth(x));
  }

  update(x: Float64Array, target: number): void {
    this.squares += this.regression.update(x, target);
    this.rows++;
  }

  save(): JsonValue {
    return { regression: this.regression.save(), rows: this.rows, squares: this.squares };
  }

  /** @throws InputError when it does not fit this dimension */
  restore(state: unknown): void {
    const schema = z.strictObject({
      regression: z.unknown(),
      rows: z.number().min(priorRows),
      squares: z.number().min(0),
    });
    const { regression, rows, squares } = parseWith(schema, state);
    this.regression.restore(regression);
    this.rows = rows;
    this.squares = squares;
  }
}
