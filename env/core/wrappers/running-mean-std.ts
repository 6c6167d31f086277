import { InputError } from '../input-error.js';

/** The state of a {@link RunningMeanStd} as plain JSON. */
export interface RunningMeanStdJson {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly count: number;
}

/**
 * Mean and variance of a stream of vectors, merged batch by batch (Chan, Golub and LeVeque, 1979, in Gymnasium's form): they
 * begin at mean 0 and variance 1 with the weight of 1e-4 samples.
 */
export class RunningMeanStd {
  readonly mean: Float64Array;
  /** Population variance. */
  readonly variance: Float64Array;
  /** Samples so far, plus the weight of the beginning. */
  count: number;

  constructor(size: number, initialCount = 1e-4) {
    this.mean = new Float64Array(size);
    this.variance = new Float64Array(size).fill(1);
    this.count = initialCount;
  }

  /** Takes in one vector. */
  update(values: ArrayLike<number>): void {
    this.merge(values, null, 1);
  }

  /** Takes in `rows` vectors at once, row-major. */
  updateBatch(values: ArrayLike<number>, rows: number): void {
    const size = this.mean.length;
    const mean = new Float64Array(size);
    const variance = new Float64Array(size);
    for (let row = 0; row < rows; row++) for (let i = 0; i < size; i++) mean[i]! += values[row * size + i]! / rows;
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < size; i++) variance[i]! += (values[row * size + i]! - mean[i]!) ** 2 / rows;
    this.merge(mean, variance, rows);
  }

  toJSON(): RunningMeanStdJson {
    return { mean: Array.from(this.mean), variance: Array.from(this.variance), count: this.count };
  }

  /** Takes over a state that {@link toJSON} gave. @throws InputError when it is of another size */
  restore(state: RunningMeanStdJson): void {
    for (const field of ['mean', 'variance'] as const)
      if (state[field].length !== this.mean.length)
        throw new InputError({ field, value: state[field].length }, `${this.mean.length} numbers`);
    this.mean.set(state.mean);
    this.variance.set(state.variance);
    this.count = state.count;
  }

  private merge(batchMean: ArrayLike<number>, batchVariance: ArrayLike<number> | null, batchCount: number): void {
    const { mean, variance, count } = this;
    const total = count + batchCount;
    for (let i = 0; i < mean.length; i++) {
      const delta = batchMean[i]! - mean[i]!;
      const spread = batchVariance === null ? 0 : batchVariance[i]! * batchCount;
      const squares = variance[i]! * count + spread + (delta * delta * count * batchCount) / total;
      mean[i]! += (delta * batchCount) / total;
      variance[i] = squares / total;
    }
    this.count = total;
  }
}

/** What is added to a variance under a root; 1e-8 without it. @throws InputError unless it is a finite number above 0 */
export function requireEpsilon(epsilon = 1e-8): number {
  if (!(epsilon > 0 && Number.isFinite(epsilon)))
    throw new InputError({ field: 'epsilon', value: epsilon }, 'a number > 0');
  return epsilon;
}
