import { BaseEnv } from '../core/base-env.js';
import type { Info, ResetOptions, ResetResult, StepResult } from '../core/env.js';
import { InputError } from '../core/input-error.js';
import { ResetNeeded } from '../core/reset-needed.js';
import type { Box } from '../core/spaces/box.js';
import { MultiDiscrete } from '../core/spaces/multi-discrete.js';
import { type HorizontalJointEnvOptions, horizontalJointEnvSettings } from './env-options.js';
import { jointEpisodeChoice } from './episode-choice.js';
import { horizontalMetadata } from './horizontal-env.js';
import { observationSpace } from './observation/observation-layout.js';
import type { ScalingEpisode } from './scaling-episode.js';
import { ServicePlayers } from './service-players.js';
import { episodeInfo, type ServiceEpisodeInfo, type ServiceStepInfo } from './step-info.js';
import type { ReplicaLimits } from './view.js';

/** What `reset` gives, with its info spelled out; services in their order. */
export interface HorizontalJointResetResult extends ResetResult<Float64Array> {
  readonly info: Info & { readonly services: readonly ServiceEpisodeInfo[] };
}

/** What `step` gives, with its info spelled out; services in their order. */
export interface HorizontalJointStepResult extends StepResult<Float64Array> {
  readonly info: Info & { readonly services: readonly ServiceStepInfo[] };
}

/**
 * Several services whose pods one agent chooses: `HorizontalScaling-v0` with `services`. Each has a platform, a load and random numbers of
 * its own; they share the clock. Actions are one number a service, as `HorizontalScalingEnv` takes them; observations stand one behind
 * the other; the reward is the sum. The shortest load ends the episode.
 */
export class HorizontalScalingJointEnv extends BaseEnv<Float64Array, Int32Array> {
  override readonly observationSpace: Box<'float64'>;
  override readonly actionSpace: MultiDiscrete;
  override readonly metadata = horizontalMetadata;
  /** What the observation's numbers are, in order, such as `checkout.containers`. */
  readonly observationNames: readonly string[];
  private readonly services: ServicePlayers;

  /** @throws InputError for a bad argument, for a load that cannot be loaded or played, and for services that do not go together */
  constructor(options: HorizontalJointEnvOptions) {
    const settings = horizontalJointEnvSettings(options);
    super(settings.renderMode);
    this.services = new ServicePlayers(settings, true);
    this.observationNames = this.services.observationNames;
    this.observationSpace = observationSpace(this.observationNames);
    const ranges = this.services.players.map(({ actions }) => actions);
    this.actionSpace = new MultiDiscrete(
      ranges.map(({ n }) => n),
      { start: ranges.map(({ start }) => start) },
    );
  }

  /** The services' episodes, in their order. */
  get episodes(): readonly ScalingEpisode[] {
    return this.services.players.map(({ episode }) => episode);
  }

  override reset(options: ResetOptions = {}): HorizontalJointResetResult {
    this.reseed(options);
    const choice = jointEpisodeChoice(options.options, this.services.players.length);
    this.services.begin(options.seed ?? this.random.uint32(), this.random, choice);
    const services = this.services.players.map(({ name, episode }) => episodeInfo(name, episode));
    return { observation: this.services.observation(), info: { services } };
  }

  /** @throws ResetNeeded before the first reset and after the end of an episode; InputError for an action that does not exist */
  override step(action: Int32Array): HorizontalJointStepResult {
    const { services } = this;
    const { players } = services;
    if (!services.isRunning) throw new ResetNeeded('The episode is over: call reset');
    if (action.length !== players.length)
      throw new InputError({ field: 'action', value: action.length }, `${players.length} numbers`);
    const wanted = players.map((player, i) => player.wanted(action[i]!));
    const infos = players.map((player, i) => player.step(wanted[i]!));
    services.decided();
    return {
      observation: services.observation(),
      reward: infos.reduce((sum, { reward }) => sum + reward, 0),
      terminated: false,
      truncated: !services.isRunning,
      info: { services: infos },
    };
  }

  /**
   * Changes limits while the episode runs, by service; as `HorizontalScalingEnv.setLimits` does.
   * @throws InputError unless there is one for every service, each as one service takes them
   */
  setLimits(limits: readonly ReplicaLimits[]): void {
    const { episodes } = this;
    if (limits.length !== episodes.length)
      throw new InputError({ field: 'limits', value: limits.length }, `limits for ${episodes.length} services`);
    limits.forEach((one, i) => {
      episodes[i]!.limits = one;
    });
  }

  /** The episode so far: text, or a picture. */
  override render(): string | null {
    return this.services.render(this.renderMode);
  }

  override close(): void {
    this.services.end();
  }
}
