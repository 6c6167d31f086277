import type { Answer, Env, EnvMetadata, RenderMode, ResetOptions, ResetResult, StepResult, Timing } from '../env.js';
import type { RandomStream, Seed } from '../random.js';
import type { Space } from '../spaces/space.js';
import type { EnvSpec, Kwargs } from '../spec.js';

/** The spaces a wrapper shows when they differ from the environment's. */
export interface WrapperSpaces<Observation, Action> {
  readonly observationSpace?: Space<Observation>;
  readonly actionSpace?: Space<Action>;
}

/**
 * An environment around another one. By itself it changes nothing; a subclass overrides what it changes, and goes on with
 * the inner environment's answers through {@link after}, so that one class wraps simulated and emulated environments alike.
 *
 * A wrapper never writes to a result it was handed: it gives back a new one. Its constructor takes the environment and one
 * object of options; the options are kept, so that the spec can build the same stack again.
 */
export abstract class Wrapper<
  Observation,
  Action,
  When extends Timing,
  InnerObservation = Observation,
  InnerAction = Action,
> implements Env<Observation, Action, When>
{
  /** The name `make` finds the class under, `room/path:Export`; null when it cannot be found. */
  static readonly entryPoint: string | null = null;

  readonly env: Env<InnerObservation, InnerAction, When>;
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  /** The options the wrapper was constructed with. */
  readonly kwargs: Kwargs;

  constructor(
    env: Env<InnerObservation, InnerAction, When>,
    kwargs: object = {},
    spaces: WrapperSpaces<Observation, Action> = {},
  ) {
    this.env = env;
    this.kwargs = { ...kwargs };
    this.observationSpace = spaces.observationSpace ?? (env.observationSpace as unknown as Space<Observation>);
    this.actionSpace = spaces.actionSpace ?? (env.actionSpace as unknown as Space<Action>);
  }

  get metadata(): EnvMetadata {
    return this.env.metadata;
  }

  get renderMode(): RenderMode | null {
    return this.env.renderMode;
  }

  get unwrapped(): Env<unknown, unknown, When> {
    return this.env.unwrapped;
  }

  get random(): RandomStream {
    return this.env.random;
  }

  set random(stream: RandomStream) {
    this.env.random = stream;
  }

  get randomSeed(): Seed | null {
    return this.env.randomSeed;
  }

  /** The inner environment's spec with this wrapper added. */
  get spec(): EnvSpec | null {
    const inner = this.env.spec;
    return inner === null ? null : this.extendSpec(inner);
  }

  /** Writes this wrapper into the inner environment's spec. */
  protected extendSpec(inner: EnvSpec): EnvSpec {
    const { name, entryPoint } = this.constructor as typeof Wrapper;
    const wrapper = { name, entryPoint: entryPoint ?? name, kwargs: entryPoint === null ? null : this.kwargs };
    return { ...inner, additionalWrappers: [...inner.additionalWrappers, wrapper] };
  }

  reset(options?: ResetOptions): Answer<ResetResult<Observation>, When> {
    return this.env.reset(options) as unknown as Answer<ResetResult<Observation>, When>;
  }

  step(action: Action): Answer<StepResult<Observation>, When> {
    return this.env.step(action as unknown as InnerAction) as unknown as Answer<StepResult<Observation>, When>;
  }

  render(): Answer<string | null, When> {
    return this.env.render();
  }

  close(): Answer<void, When> {
    return this.env.close();
  }
}
