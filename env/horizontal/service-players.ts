import type { LoadSeries } from '../../workloads/load-series.js';
import { InputError } from '../core/input-error.js';
import type { RandomStream, Seed } from '../core/random.js';
import type { HorizontalEnvSettings, HorizontalEpisodeOptions } from './env-options.js';
import type { EpisodeChoice } from './episode-choice.js';
import { loadSeriesOf } from './load-input.js';
import { renderAnsi } from './render/render-ansi.js';
import { renderSvg } from './render/render-svg.js';
import { ServiceRecording } from './render/service-recording.js';
import { type EpisodeWindow, loadIntervals } from './scaling-episode.js';
import { type NamedService, ServicePlayer } from './service-player.js';
import { within } from './within.js';

/** The services of an environment, which share a clock. */
export class ServicePlayers {
  readonly players: readonly ServicePlayer[];
  /** What the numbers of an observation are, in order; with the service's name before them where there are several. */
  readonly observationNames: readonly string[];
  private readonly services: readonly NamedService[];
  private readonly options: HorizontalEpisodeOptions;
  private readonly recordings: readonly ServiceRecording[];
  private decisions = 0;
  private steps = 0;

  /** @throws InputError for loads that the services cannot play, or that are over before the episode begins */
  constructor({ services, episode, renderMode }: HorizontalEnvSettings, isJoint: boolean) {
    this.services = services;
    this.options = episode;
    this.recordings = renderMode === null ? [] : services.map(() => new ServiceRecording());
    const loads = services.map(({ load }) => load);
    const first = episode.start === 'random' ? 0 : episode.start;
    const window = this.windowFrom(first, episode.steps, this.intervalsOf(loads));
    this.players = services.map((service, i) => new ServicePlayer(service, window, this.recordings[i] ?? null));
    this.observationNames = this.players.flatMap(({ name, observationNames }) =>
      observationNames.map((number) => (isJoint ? `${name}.${number}` : number)),
    );
  }

  /** Whether an episode runs. */
  get isRunning(): boolean {
    return this.decisions < this.steps && !this.players.some(({ episode }) => episode.over);
  }

  /**
   * Begins an episode.
   * @param seed of the only service; several have one each, made of this and their names
   * @throws InputError for a choice no load allows
   */
  begin(seed: Seed, random: RandomStream, choice: EpisodeChoice): void {
    const { players, services } = this;
    this.steps = 0;
    const loads = services.map(({ load }, i) => {
      const input = choice.loads?.[i];
      return input === undefined ? load : loadSeriesOf(input, 'reset.options.load');
    });
    const window = this.window(loads, random, choice);
    players.forEach((player, i) => {
      player.begin(players.length === 1 ? seed : `${seed}/${player.name}`, loads[i]!, window);
      const limits = choice.limits?.[i];
      if (limits !== undefined)
        within('reset.options', () => {
          player.episode.limits = limits;
        });
    });
    this.decisions = 0;
    this.steps = window.steps;
  }

  /** Counts a decision. An action that does nothing is one, so that every episode ends. */
  decided(): void {
    this.decisions++;
  }

  /** Nothing runs until the next episode begins. */
  end(): void {
    this.steps = 0;
  }

  /** What there is to see now, in a fresh array. */
  observation(): Float64Array {
    const out = new Float64Array(this.observationNames.length);
    let offset = 0;
    for (const player of this.players) {
      player.observe(out, offset);
      offset += player.observationNames.length;
    }
    return out;
  }

  /** The episode so far as text or a picture; null without rendering. */
  render(mode: 'ansi' | 'svg' | null): string | null {
    if (mode === null) return null;
    return mode === 'svg' ? renderSvg(this.recordings) : renderAnsi(this.recordings);
  }

  private window(loads: readonly LoadSeries[], random: RandomStream, choice: EpisodeChoice): Required<EpisodeWindow> {
    const intervals = this.intervalsOf(loads);
    const steps = choice.steps ?? this.options.steps;
    const start = choice.start ?? this.options.start;
    const first = start === 'random' ? random.integer(0, Math.max(intervals - (steps ?? 1), 0)) : start;
    return this.windowFrom(first, steps, intervals);
  }

  /** Whole intervals that all loads have. */
  private intervalsOf(loads: readonly LoadSeries[]): number {
    const { decisionSeconds } = this.services[0]!.config;
    return Math.min(...loads.map((load) => loadIntervals(load, decisionSeconds)));
  }

  private windowFrom(first: number, steps: number | null, intervals: number): Required<EpisodeWindow> {
    if (intervals > 0 && first >= intervals)
      throw new InputError({ field: 'episode.start', value: first }, `below the ${intervals} intervals of the load`);
    return { first, steps: Math.max(1, Math.min(steps ?? intervals, intervals - first)) };
  }
}
