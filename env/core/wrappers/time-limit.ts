import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import type { EnvSpec } from '../spec.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link TimeLimit}. */
export interface TimeLimitOptions {
  /** The step after which an episode is truncated. */
  readonly maxEpisodeSteps: number;
}

/** Truncates episodes after a number of steps. Whether the task itself has ended is left as it is. */
export class TimeLimit<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:TimeLimit';
  readonly maxEpisodeSteps: number;
  private elapsed = 0;

  /** @throws InputError unless the limit is a positive whole number */
  constructor(env: Env<O, A, When>, options: TimeLimitOptions) {
    super(env, options);
    const { maxEpisodeSteps } = options;
    if (!Number.isSafeInteger(maxEpisodeSteps) || maxEpisodeSteps < 1)
      throw new InputError({ field: 'maxEpisodeSteps', value: maxEpisodeSteps }, 'a positive whole number');
    this.maxEpisodeSteps = maxEpisodeSteps;
  }

  override reset(options?: ResetOptions): Answer<ResetResult<O>, When> {
    this.elapsed = 0;
    return this.env.reset(options);
  }

  override step(action: A): Answer<StepResult<O>, When> {
    return after(this.env.step(action), (result: StepResult<O>) => {
      this.elapsed++;
      if (this.elapsed < this.maxEpisodeSteps) return result;
      const { observation, reward, terminated, info } = result;
      return { observation, reward, terminated, truncated: true, info };
    });
  }

  protected override extendSpec(inner: EnvSpec): EnvSpec {
    return { ...inner, maxEpisodeSteps: this.maxEpisodeSteps };
  }
}
