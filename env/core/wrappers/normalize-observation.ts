import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { Box } from '../spaces/box.js';
import type { TypedArray } from '../spaces/dtype.js';
import { flatdim } from '../spaces/flatten.js';
import { RunningMeanStd, requireEpsilon } from './running-mean-std.js';
import { withObservation } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link NormalizeObservation}. */
export interface NormalizeObservationOptions {
  /** Added to the variance under the root; 1e-8 without it. */
  readonly epsilon?: number;
}

/**
 * Shifts and scales observations to mean 0 and variance 1 by what has been seen so far, the present one included. They become
 * float32 without bounds. Set {@link updateRunningMean} to false to evaluate with statistics that stand still.
 */
export class NormalizeObservation<A, When extends Timing> extends Wrapper<Float32Array, A, When, TypedArray, A> {
  static override readonly entryPoint = 'env/core:NormalizeObservation';
  /** The statistics; {@link RunningMeanStd.restore} carries them from training to evaluation. */
  readonly statistics: RunningMeanStd;
  /** Whether observations still change the statistics. */
  updateRunningMean = true;
  private readonly epsilon: number;

  /** @throws InputError when epsilon is not positive or observations are not arrays */
  constructor(env: Env<TypedArray, A, When>, options: NormalizeObservationOptions = {}) {
    const { shape } = env.observationSpace;
    if (shape === null || shape.length === 0)
      throw new InputError({ field: 'observationSpace', value: String(env.observationSpace) }, 'a space of arrays');
    const observationSpace = new Box(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, { shape });
    super(env, options, { observationSpace });
    this.epsilon = requireEpsilon(options.epsilon);
    this.statistics = new RunningMeanStd(flatdim(observationSpace));
  }

  override reset(options?: ResetOptions): Answer<ResetResult<Float32Array>, When> {
    return after(this.env.reset(options), ({ observation, info }: ResetResult<TypedArray>) => ({
      observation: this.normalize(observation),
      info,
    }));
  }

  override step(action: A): Answer<StepResult<Float32Array>, When> {
    return after(this.env.step(action), (result: StepResult<TypedArray>) =>
      withObservation(result, this.normalize(result.observation)),
    );
  }

  private normalize(observation: TypedArray): Float32Array {
    const { mean, variance } = this.statistics;
    if (this.updateRunningMean) this.statistics.update(observation);
    const out = new Float32Array(observation.length);
    for (let i = 0; i < out.length; i++) out[i] = (observation[i]! - mean[i]!) / Math.sqrt(variance[i]! + this.epsilon);
    return out;
  }
}
