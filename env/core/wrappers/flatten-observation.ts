import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import type { TypedArray } from '../spaces/dtype.js';
import { flatten, flattenSpace } from '../spaces/flatten.js';
import type { Space } from '../spaces/space.js';
import { withObservation } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Shows observations as one flat array: discrete parts one-hot, a dictionary's parts in the order of their keys. */
export class FlattenObservation<O, A, When extends Timing> extends Wrapper<TypedArray, A, When, O, A> {
  static override readonly entryPoint = 'env/core:FlattenObservation';

  constructor(env: Env<O, A, When>) {
    super(env, {}, { observationSpace: flattenSpace(env.observationSpace) as Space<TypedArray> });
  }

  override reset(options?: ResetOptions): Answer<ResetResult<TypedArray>, When> {
    return after(this.env.reset(options), ({ observation, info }: ResetResult<O>) => ({
      observation: flatten(this.env.observationSpace, observation),
      info,
    }));
  }

  override step(action: A): Answer<StepResult<TypedArray>, When> {
    return after(this.env.step(action), (result: StepResult<O>) =>
      withObservation(result, flatten(this.env.observationSpace, result.observation)),
    );
  }
}
