import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { zeroElement } from '../spaces/zero.js';
import { withObservation } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link DelayObservation}. */
export interface DelayObservationOptions {
  /** Steps by which observations come late; 0 changes nothing. */
  readonly delay: number;
}

/** Shows what was observed some steps ago, as a lagging metrics pipeline does; before that, the element nearest to zero. */
export class DelayObservation<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:DelayObservation';
  private readonly delay: number;
  private waiting: O[] = [];

  /** @throws InputError unless the delay is a whole number ≥ 0 */
  constructor(env: Env<O, A, When>, options: DelayObservationOptions) {
    super(env, options);
    const { delay } = options;
    if (!Number.isSafeInteger(delay) || delay < 0)
      throw new InputError({ field: 'delay', value: delay }, 'a whole number ≥ 0');
    this.delay = delay;
  }

  override reset(options?: ResetOptions): Answer<ResetResult<O>, When> {
    return after(this.env.reset(options), ({ observation, info }: ResetResult<O>) => {
      this.waiting = [];
      return { observation: this.exchange(observation), info };
    });
  }

  override step(action: A): Answer<StepResult<O>, When> {
    return after(this.env.step(action), (result: StepResult<O>) =>
      withObservation(result, this.exchange(result.observation)),
    );
  }

  private exchange(newest: O): O {
    this.waiting.push(newest);
    return this.waiting.length > this.delay ? (this.waiting.shift() as O) : zeroElement(this.observationSpace);
  }
}
