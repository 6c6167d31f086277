import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { type BatchOf, batchSpace, emptyBatch, writeToBatch } from '../spaces/batch.js';
import { zeroElement } from '../spaces/zero.js';
import { withObservation } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link FrameStackObservation}. */
export interface FrameStackObservationOptions {
  /** How many observations stand in one. */
  readonly stackSize: number;
  /** What stands before an episode's first observation: that observation again (`reset`, without it) or `zero`. */
  readonly paddingType?: 'reset' | 'zero';
}

/** Shows the last observations as one batch, oldest first. */
export class FrameStackObservation<O, A, When extends Timing> extends Wrapper<BatchOf<O>, A, When, O, A> {
  static override readonly entryPoint = 'env/core:FrameStackObservation';
  private readonly stackSize: number;
  private readonly padding: 'reset' | 'zero';
  private readonly frames: O[] = [];

  /** @throws InputError unless the size is a positive whole number and the padding a known one */
  constructor(env: Env<O, A, When>, options: FrameStackObservationOptions) {
    const { stackSize, paddingType = 'reset' } = options;
    if (!Number.isSafeInteger(stackSize) || stackSize < 1)
      throw new InputError({ field: 'stackSize', value: stackSize }, 'a positive whole number');
    if (paddingType !== 'reset' && paddingType !== 'zero')
      throw new InputError({ field: 'paddingType', value: paddingType }, 'reset or zero');
    super(env, options, { observationSpace: batchSpace(env.observationSpace, stackSize) });
    this.stackSize = stackSize;
    this.padding = paddingType;
  }

  override reset(options?: ResetOptions): Answer<ResetResult<BatchOf<O>>, When> {
    return after(this.env.reset(options), ({ observation, info }: ResetResult<O>) => {
      const before = this.padding === 'zero' ? zeroElement(this.env.observationSpace) : observation;
      this.frames.length = 0;
      for (let i = 1; i < this.stackSize; i++) this.frames.push(before);
      return { observation: this.stack(observation), info };
    });
  }

  override step(action: A): Answer<StepResult<BatchOf<O>>, When> {
    return after(this.env.step(action), (result: StepResult<O>) => {
      this.frames.shift();
      return withObservation(result, this.stack(result.observation));
    });
  }

  private stack(newest: O): BatchOf<O> {
    this.frames.push(newest);
    const space = this.env.observationSpace;
    const batch = emptyBatch(space, this.stackSize);
    this.frames.forEach((frame, i) => {
      writeToBatch(space, batch, i, frame);
    });
    return batch;
  }
}
