import type { Answer, Env, EnvMetadata, RenderMode, ResetOptions, ResetResult, StepResult, Timing } from './env.js';
import { InputError } from './input-error.js';
import { RandomStream, type Seed } from './random.js';
import type { Space } from './spaces/space.js';
import type { EnvSpec } from './spec.js';

/**
 * What every environment needs and none should write twice: the random stream, its seed and the spec. A subclass's `reset`
 * begins with {@link BaseEnv.reseed}.
 */
export abstract class BaseEnv<Observation, Action, When extends Timing = 'sync'>
  implements Env<Observation, Action, When>
{
  abstract readonly observationSpace: Space<Observation>;
  abstract readonly actionSpace: Space<Action>;
  abstract readonly metadata: EnvMetadata;
  readonly renderMode: RenderMode | null;
  spec: EnvSpec | null = null;
  private stream: RandomStream | undefined;
  private seed: Seed | null = 0;

  constructor(renderMode: RenderMode | null = null) {
    this.renderMode = renderMode;
  }

  get unwrapped(): Env<unknown, unknown, When> {
    return this;
  }

  /** The episode's stream. An environment that was never seeded runs on seed 0; nothing takes entropy from the machine. */
  get random(): RandomStream {
    this.stream ??= new RandomStream(0, 'env');
    return this.stream;
  }

  set random(stream: RandomStream) {
    this.stream = stream;
    this.seed = null;
  }

  get randomSeed(): Seed | null {
    return this.seed;
  }

  /** Restarts the stream when the reset carries a seed. @throws InputError unless the seed is a whole number ≥ 0 */
  protected reseed({ seed }: ResetOptions = {}): void {
    if (seed === undefined) return;
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new InputError({ field: 'reset.seed', value: seed }, 'a whole number ≥ 0');
    this.stream = new RandomStream(seed, 'env');
    this.seed = seed;
  }

  abstract reset(options?: ResetOptions): Answer<ResetResult<Observation>, When>;
  abstract step(action: Action): Answer<StepResult<Observation>, When>;
  abstract render(): Answer<string | null, When>;
  abstract close(): Answer<void, When>;
}
