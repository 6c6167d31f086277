import type { Info } from '../core/env.js';
import { InputError } from '../core/input-error.js';
import type { RandomStream } from '../core/random.js';
import { ResetNeeded } from '../core/reset-needed.js';
import { batchSpace } from '../core/spaces/batch.js';
import type { Space } from '../core/spaces/space.js';
import type { EnvSpec } from '../core/spec.js';
import { type MutableInfos, mergeInfo } from '../core/vector/merge-info.js';
import { requireResetMask, seedsFor } from '../core/vector/reset-options.js';
import {
  type AutoresetMode,
  autoresetModes,
  type VectorEnv,
  type VectorEnvMetadata,
  type VectorResetOptions,
  type VectorResetResult,
  type VectorStepResult,
} from '../core/vector/vector-env.js';
import { actionLength } from './action.js';
import { type VerticalEnvOptions, type VerticalEnvSettings, verticalEnvSettings } from './env-options.js';
import { type Episode, type EpisodeChoice, EpisodeChooser } from './episodes.js';
import { ObservationLayout } from './observation.js';
import { podTemplate } from './pod-template.js';
import { envStream, resizeStream } from './simulation/resize-random.js';
import { Simulation } from './simulation/simulation.js';
import { stepInfo } from './step-info.js';
import { stepInfos } from './step-infos.js';
import { verticalActionSpace } from './vertical-action-space.js';
import { episodeInfo, verticalMetadata } from './vertical-env.js';

/** Arguments of the vector form: those of the single one, and what happens at an episode's end. */
export interface VerticalVectorEnvOptions extends Omit<VerticalEnvOptions, 'renderMode'> {
  /** `SameStep` without it: no step is wasted on a reset. */
  readonly autoresetMode?: AutoresetMode;
  /** Steps after which every episode is truncated; null for no limit besides the data's. */
  readonly maxEpisodeSteps?: number | null;
}

/**
 * Many `VerticalScaling-v0` as one structure of arrays. Each sub-environment has its own stream, series, window and
 * position, so it gives the numbers that a single environment with its seed gives, bit for bit, and infos as
 * `SyncVectorEnv` would.
 */
export class VerticalScalingVectorEnv implements VectorEnv<Float64Array, Float64Array, 'sync'> {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space<Float64Array>;
  readonly singleActionSpace: Space<Float64Array>;
  readonly observationSpace: Space<Float64Array>;
  readonly actionSpace: Space<Float64Array>;
  readonly metadata: VectorEnvMetadata;
  readonly renderMode = null;
  spec: EnvSpec | null = null;
  private readonly settings: VerticalEnvSettings;
  private readonly mode: AutoresetMode;
  private readonly maxEpisodeSteps: number;
  private readonly layout: ObservationLayout;
  private readonly simulation: Simulation;
  private readonly choosers: readonly EpisodeChooser[];
  private readonly streams: RandomStream[];
  private readonly episodes: (Episode | null)[];
  /** By sub-environment: position in its series of the next step, and whether its episode has ended. */
  private readonly positions: Int32Array;
  private readonly ended: Uint8Array;
  private readonly cpuDemands: Float64Array;
  private readonly memoryDemands: Float64Array;
  private readonly times: Float64Array;
  private readonly observations: Float64Array;

  /** @throws InputError as the single environment does, and for a bad autoreset mode or limit */
  constructor(
    numEnvs: number,
    { autoresetMode = 'SameStep', maxEpisodeSteps = null, ...options }: VerticalVectorEnvOptions = {},
  ) {
    if (!Number.isSafeInteger(numEnvs) || numEnvs < 1)
      throw new InputError({ field: 'numEnvs', value: numEnvs }, 'a positive whole number');
    if (!autoresetModes.includes(autoresetMode))
      throw new InputError({ field: 'autoresetMode', value: autoresetMode }, `one of ${autoresetModes.join(', ')}`);
    if (maxEpisodeSteps !== null && (!Number.isSafeInteger(maxEpisodeSteps) || maxEpisodeSteps < 1))
      throw new InputError({ field: 'maxEpisodeSteps', value: maxEpisodeSteps }, 'a positive whole number or null');
    const settings = verticalEnvSettings(options);
    this.numEnvs = numEnvs;
    this.settings = settings;
    this.mode = autoresetMode;
    this.maxEpisodeSteps = maxEpisodeSteps ?? Number.POSITIVE_INFINITY;
    this.metadata = { ...verticalMetadata, autoresetMode };
    this.layout = new ObservationLayout(settings.observation);
    const observationSpace = this.layout.space();
    const actionSpace = verticalActionSpace(settings.actionHigh);
    this.singleObservationSpace = observationSpace;
    this.singleActionSpace = actionSpace;
    this.observationSpace = batchSpace(observationSpace, numEnvs);
    this.actionSpace = batchSpace(actionSpace, numEnvs);
    this.simulation = new Simulation(numEnvs, settings.config, settings.stepSeconds);
    const each = <T>(make: () => T) => Array.from({ length: numEnvs }, make);
    this.choosers = each(() => new EpisodeChooser(settings.series, settings.episode));
    this.streams = each(() => envStream(0));
    this.episodes = each(() => null);
    this.positions = new Int32Array(numEnvs);
    this.ended = new Uint8Array(numEnvs);
    this.cpuDemands = new Float64Array(numEnvs);
    this.memoryDemands = new Float64Array(numEnvs);
    this.times = new Float64Array(numEnvs);
    this.observations = new Float64Array(numEnvs * this.layout.length);
  }

  get unwrapped(): this {
    return this;
  }

