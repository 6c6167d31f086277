import { after } from '../answer.js';
import type { Answer, Env, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { RunningMeanStd, requireEpsilon } from './running-mean-std.js';
import { withReward } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link NormalizeReward}. */
export interface NormalizeRewardOptions {
  /** Discount of the return whose spread scales the rewards; 0.99 without it. */
  readonly gamma?: number;
  /** Added to the variance under the root; 1e-8 without it. */
  readonly epsilon?: number;
}

/**
 * Divides rewards by the standard deviation of the discounted return so far. No mean is taken away, which would change what is
 * worth doing. The return runs on through truncation and starts anew at termination, as Gymnasium's does.
 */
export class NormalizeReward<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:NormalizeReward';
  /** The statistics of the discounted return. */
  readonly statistics = new RunningMeanStd(1);
  /** Whether rewards still change the statistics. */
  updateRunningMean = true;
  private readonly gamma: number;
  private readonly epsilon: number;
  private readonly discountedReturn = new Float64Array(1);

  /** @throws InputError unless gamma is in [0, 1] and epsilon positive */
  constructor(env: Env<O, A, When>, options: NormalizeRewardOptions = {}) {
    super(env, options);
    const { gamma = 0.99 } = options;
    if (!(gamma >= 0 && gamma <= 1)) throw new InputError({ field: 'gamma', value: gamma }, 'a number in [0, 1]');
    this.gamma = gamma;
    this.epsilon = requireEpsilon(options.epsilon);
  }

  override step(action: A): Answer<StepResult<O>, When> {
    return after(this.env.step(action), (result: StepResult<O>) => {
      const { reward, terminated } = result;
      this.discountedReturn[0] = this.discountedReturn[0]! * this.gamma * (terminated ? 0 : 1) + reward;
      if (this.updateRunningMean) this.statistics.update(this.discountedReturn);
      return withReward(result, reward / Math.sqrt(this.statistics.variance[0]! + this.epsilon));
    });
  }
}
