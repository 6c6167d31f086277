import { after } from '../answer.js';
import type { Answer, Env, StepResult, Timing } from '../env.js';
import { withReward } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link TransformReward}. */
export interface TransformRewardOptions {
  /** What becomes of a reward. A function cannot be written to JSON, and neither can the spec that holds it. */
  readonly func: (reward: number) => number;
}

/** Puts every reward through a function. */
export class TransformReward<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:TransformReward';
  private readonly func: (reward: number) => number;

  constructor(env: Env<O, A, When>, options: TransformRewardOptions) {
    super(env, options);
    this.func = options.func;
  }

  override step(action: A): Answer<StepResult<O>, When> {
    return after(this.env.step(action), (result: StepResult<O>) => withReward(result, this.func(result.reward)));
  }
}
