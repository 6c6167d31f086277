import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { RandomStream } from '../random.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link StickyAction}. */
export interface StickyActionOptions {
  /** Chance that an action is replaced by the one before; in [0, 1). */
  readonly repeatActionProbability: number;
  /** For how many steps it then sticks: a number, or the smallest and largest of a uniform draw; 1 without it. */
  readonly repeatActionDuration?: number | readonly [number, number];
}

/**
 * Sometimes repeats the last action in place of the one given (Machado et al., 2018). Draws from a stream of its own, named
 * `sticky-action` under the reset's seed, so that the environment's randomness stays as it is without the wrapper.
 */
export class StickyAction<O, A, When extends Timing> extends Wrapper<O, A, When> {
  static override readonly entryPoint = 'env/core:StickyAction';
  private readonly probability: number;
  private readonly duration: readonly [number, number];
  private stream = new RandomStream(0, 'sticky-action');
  private last: { readonly action: A } | null = null;
  private repeatsLeft = 0;

  /** @throws InputError unless the probability is in [0, 1) and the duration whole, ≥ 1 and in order */
  constructor(env: Env<O, A, When>, options: StickyActionOptions) {
    super(env, options);
    const { repeatActionProbability: probability, repeatActionDuration: duration = 1 } = options;
    if (!(probability >= 0 && probability < 1))
      throw new InputError({ field: 'repeatActionProbability', value: probability }, 'a number in [0, 1)');
    const [least, most] = typeof duration === 'number' ? [duration, duration] : duration;
    if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || least < 1 || most < least)
      throw new InputError({ field: 'repeatActionDuration', value: duration }, 'whole numbers ≥ 1, smallest first');
    this.probability = probability;
    this.duration = [least, most];
  }

  override reset(options?: ResetOptions): Answer<ResetResult<O>, When> {
    if (options?.seed !== undefined) this.stream = new RandomStream(options.seed, 'sticky-action');
    this.last = null;
    this.repeatsLeft = 0;
    return this.env.reset(options);
  }

  override step(action: A): Answer<StepResult<O>, When> {
    if (this.repeatsLeft === 0 && this.last !== null && this.stream.next() < this.probability)
      this.repeatsLeft = this.stream.integer(...this.duration);
    if (this.repeatsLeft > 0) this.repeatsLeft--;
    else this.last = { action };
    return this.env.step((this.last as { readonly action: A }).action);
  }
}
