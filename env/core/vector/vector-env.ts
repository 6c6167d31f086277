import type { Answer, EnvMetadata, Info, RenderMode, Timing } from '../env.js';
import type { Space } from '../spaces/space.js';
import type { EnvSpec } from '../spec.js';

/**
 * What happens to a sub-environment whose episode has ended (Gymnasium's `AutoresetMode`).
 *
 * - `NextStep`: the following step resets it: that step's action is ignored, its reward is 0, its flags are false, and it
 *   gives the new episode's first observation. A learner must leave that transition out.
 * - `SameStep`: it is reset within the step that ended it. The observation is already the new episode's; the last one is in
 *   `infos.finalObs`, its info in `infos.finalInfo`.
 * - `Disabled`: the caller resets it, with `options.resetMask`.
 */
export const autoresetModes = ['NextStep', 'SameStep', 'Disabled'] as const;

/** One of {@link autoresetModes}. */
export type AutoresetMode = (typeof autoresetModes)[number];

/** {@link EnvMetadata} of a vector environment, with what it does at the end of an episode. */
export interface VectorEnvMetadata extends EnvMetadata {
  readonly autoresetMode: AutoresetMode;
}

/** Infos of all sub-environments: one array a key, and under `_key` a Uint8Array that is 1 where the sub-environment has it. */
export type VectorInfos = Readonly<Record<string, unknown>>;

/** What a reset of a vector environment may be told; all of it can be left out. */
export interface VectorResetOptions {
  /** One seed s gives sub-environment i the seed s + i; a list gives each its own, null leaving its stream running. */
  readonly seed?: number | readonly (number | null)[];
  /**
   * Handed to every sub-environment, except `resetMask`: a Uint8Array with one entry a sub-environment, at least one of them 1;
   * only those are reset.
   */
  readonly options?: Info & { readonly resetMask?: Uint8Array };
}

/** What a reset gives: the first observations of all sub-environments. */
export interface VectorResetResult<Observations> {
  readonly observations: Observations;
  readonly infos: VectorInfos;
}

/** A step of all sub-environments; every array has `numEnvs` entries. */
export interface VectorStepResult<Observations> {
  readonly observations: Observations;
  readonly rewards: Float64Array;
  /** 1 where the task has ended. */
  readonly terminations: Uint8Array;
  /** 1 where a limit has ended the episode. */
  readonly truncations: Uint8Array;
  readonly infos: VectorInfos;
}

/** Many copies of one environment stepped as one (Gymnasium's `VectorEnv`). */
export interface VectorEnv<Observations = unknown, Actions = unknown, When extends Timing = Timing> {
  readonly numEnvs: number;
  /** Spaces of one sub-environment. */
  readonly singleObservationSpace: Space<unknown>;
  readonly singleActionSpace: Space<unknown>;
  /** Spaces of the batch, as `batchSpace` makes them. */
  readonly observationSpace: Space<Observations>;
  readonly actionSpace: Space<Actions>;
  readonly metadata: VectorEnvMetadata;
  readonly renderMode: RenderMode | null;
  /** How `makeVec` can rebuild it (it is `makeVec` that sets it), or null when it was constructed by hand. */
  spec: EnvSpec | null;
  /** The innermost vector environment, all wrappers taken off. */
  readonly unwrapped: VectorEnv<unknown, unknown, When>;

  reset(options?: VectorResetOptions): Answer<VectorResetResult<Observations>, When>;
  step(actions: Actions): Answer<VectorStepResult<Observations>, When>;
  /** One picture a sub-environment. */
  render(): Answer<readonly (string | null)[], When>;
  /** Frees what the sub-environments hold. May be called twice. */
  close(): Answer<void, When>;
}
