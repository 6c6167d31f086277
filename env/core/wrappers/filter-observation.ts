import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { Dict } from '../spaces/dict.js';
import { withObservation } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link FilterObservation}. */
export interface FilterObservationOptions {
  /** The keys that stay. */
  readonly filterKeys: readonly string[];
}

type Parts = Readonly<Record<string, unknown>>;

/** Shows only some keys of a dictionary observation. */
export class FilterObservation<A, When extends Timing> extends Wrapper<Parts, A, When> {
  static override readonly entryPoint = 'env/core:FilterObservation';
  private readonly keys: readonly string[];

  /** @throws InputError unless observations are dictionaries that have all these keys, at least one */
  constructor(env: Env<Parts, A, When>, options: FilterObservationOptions) {
    const space: unknown = env.observationSpace;
    const { filterKeys } = options;
    if (!(space instanceof Dict))
      throw new InputError({ field: 'observationSpace', value: String(space) }, 'a Dict space');
    if (!Array.isArray(filterKeys) || filterKeys.length === 0)
      throw new InputError({ field: 'filterKeys', value: filterKeys }, 'at least one key');
    for (const key of filterKeys)
      if (!space.keys.includes(key))
        throw new InputError({ field: 'filterKeys', value: key }, `one of ${space.keys.join(', ')}`);
    const keys = space.keys.filter((key) => filterKeys.includes(key));
    super(env, options, {
      observationSpace: new Dict(Object.fromEntries(keys.map((key) => [key, space.spaces[key]!]))),
    });
    this.keys = keys;
  }

  override reset(options?: ResetOptions): Answer<ResetResult<Parts>, When> {
    return after(this.env.reset(options), ({ observation, info }: ResetResult<Parts>) => ({
      observation: this.pick(observation),
      info,
    }));
  }

  override step(action: A): Answer<StepResult<Parts>, When> {
    return after(this.env.step(action), (result: StepResult<Parts>) =>
      withObservation(result, this.pick(result.observation)),
    );
  }

  private pick(observation: Parts): Parts {
    return Object.fromEntries(this.keys.map((key) => [key, observation[key]]));
  }
}
