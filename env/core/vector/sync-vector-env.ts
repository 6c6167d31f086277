import type { Info, RenderMode, SyncEnv } from '../env.js';
import { InputError } from '../input-error.js';
import { ResetNeeded } from '../reset-needed.js';
import { type BatchOf, batchSpace, copyBatch, emptyBatch, readFromBatch, writeToBatch } from '../spaces/batch.js';
import type { Space } from '../spaces/space.js';
import type { EnvSpec } from '../spec.js';
import { type MutableInfos, mergeInfo } from './merge-info.js';
import { requireResetMask, seedsFor } from './reset-options.js';
import {
  type AutoresetMode,
  autoresetModes,
  type VectorEnv,
  type VectorEnvMetadata,
  type VectorResetOptions,
  type VectorResetResult,
  type VectorStepResult,
} from './vector-env.js';

/** Options of {@link SyncVectorEnv}. */
export interface SyncVectorEnvOptions {
  /** What happens at an episode's end; `NextStep` without it. */
  readonly autoresetMode?: AutoresetMode;
  /** Whether every call gives observations in memory of their own (true without it) or the environment's own buffer. */
  readonly copy?: boolean;
}

/** Steps simulated environments one after the other (Gymnasium's `SyncVectorEnv`). */
export class SyncVectorEnv<Observation = unknown, Action = unknown>
  implements VectorEnv<BatchOf<Observation>, BatchOf<Action>, 'sync'>
{
  readonly numEnvs: number;
  readonly singleObservationSpace: Space<Observation>;
  readonly singleActionSpace: Space<Action>;
  readonly observationSpace: Space<BatchOf<Observation>>;
  readonly actionSpace: Space<BatchOf<Action>>;
  readonly metadata: VectorEnvMetadata;
  readonly renderMode: RenderMode | null;
  spec: EnvSpec | null = null;
  /** The sub-environments. */
  readonly envs: readonly SyncEnv<Observation, Action>[];
  private readonly mode: AutoresetMode;
  private readonly copy: boolean;
  private readonly observations: BatchOf<Observation>;
  private readonly ended: Uint8Array;

  /** @throws InputError without an environment, or when two differ in a space */
  constructor(
    factories: readonly (() => SyncEnv<Observation, Action>)[],
    { autoresetMode = 'NextStep', copy = true }: SyncVectorEnvOptions = {},
  ) {
    if (factories.length === 0) throw new InputError({ field: 'factories', value: 0 }, 'at least one environment');
    if (!autoresetModes.includes(autoresetMode))
      throw new InputError({ field: 'autoresetMode', value: autoresetMode }, `one of ${autoresetModes.join(', ')}`);
    this.envs = factories.map((create) => create());
    this.numEnvs = this.envs.length;
    const first = this.envs[0]!;
    this.singleObservationSpace = first.observationSpace;
    this.singleActionSpace = first.actionSpace;
    this.envs.forEach((env, i) => {
      requireEqual(env.observationSpace, first.observationSpace, `envs.${i}.observationSpace`);
      requireEqual(env.actionSpace, first.actionSpace, `envs.${i}.actionSpace`);
    });
    this.observationSpace = batchSpace(first.observationSpace, this.numEnvs);
    this.actionSpace = batchSpace(first.actionSpace, this.numEnvs);
    this.metadata = { ...first.metadata, autoresetMode };
    this.renderMode = first.renderMode;
    this.mode = autoresetMode;
    this.copy = copy;
    this.observations = emptyBatch(first.observationSpace, this.numEnvs);
    this.ended = new Uint8Array(this.numEnvs);
  }

  get unwrapped(): VectorEnv<unknown, unknown, 'sync'> {
    return this;
  }

  reset({ seed, options }: VectorResetOptions = {}): VectorResetResult<BatchOf<Observation>> {
    const seeds = seedsFor(seed, this.numEnvs);
    const { resetMask, ...rest } = options ?? {};
    if (resetMask !== undefined) requireResetMask(resetMask, this.numEnvs);
    const infos: MutableInfos = {};
    for (let i = 0; i < this.numEnvs; i++) {
      if (resetMask !== undefined && resetMask[i] === 0) continue;
      const own = seeds[i];
      this.resetOne(i, infos, {
        ...(own === null || own === undefined ? {} : { seed: own }),
        ...(options === undefined ? {} : { options: rest }),
      });
    }
    return { observations: this.batch(), infos };
  }

  /** @throws ResetNeeded in mode `Disabled` when an episode has ended and nobody has reset it */
  step(actions: BatchOf<Action>): VectorStepResult<BatchOf<Observation>> {
    const { numEnvs, mode, ended } = this;
    if (mode === 'Disabled' && ended.includes(1))
      throw new ResetNeeded(`Sub-environment ${ended.indexOf(1)} has ended; reset it with options.resetMask`);
    const rewards = new Float64Array(numEnvs);
    const terminations = new Uint8Array(numEnvs);
    const truncations = new Uint8Array(numEnvs);
    const infos: MutableInfos = {};
    for (let i = 0; i < numEnvs; i++) {
      if (mode === 'NextStep' && ended[i] === 1) {
        this.resetOne(i, infos);
        continue;
      }
      const action = readFromBatch(this.singleActionSpace, actions, i) as Action;
      const { observation, reward, terminated, truncated, info } = this.envs[i]!.step(action);
      rewards[i] = reward;
      terminations[i] = Number(terminated);
      truncations[i] = Number(truncated);
      ended[i] = Number(terminated || truncated);
      if (mode === 'SameStep' && ended[i] === 1) {
        mergeInfo(infos, { finalObs: observation, finalInfo: info }, i, numEnvs);
        this.resetOne(i, infos);
      } else {
        this.keep(i, observation, info, infos);
      }
    }
    return { observations: this.batch(), rewards, terminations, truncations, infos };
  }

  render(): readonly (string | null)[] {
    return this.envs.map((env) => env.render());
  }

  close(): void {
    for (const env of this.envs) env.close();
  }

  private resetOne(index: number, infos: MutableInfos, options?: { seed?: number; options?: Info }): void {
    const answer = this.envs[index]!.reset(options);
    if (answer instanceof Promise)
      throw new InputError({ field: `envs.${index}` }, 'an environment that answers at once, not with promises');
    const { observation, info } = answer;
    this.ended[index] = 0;
    this.keep(index, observation, info, infos);
  }

  private keep(index: number, observation: Observation, info: Info, infos: MutableInfos): void {
    writeToBatch(this.singleObservationSpace, this.observations, index, observation);
    mergeInfo(infos, info, index, this.numEnvs);
  }

  private batch(): BatchOf<Observation> {
    return this.copy ? copyBatch(this.observations) : this.observations;
  }
}

function requireEqual(space: Space<unknown>, first: Space<unknown>, field: string): void {
  if (!space.equals(first))
    throw new InputError({ field, value: String(space) }, `${first}, as the first environment has`);
}
