import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { Box } from '../spaces/box.js';
import { Dict } from '../spaces/dict.js';
import { flatten, flattenSpace } from '../spaces/flatten.js';
import type { Space } from '../spaces/space.js';
import { TimeLimit } from './time-limit.js';
import { withObservation } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link TimeAwareObservation}. */
export interface TimeAwareObservationOptions {
  /** Whether the observation becomes one flat array; true without it. */
  readonly flatten?: boolean;
  /** Whether time is the part of the limit that has passed (float32) or the number of steps (int32, without it). */
  readonly normalizeTime?: boolean;
  /** The key of the time in a dictionary observation; `time` without it. */
  readonly dictTimeKey?: string;
}

/**
 * Adds the steps taken in the episode to the observation: under a key of its own in a dictionary observation, else as `time`
 * beside the observation, which becomes `obs`. Needs a time limit, from the spec or a {@link TimeLimit}.
 */
export class TimeAwareObservation<O, A, When extends Timing> extends Wrapper<unknown, A, When, O, A> {
  static override readonly entryPoint = 'env/core:TimeAwareObservation';
  /** The limit that time is counted against. */
  readonly maxTimesteps: number;
  private readonly structured: Dict;
  private readonly flat: boolean;
  private readonly normalized: boolean;
  private readonly timeKey: string;
  private timesteps = 0;

  /** @throws InputError without a time limit, or when the observation has the key already */
  constructor(env: Env<O, A, When>, options: TimeAwareObservationOptions = {}) {
    const { flatten: flat = true, normalizeTime = false, dictTimeKey = 'time' } = options;
    const limit = timeLimitOf(env);
    const space: Space<unknown> = env.observationSpace;
    const time = normalizeTime ? new Box(0, 1) : new Box(0, limit, { dtype: 'int32' });
    const inDictionary = space instanceof Dict;
    if (inDictionary && space.keys.includes(dictTimeKey))
      throw new InputError({ field: 'dictTimeKey', value: dictTimeKey }, 'a key the observation does not have yet');
    const structured = new Dict(inDictionary ? { ...space.spaces, [dictTimeKey]: time } : { obs: space, time });
    super(env, options, { observationSpace: flat ? flattenSpace(structured) : structured });
    this.maxTimesteps = limit;
    this.structured = structured;
    this.flat = flat;
    this.normalized = normalizeTime;
    this.timeKey = inDictionary ? dictTimeKey : '';
  }

  override reset(options?: ResetOptions): Answer<ResetResult<unknown>, When> {
    this.timesteps = 0;
    return after(this.env.reset(options), ({ observation, info }: ResetResult<O>) => ({
      observation: this.withTime(observation),
      info,
    }));
  }

  override step(action: A): Answer<StepResult<unknown>, When> {
    this.timesteps++;
    return after(this.env.step(action), (result: StepResult<O>) =>
      withObservation(result, this.withTime(result.observation)),
    );
  }

  private withTime(observation: O): unknown {
    const time = this.normalized ? Float32Array.of(this.timesteps / this.maxTimesteps) : Int32Array.of(this.timesteps);
    const parts = this.timeKey === '' ? { obs: observation, time } : { ...observation, [this.timeKey]: time };
    return this.flat ? flatten(this.structured, parts) : parts;
  }
}

function timeLimitOf(env: Env): number {
  const limit = env.spec?.maxEpisodeSteps;
  if (typeof limit === 'number') return limit;
  for (let inner: Env = env; inner instanceof Wrapper; inner = inner.env)
    if (inner instanceof TimeLimit) return inner.maxEpisodeSteps;
  throw new InputError({ field: 'env' }, 'a time limit, from a TimeLimit wrapper or the spec');
}
