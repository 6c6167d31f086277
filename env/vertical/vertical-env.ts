import { BaseEnv } from '../core/base-env.js';
import type { EnvMetadata, ResetOptions, ResetResult, StepResult } from '../core/env.js';
import { InputError } from '../core/input-error.js';
import { ResetNeeded } from '../core/reset-needed.js';
import type { Box } from '../core/spaces/box.js';
import { actionLength } from './action.js';
import type { VerticalConfig } from './config.js';
import { type VerticalEnvOptions, type VerticalEnvSettings, verticalEnvSettings } from './env-options.js';
import { type Episode, type EpisodeChoice, EpisodeChooser } from './episodes.js';
import { ObservationLayout } from './observation.js';
import { podTemplate } from './pod-template.js';
import { EpisodeRecording } from './render/episode-recording.js';
import { renderAnsi } from './render/render-ansi.js';
import { renderSvg } from './render/render-svg.js';
import { resizeStream } from './simulation/resize-random.js';
import { Simulation } from './simulation/simulation.js';
import { type EpisodeInfo, type StepInfo, stepInfo } from './step-info.js';
import { verticalActionSpace } from './vertical-action-space.js';

/** What `reset` gives, with its info spelled out. */
export interface VerticalResetResult extends ResetResult<Float64Array> {
  readonly info: EpisodeInfo;
}

/** What `step` gives, with its info spelled out. */
export interface VerticalStepResult extends StepResult<Float64Array> {
  readonly info: StepInfo;
}

/** Every render mode of the environment. */
export const verticalMetadata: EnvMetadata = { renderModes: ['ansi', 'svg'] };

/**
 * One workload whose requests an agent recommends: `VerticalScaling-v0`.
 *
 * - **Action**: eight numbers (`ActionIndex`), target and bounds of CPU in millicores and memory in MiB. NaN
 *   recommends nothing.
 * - **Observation**: usage and request of CPU and memory (`ObservationIndex`) and what {@link
 *   VerticalEnvOptions.observation} adds.
 * - **Reward**: −cost of the step in dollars × `rewardScale`; the terms stand in `info.cost`.
 * - **Step**: the action arrives, the updater decides whether pods change, they do, time advances by the series'
 *   step, usage is observed.
 * - **Episode**: a series or a window of it, as {@link VerticalEnvOptions.episode} says; `reset({ options })` takes
 *   an {@link EpisodeChoice}. The task never ends by itself: at the end of the data `truncated` is true.
 *
 * It is a simulation of one workload, so its numbers are those of a fleet or a vector environment with the same seed.
 */
export class VerticalScalingEnv extends BaseEnv<Float64Array, Float64Array> {
  override readonly observationSpace: Box<'float64'>;
  override readonly actionSpace: Box<'float64'>;
  override readonly metadata = verticalMetadata;
  /** The configuration in force, complete. */
  readonly config: VerticalConfig;
  /** What the observation's numbers are, in order. */
  readonly observationNames: readonly string[];
  private readonly settings: VerticalEnvSettings;
  private readonly chooser: EpisodeChooser;
  private readonly layout: ObservationLayout;
  private readonly simulation: Simulation;
  private readonly recording: EpisodeRecording | null;
  private episode: Episode | null = null;
  private startTime = 0;
  private position = 0;
  private observation: Float64Array;

  /** @throws InputError for a bad argument, and for series that cannot be loaded or played together */
  constructor(options: VerticalEnvOptions = {}) {
    const settings = verticalEnvSettings(options);
    super(settings.renderMode);
    this.settings = settings;
    this.config = settings.config;
    this.chooser = new EpisodeChooser(settings.series, settings.episode);
    this.layout = new ObservationLayout(settings.observation);
    this.observationNames = this.layout.names;
    this.observationSpace = this.layout.space();
    this.actionSpace = verticalActionSpace(settings.actionHigh);
    this.simulation = new Simulation(1, settings.config, settings.stepSeconds);
    this.recording = settings.renderMode === null ? null : new EpisodeRecording(settings.stepSeconds);
    this.observation = new Float64Array(this.layout.length);
  }

  override reset(options: ResetOptions = {}): VerticalResetResult {
    this.reseed(options);
    if (options.seed !== undefined) this.chooser.restart(options.seed);
    const { settings, simulation, random } = this;
    const episode = this.chooser.choose(random, options.options as EpisodeChoice | undefined);
    const { series } = episode.played;
    const template = podTemplate(episode.played, episode.first, settings.config);
    this.startTime = series.startTime + episode.first * settings.stepSeconds;
    simulation.resetWorkload(0, this.startTime, template, resizeStream(random, settings.config));
    this.episode = episode;
    this.position = episode.first;
    this.observation = new Float64Array(this.layout.length);
    this.layout.begin(this.observation, 0, simulation.outputs, simulation.held, 0, this.startTime);
    this.recording?.begin(series.id, this.startTime);
    return { observation: this.observation, info: episodeInfo(episode, this.startTime) };
  }

  /**
   * @throws ResetNeeded before the first reset and after the end of an episode; InputError for an action of another
   * length
   */
  override step(action: Float64Array): VerticalStepResult {
    const { episode, simulation, layout, position } = this;
    if (episode === null || position === episode.end) throw new ResetNeeded('The episode is over: call reset');
    if (action.length !== actionLength)
      throw new InputError({ field: 'action', value: action.length }, `${actionLength} numbers`);
    simulation.step(action, episode.played.cpu, episode.played.memory, position);
    this.position = position + 1;
    const time = this.startTime + (position + 1 - episode.first) * this.settings.stepSeconds;
    const observation = this.observation.slice();
    layout.advance(observation, 0, simulation.outputs, simulation.held, 0, time);
    this.observation = observation;
    this.recording?.add(simulation.outputs, 0);
    return {
      observation,
      reward: simulation.outputs.reward[0]!,
      terminated: false,
      truncated: position + 1 === episode.end,
      info: stepInfo(simulation.outputs, simulation.oomEvents, 0, time),
    };
  }

  /** The episode so far: one screen of text, or a picture. */
  override render(): string | null {
    if (this.recording === null) return null;
    return this.renderMode === 'svg' ? renderSvg(this.recording) : renderAnsi(this.recording);
  }

  override close(): void {
    this.episode = null;
  }
}

/** What a reset says of an episode. */
export function episodeInfo({ played, first, end }: Episode, startTime: number): EpisodeInfo {
  return { series: played.series.id, firstStep: first, steps: end - first, timeSeconds: startTime };
}
