import type { RandomStream, Seed } from './random.js';
import type { Space } from './spaces/space.js';
import type { EnvSpec } from './spec.js';

/** Whether an environment answers at once (simulated) or with promises (emulated). */
export type Timing = 'sync' | 'async';

/** What a call gives back: the value itself from a simulated environment, a promise of it from an emulated one. */
export type Answer<T, When extends Timing> = When extends 'sync' ? T : Promise<T>;

/** Side information: never needed to act, always plain data. */
export type Info = Readonly<Record<string, unknown>>;

/** What a reset may be told; all of it can be left out. */
export interface ResetOptions {
  /**
   * Re-creates the environment's random stream; without it the running stream goes on (Gymnasium's rule: seed once, after
   * construction). Must be a whole number ≥ 0.
   */
  readonly seed?: number;
  /** Choices for this episode, documented by each environment. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What a reset gives: the first observation of the episode. */
export interface ResetResult<Observation> {
  readonly observation: Observation;
  readonly info: Info;
}

/** What a step gives. After `terminated` or `truncated` the environment must be reset. */
export interface StepResult<Observation> {
  readonly observation: Observation;
  readonly reward: number;
  /** The task itself has ended; do not bootstrap from the last value. */
  readonly terminated: boolean;
  /** A limit from outside has ended the episode; bootstrap from the last observation's value. */
  readonly truncated: boolean;
  readonly info: Info;
}

/** What a render mode shows: `ansi` is text for a terminal, `svg` a picture. */
export type RenderMode = 'ansi' | 'svg';

/** What is known about an environment before it runs. */
export interface EnvMetadata {
  readonly renderModes: readonly RenderMode[];
  readonly [key: string]: unknown;
}

/**
 * Gymnasium's environment contract under Gymnasium's names.
 *
 * One interface serves both backends: a simulated environment (`When = 'sync'`) returns results, an emulated one
 * (`When = 'async'`) promises of the same results. `await` takes either, so one runner drives both.
 */
export interface Env<Observation = unknown, Action = unknown, When extends Timing = Timing> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  readonly metadata: EnvMetadata;
  readonly renderMode: RenderMode | null;
  /** How `make` can rebuild this environment (it is `make` that sets it), or null when it was constructed by hand. */
  spec: EnvSpec | null;
  /** The innermost environment, all wrappers taken off. */
  readonly unwrapped: Env<unknown, unknown, When>;
  /** The stream all of the episode's randomness flows from. Assigning one forgets the seed. */
  random: RandomStream;
  /** The seed of the last seeded reset, or null when the stream came from elsewhere. */
  readonly randomSeed: Seed | null;

  reset(options?: ResetOptions): Answer<ResetResult<Observation>, When>;
  step(action: Action): Answer<StepResult<Observation>, When>;
  /** The current state in the environment's render mode, or null without one. */
  render(): Answer<string | null, When>;
  /** Frees what the environment holds. May be called twice. */
  close(): Answer<void, When>;
}

/** An environment that answers at once. */
export type SyncEnv<Observation = unknown, Action = unknown> = Env<Observation, Action, 'sync'>;

/** An environment that answers with promises. */
export type AsyncEnv<Observation = unknown, Action = unknown> = Env<Observation, Action, 'async'>;