  reset({ seed, options }: VectorResetOptions = {}): VectorResetResult<Float64Array> {
    const seeds = seedsFor(seed, this.numEnvs);
    const { resetMask, ...choice } = options ?? {};
    if (resetMask !== undefined) requireResetMask(resetMask, this.numEnvs);
    const infos: MutableInfos = {};
    for (let i = 0; i < this.numEnvs; i++) {
      if (resetMask !== undefined && resetMask[i] === 0) continue;
      const own = seeds[i];
      if (own !== null && own !== undefined) this.reseed(i, own);
      this.resetOne(i, infos, choice as EpisodeChoice);
    }
    return { observations: this.observations.slice(), infos };
  }

  /**
   * @throws ResetNeeded before the first reset, and in mode `Disabled` when an episode has ended and nobody has reset
   *   it; InputError for actions of another length
   */
  step(actions: Float64Array): VectorStepResult<Float64Array> {
    const { numEnvs, mode, simulation } = this;
    if (actions.length !== numEnvs * actionLength)
      throw new InputError({ field: 'actions', value: actions.length }, `${numEnvs * actionLength} numbers`);
    if (mode === 'Disabled' && this.ended.includes(1))
      throw new ResetNeeded(`Sub-environment ${this.ended.indexOf(1)} has ended; reset it with options.resetMask`);
    this.gatherDemand();
    simulation.step(actions, this.cpuDemands, this.memoryDemands, 0);
    const rewards = simulation.outputs.reward.slice();
    const truncations = new Uint8Array(numEnvs);
    // Those that ended before this step are reset in it: what the simulation made of them is void.
    const voided = mode === 'NextStep' && this.ended.includes(1) ? this.ended.slice() : null;
    let anyEnded = false;
    for (let i = 0; i < numEnvs; i++) {
      if (voided?.[i] === 1) {
        rewards[i] = 0;
        continue;
      }
      if (this.advanceOne(i)) {
        truncations[i] = 1;
        anyEnded = true;
      }
    }
    const isPlain = voided === null && (mode !== 'SameStep' || !anyEnded);
    const infos = isPlain
      ? stepInfos(simulation.outputs, simulation.oomEvents, this.times)
      : this.mixedInfos(voided, truncations);
    return {
      observations: this.observations.slice(),
      rewards,
      terminations: new Uint8Array(numEnvs),
      truncations,
      infos,
    };
  }

  render(): readonly null[] {
    return new Array<null>(this.numEnvs).fill(null);
  }

  close(): void {
    this.episodes.fill(null);
  }

  private reseed(i: number, seed: number): void {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new InputError({ field: 'reset.seed', value: seed }, 'a whole number ≥ 0');
    this.streams[i] = envStream(seed);
    this.choosers[i]!.restart(seed);
  }

  private resetOne(i: number, infos: MutableInfos, choice: EpisodeChoice = {}): void {
    const { settings, simulation } = this;
    const random = this.streams[i]!;
    const episode = this.choosers[i]!.choose(random, choice);
    const startTime = episode.played.series.startTime + episode.first * settings.stepSeconds;
    const template = podTemplate(episode.played, episode.first, settings.config);
    simulation.resetWorkload(i, startTime, template, resizeStream(random, settings.config));
    this.episodes[i] = { ...episode, end: Math.min(episode.end, episode.first + this.maxEpisodeSteps) };
    this.positions[i] = episode.first;
    this.ended[i] = 0;
    this.times[i] = startTime;
    this.layout.begin(this.observations, i * this.layout.length, simulation.outputs, simulation.held, i, startTime);
    mergeInfo(infos, episodeInfo(episode, startTime), i, this.numEnvs);
  }

  /** The demand each sub-environment meets next; nothing where an episode has ended. */
  private gatherDemand(): void {
    const { cpuDemands, memoryDemands, positions, ended } = this;
    for (let i = 0; i < this.numEnvs; i++) {
      const episode = this.episodes[i];
      if (episode === null || episode === undefined) throw new ResetNeeded('Call reset before step');
      const position = positions[i]!;
      cpuDemands[i] = ended[i] === 1 ? Number.NaN : episode.played.cpu[position]!;
      memoryDemands[i] = ended[i] === 1 ? Number.NaN : episode.played.memory[position]!;
    }
  }

  /** Observes a sub-environment after a step. @returns whether its episode has ended with it */
  private advanceOne(i: number): boolean {
    const { simulation, layout } = this;
    const episode = this.episodes[i]!;
    const position = ++this.positions[i]!;
    const { startTime } = episode.played.series;
    const { stepSeconds } = this.settings;
    // As the single environment adds it up, so that both round alike.
    const time = startTime + episode.first * stepSeconds + (position - episode.first) * stepSeconds;
    this.times[i] = time;
    layout.advance(this.observations, i * layout.length, simulation.outputs, simulation.held, i, time);
    const ended = position === episode.end;
    this.ended[i] = ended ? 1 : 0;
    return ended;
  }

  /** Infos of a step in which some sub-environments were reset; resets them. */
  private mixedInfos(voided: Uint8Array | null, truncations: Uint8Array): MutableInfos {
    const { simulation, numEnvs, layout } = this;
    const infos: MutableInfos = {};
    for (let i = 0; i < numEnvs; i++) {
      if (voided?.[i] === 1) {
        this.resetOne(i, infos);
        continue;
      }
      const info: Info = stepInfo(simulation.outputs, simulation.oomEvents, i, this.times[i]!);
      if (this.mode === 'SameStep' && truncations[i] === 1) {
        const finalObs = this.observations.slice(i * layout.length, (i + 1) * layout.length);
        mergeInfo(infos, { finalObs, finalInfo: info }, i, numEnvs);
        this.resetOne(i, infos);
      } else mergeInfo(infos, info, i, numEnvs);
    }
    return infos;
  }
}
