import type { LoadSeries } from '../../workloads/load-series.js';
import type { Seed } from '../core/random.js';
import { type ActionRange, actionRange, isNoOp, wantedReplicas } from './action.js';
import type { HorizontalConfig } from './config.js';
import { Observer } from './observation/observer.js';
import type { ServiceRecording } from './render/service-recording.js';
import { type EpisodeWindow, ScalingEpisode } from './scaling-episode.js';
import { noOpInfo, type ServiceStepInfo, stepInfo } from './step-info.js';

/** A service an environment plays, by name. */
export interface NamedService {
  readonly name: string;
  readonly config: HorizontalConfig;
  readonly load: LoadSeries;
}

/** An episode and what it was made from. */
interface PlayedEpisode {
  readonly load: LoadSeries;
  readonly window: Required<EpisodeWindow>;
  readonly episode: ScalingEpisode;
}

/** One service of an environment: its episode, what is observed of it, and what its actions mean. */
export class ServicePlayer {
  readonly name: string;
  readonly actions: ActionRange;
  private readonly config: HorizontalConfig;
  private readonly observer: Observer;
  private current: PlayedEpisode;

  /**
   * @param window of the first episode, most likely
   * @param recording what rendering is fed from, null without rendering
   * @throws InputError for a load the service cannot play
   */
  constructor(
    { name, config, load }: NamedService,
    window: Required<EpisodeWindow>,
    private readonly recording: ServiceRecording | null,
  ) {
    this.name = name;
    this.config = config;
    this.actions = actionRange(config.action, config.limits);
    this.observer = new Observer(config.observation);
    this.current = { load, window, episode: new ScalingEpisode(config, load, window) };
  }

  /** What the numbers of an observation are, in order. */
  get observationNames(): readonly string[] {
    return this.observer.names;
  }

  /** The episode that was begun last, or will be first. */
  get episode(): ScalingEpisode {
    return this.current.episode;
  }

  /** Begins an episode. @throws InputError for a load the service cannot play */
  begin(seed: Seed, load: LoadSeries, window: Required<EpisodeWindow>): void {
    const { current } = this;
    const { first, steps } = current.window;
    if (current.load !== load || first !== window.first || steps !== window.steps)
      this.current = { load, window, episode: new ScalingEpisode(this.config, load, window) };
    const { episode } = this;
    episode.reset(seed);
    this.observer.begin(episode.service.specReplicas);
    this.recording?.begin(this.name, episode);
  }

  /** Writes the observation of now. */
  observe(out: Float64Array, offset: number): void {
    this.observer.write(out, offset, this.episode);
  }

  /** Replicas an action asks for. @throws InputError for an action that does not exist */
  wanted(action: number): number {
    return wantedReplicas(this.config.action, action, this.actions, this.episode.service.specReplicas);
  }

  /** Whether asking for so many does nothing; see `isNoOp`. */
  isNoOp(wanted: number): boolean {
    return isNoOp(this.config.action, wanted, this.episode.service.specReplicas, this.episode.limits);
  }

  /** What an action that does nothing leads to. */
  refuse(wanted: number): ServiceStepInfo {
    return noOpInfo(this.name, this.episode, wanted);
  }

  /** Asks for replicas and plays one interval. */
  step(wanted: number): ServiceStepInfo {
    const { episode } = this;
    const step = episode.step(wanted);
    this.observer.acted(step.applied, step.applied - step.before);
    this.recording?.add(step);
    return stepInfo(this.name, episode, step);
  }
}
