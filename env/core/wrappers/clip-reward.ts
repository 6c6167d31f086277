import { after } from '../answer.js';
import type { Answer, Env, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { withReward } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link ClipReward}. */
export interface ClipRewardOptions {
  /** Smallest reward; no bound without it. */
  readonly minReward?: number;
  /** Largest reward; no bound without it. */
  readonly maxReward?: number;
}

/** Moves every reward to the nearest one within bounds. */
export class ClipReward<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:ClipReward';
  private readonly least: number;
  private readonly most: number;

  /** @throws InputError without any bound, or when they are the wrong way round */
  constructor(env: Env<O, A, When>, options: ClipRewardOptions) {
    super(env, options);
    const { minReward, maxReward } = options;
    if (minReward === undefined && maxReward === undefined)
      throw new InputError({ field: 'minReward' }, 'a bound on at least one side');
    this.least = minReward ?? Number.NEGATIVE_INFINITY;
    this.most = maxReward ?? Number.POSITIVE_INFINITY;
    if (!(this.least <= this.most))
      throw new InputError({ field: 'minReward', value: minReward }, `at most ${maxReward}`);
  }

  override step(action: A): Answer<StepResult<O>, When> {
    return after(this.env.step(action), (result: StepResult<O>) =>
      withReward(result, Math.max(this.least, Math.min(this.most, result.reward))),
    );
  }
}
