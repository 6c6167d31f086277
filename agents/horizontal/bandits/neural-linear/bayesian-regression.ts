import { z } from 'zod';
import type { JsonValue } from '../../../../env/core/json.js';
import type { RandomStream } from '../../../../env/core/random.js';
import { parseWith } from '../../../../workloads/parse-with.js';
import { dot } from '../linear-model/dense.js';
import { FactoredRidge } from '../linear-model/factored-ridge.js';
import { drawInverseGamma } from './inverse-gamma.js';

/** Shape and scale of the inverse gamma prior of the noise variance. */
const noiseShape = 6;
const noiseScale = 6;

/**
 * Bayesian linear regression with unknown noise: Λ = Φ′Φ + λI, μ = Λ⁻¹Φ′r, σ² ~ IG(6 + n/2, 6 + (r′r − μ′Λμ)/2), β ~
 * N(μ, σ²Λ⁻¹) (Riquelme, Tucker and Snoek, 2018; specification §2.6).
 */
export class BayesianRegression {
  readonly ridge: FactoredRidge;
  private rows = 0;
  private squares = 0;

  constructor(dimension: number, lambda: number) {
    this.ridge = new FactoredRidge(dimension, lambda);
  }

  /** Adds one row. */
  update(row: Float64Array, reward: number): void {
    this.ridge.update(row, reward);
    this.count(reward);
  }

  /** Forgets every row; {@link refresh} makes it count. */
  clear(): void {
    this.ridge.clear();
    this.rows = 0;
    this.squares = 0;
  }

  /** Adds a row that counts from the next {@link refresh} on. */
  accumulate(row: Float64Array, reward: number): void {
    this.ridge.accumulate(row, reward);
    this.count(reward);
  }

  refresh(): void {
    this.ridge.refresh();
  }

  private count(reward: number): void {
    this.rows++;
    this.squares += reward * reward;
  }

  /** Draws σ², then β, from the posterior. */
  sample(stream: RandomStream, out: Float64Array): void {
    const explained = dot(this.ridge.coefficients, this.ridge.moments);
    const scale = noiseScale + Math.max(0, this.squares - explained) / 2;
    const variance = drawInverseGamma(noiseShape + this.rows / 2, scale, stream);
    this.ridge.sample(Math.sqrt(variance), stream, out);
  }

  save(): JsonValue {
    return { ridge: this.ridge.save(), rows: this.rows, squares: this.squares };
  }

  /** @throws InputError when it is not a state of a regression of this dimension */
  restore(state: unknown): void {
    const schema = z.strictObject({ ridge: z.unknown(), rows: z.int().min(0), squares: z.number().min(0) });
    const saved = parseWith(schema, state);
    this.ridge.restore(saved.ridge);
    this.rows = saved.rows;
    this.squares = saved.squares;
  }
}
