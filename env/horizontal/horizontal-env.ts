import { BaseEnv } from '../core/base-env.js';
import type { EnvMetadata, ResetOptions, ResetResult, StepResult } from '../core/env.js';
import { ResetNeeded } from '../core/reset-needed.js';
import type { Box } from '../core/spaces/box.js';
import { Discrete } from '../core/spaces/discrete.js';
import type { HorizontalConfig } from './config.js';
import { type HorizontalEnvOptions, horizontalEnvSettings } from './env-options.js';
import { episodeChoice } from './episode-choice.js';
import { observationSpace } from './observation/observation-layout.js';
import type { ScalingEpisode } from './scaling-episode.js';
import { ServicePlayers } from './service-players.js';
import { episodeInfo, type ServiceEpisodeInfo, type ServiceStepInfo } from './step-info.js';
import type { ReplicaLimits } from './view.js';

/** What `reset` gives, with its info spelled out. */
export interface HorizontalResetResult extends ResetResult<Float64Array> {
  readonly info: ServiceEpisodeInfo;
}

/** What `step` gives, with its info spelled out. */
export interface HorizontalStepResult extends StepResult<Float64Array> {
  readonly info: ServiceStepInfo;
}

/** Every render mode of the environment. */
export const horizontalMetadata: EnvMetadata = { renderModes: ['ansi', 'svg'] };

/**
 * One service whose pods an agent chooses: `HorizontalScaling-v0`.
 *
 * - **Action**: incremental, 0 … 2·maxStep for a change of −maxStep … +maxStep; or fixed, the replica count itself. Counts
 *   outside the limits are clamped, or (`outOfRange: 'no-op'`) the action does nothing: no time passes, the observation is the old one,
 *   the reward 0. It still counts as a decision, so that every episode ends.
 * - **Observation**: the seed's context vector (`ContextIndex`) and what `config.observation` adds; {@link observationNames} says what
 *   stands where. What was not measured is 0: latency, too, when every request failed, which `observation.failures` tells apart.
 * - **Reward**: `config.reward` by name; costs in dollars stand in `info.cost`.
 * - **Step**: the action arrives, replicas are asked for, the decision settles as `config.settle` says, one interval passes and is judged.
 * - **Episode**: a load or a window of it, as {@link HorizontalEnvOptions.episode} says; `reset({ options })` takes a {@link
 *   HorizontalEpisodeChoice}. The task never ends by itself: at the end of the load `truncated` is true.
 *
 * It plays a {@link ScalingEpisode}: `reset({ seed })` is its `reset(seed)`, and the numbers are the same.
 */
export class HorizontalScalingEnv extends BaseEnv<Float64Array, number> {
  override readonly observationSpace: Box<'float64'>;
  override readonly actionSpace: Discrete;
  override readonly metadata = horizontalMetadata;
  /** The configuration in force, complete. */
  readonly config: HorizontalConfig;
  /** What the observation's numbers are, in order. */
  readonly observationNames: readonly string[];
  private readonly services: ServicePlayers;
  private observation: Float64Array = new Float64Array();

  /** @throws InputError for a bad argument, and for a load that cannot be loaded or played */
  constructor(options: HorizontalEnvOptions = {}) {
    const settings = horizontalEnvSettings(options);
    super(settings.renderMode);
    this.config = settings.services[0]!.config;
    this.services = new ServicePlayers(settings, false);
    this.observationNames = this.services.observationNames;
    this.observationSpace = observationSpace(this.observationNames);
    const { n, start } = this.player.actions;
    this.actionSpace = new Discrete(n, { start });
  }

  /** The episode that runs: what an autoscaler may see, limits, the service itself. */
  get episode(): ScalingEpisode {
    return this.player.episode;
  }

  override reset(options: ResetOptions = {}): HorizontalResetResult {
    this.reseed(options);
    const choice = episodeChoice(options.options);
    this.services.begin(options.seed ?? this.random.uint32(), this.random, choice);
    this.observation = this.services.observation();
    return { observation: this.observation, info: episodeInfo(this.player.name, this.episode) };
  }

  /** @throws ResetNeeded before the first reset and after the end of an episode; InputError for an action that does not exist */
  override step(action: number): HorizontalStepResult {
    const { services, player } = this;
    if (!services.isRunning) throw new ResetNeeded('The episode is over: call reset');
    const wanted = player.wanted(action);
    const isRefused = player.isNoOp(wanted);
    const info = isRefused ? player.refuse(wanted) : player.step(wanted);
    this.observation = isRefused ? this.observation.slice() : services.observation();
    services.decided();
    const { observation } = this;
    return { observation, reward: info.reward, terminated: false, truncated: !services.isRunning, info };
  }

  /**
   * Changes the limits while the episode runs; replicas outside them are brought inside at the next step. A new episode begins with the
   * configuration's again.
   * @throws InputError unless 0 ≤ minReplicas ≤ maxReplicas, and for numbers of pods that a table does not hold
   */
  setLimits(limits: ReplicaLimits): void {
    this.episode.limits = limits;
  }

  /** The episode so far: text, or a picture. */
  override render(): string | null {
    return this.services.render(this.renderMode);
  }

  override close(): void {
    this.services.end();
  }

  private get player() {
    return this.services.players[0]!;
  }
}
