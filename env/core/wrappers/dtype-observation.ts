import { after } from '../answer.js';
import type { Answer, Env, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import { InputError } from '../input-error.js';
import { Box, isBox } from '../spaces/box.js';
import { Discrete } from '../spaces/discrete.js';
import { type ArrayOf, arrayFrom, type DType } from '../spaces/dtype.js';
import { MultiBinary } from '../spaces/multi-binary.js';
import { MultiDiscrete } from '../spaces/multi-discrete.js';
import type { Space } from '../spaces/space.js';
import { withObservation } from './with-result.js';
import { Wrapper } from './wrapper.js';

/** Options of {@link DtypeObservation}. */
export interface DtypeObservationOptions<D extends DType> {
  readonly dtype: D;
}

/** Shows observations as arrays of another element type; a discrete space becomes a box with its smallest and largest value. */
export class DtypeObservation<D extends DType, A, When extends Timing> extends Wrapper<
  ArrayOf[D],
  A,
  When,
  unknown,
  A
> {
  static override readonly entryPoint = 'env/core:DtypeObservation';
  private readonly dtype: D;

  /** @throws InputError for dictionaries, and for bounds the type cannot hold */
  constructor(env: Env<unknown, A, When>, options: DtypeObservationOptions<D>) {
    super(env, options, { observationSpace: retype(env.observationSpace, options.dtype) });
    this.dtype = options.dtype;
  }

  override reset(options?: ResetOptions): Answer<ResetResult<ArrayOf[D]>, When> {
    return after(this.env.reset(options), ({ observation, info }: ResetResult<unknown>) => ({
      observation: this.cast(observation),
      info,
    }));
  }

  override step(action: A): Answer<StepResult<ArrayOf[D]>, When> {
    return after(this.env.step(action), (result: StepResult<unknown>) =>
      withObservation(result, this.cast(result.observation)),
    );
  }

  private cast(observation: unknown): ArrayOf[D] {
    return arrayFrom(this.dtype, typeof observation === 'number' ? [observation] : (observation as ArrayLike<number>));
  }
}

function retype<D extends DType>(space: Space<unknown>, dtype: D): Box<D> {
  if (isBox(space)) return new Box(space.low, space.high, { shape: space.shape, dtype });
  if (space instanceof Discrete) return new Box(space.start, space.start + space.n - 1, { shape: [], dtype });
  if (space instanceof MultiBinary) return new Box(0, 1, { shape: space.shape, dtype });
  if (space instanceof MultiDiscrete)
    return new Box(
      space.start,
      space.nvec.map((n, i) => space.start[i]! + n - 1),
      { shape: space.shape, dtype },
    );
  throw new InputError({ field: 'observationSpace', value: String(space) }, 'numbers or arrays of them');
}
