import { after } from '../answer.js';
import type { Answer, Env, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { withReward } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link RepeatAction}. */
export interface RepeatActionOptions {
  /** How often each action is taken. */
  readonly numRepeats: number;
}

/** Takes each action several times and adds up the rewards; stops at an episode's end. Everything else is the last step's. */
export class RepeatAction<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:RepeatAction';
  private readonly numRepeats: number;

  /** @throws InputError unless the number is a positive whole one */
  constructor(env: Env<O, A, When>, options: RepeatActionOptions) {
    super(env, options);
    const { numRepeats } = options;
    if (!Number.isSafeInteger(numRepeats) || numRepeats < 1)
      throw new InputError({ field: 'numRepeats', value: numRepeats }, 'a positive whole number');
    this.numRepeats = numRepeats;
  }

  override step(action: A): Answer<StepResult<O>, When> {
    return this.repeat(action, this.numRepeats, 0);
  }

  private repeat(action: A, left: number, sum: number): Answer<StepResult<O>, When> {
    return after<StepResult<O>, StepResult<O>, When>(this.env.step(action), (result) => {
      const total = sum + result.reward;
      if (left === 1 || result.terminated || result.truncated) return withReward(result, total);
      return this.repeat(action, left - 1, total);
    });
  }
}
