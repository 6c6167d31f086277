import { hasCpu, hasMemory, seriesLength, type UsageSeries } from '../../workloads/usage-series.js';
import { InputError } from '../core/input-error.js';
import { bytesPerMebibyte } from '../core/mebibyte.js';
import type { RandomStream } from '../core/random.js';
import type { MeasuredSeries } from './pod-template.js';

/** Which part of which series an episode is played on. */
export interface EpisodeOptions {
  /**
   * Steps of an episode; null (the default) for all that are left from the first one on. Shorter series give shorter
   * episodes.
   */
  readonly steps: number | null;
  /** First step: a number, or drawn anew for every episode from those that leave room for `steps`. Default 0. */
  readonly start: number | 'random';
  /**
   * Which series comes next: drawn, or one after the other, beginning at the one that the seed's remainder names.
   * Default `sampled`.
   */
  readonly order: 'sampled' | 'roundRobin';
}

/** Choices for one episode, in `reset({ options })`. */
export interface EpisodeChoice {
  /** Id or position of the series. */
  readonly series?: string | number;
  /** First step. */
  readonly start?: number;
  /** Steps of the episode. */
  readonly steps?: number;
}

/** A series ready to be played. */
export interface PlayableSeries extends MeasuredSeries {
  readonly length: number;
  /** Millicores by step, NaN for unknown. */
  readonly cpu: Float64Array;
  /** MiB by step, NaN for unknown. */
  readonly memory: Float64Array;
}

/** Steps `first` up to but without `end` of a series. */
export interface Episode {
  readonly played: PlayableSeries;
  readonly first: number;
  readonly end: number;
}

/**
 * Makes series playable.
 * @throws InputError without series, or when their steps differ
 */
export function playableSeries(series: readonly UsageSeries[]): readonly PlayableSeries[] {
  const [first] = series;
  if (first === undefined) throw new InputError({ field: 'series', value: [] }, 'at least one series');
  return series.map((one) => {
    if (one.stepSeconds !== first.stepSeconds)
      throw new InputError(
        { field: `series.${one.id}.stepSeconds`, value: one.stepSeconds },
        `${first.stepSeconds}, as ${first.id} has; resample one of them`,
      );
    return {
      series: one,
      hasCpu: hasCpu(one),
      hasMemory: hasMemory(one),
      length: seriesLength(one),
      cpu: one.cpuMillicores,
      memory: one.memoryBytes.map((bytes) => bytes / bytesPerMebibyte),
    };
  });
}

/** Chooses one environment's episodes, one after the other. */
export class EpisodeChooser {
  private next = 0;

  /** @throws InputError when a fixed start lies outside a series */
  constructor(
    private readonly series: readonly PlayableSeries[],
    private readonly options: EpisodeOptions,
  ) {
    const { start } = options;
    if (start === 'random') return;
    for (const { series: one, length } of series)
      if (start >= length)
        throw new InputError({ field: 'episode.start', value: start }, `below the ${length} steps of ${one.id}`);
  }

  /** Begins anew, because the environment was seeded. */
  restart(seed: number): void {
    this.next = seed % this.series.length;
  }

  /** @throws InputError for a choice that no series allows */
  choose(random: RandomStream, choice: EpisodeChoice = {}): Episode {
    const { order } = this.options;
    const played = choice.series === undefined ? this.nextSeries(order, random) : this.find(choice.series);
    const wanted = wholeNumber(choice.steps, 'steps', 1) ?? this.options.steps;
    const start = wholeNumber(choice.start, 'start', 0) ?? this.options.start;
    const first = start === 'random' ? random.integer(0, Math.max(played.length - (wanted ?? 1), 0)) : start;
    if (first >= played.length)
      throw new InputError({ field: 'reset.options.start', value: first }, `below ${played.length}`);
    const end = wanted === null ? played.length : Math.min(first + wanted, played.length);
    return { played, first, end };
  }

  private nextSeries(order: EpisodeOptions['order'], random: RandomStream): PlayableSeries {
    const { series } = this;
    if (series.length === 1) return series[0]!;
    if (order === 'sampled') return series[random.integer(0, series.length - 1)]!;
    const played = series[this.next]!;
    this.next = (this.next + 1) % series.length;
    return played;
  }

  private find(which: unknown): PlayableSeries {
    const { series } = this;
    const found = typeof which === 'number' ? series[which] : series.find((one) => one.series.id === which);
    if (found === undefined)
      throw new InputError(
        { field: 'reset.options.series', value: which },
        `0 to ${series.length - 1}, or the id of a series`,
      );
    return found;
  }
}

function wholeNumber(value: unknown, name: string, least: number): number | null {
  if (value === undefined) return null;
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw new InputError({ field: `reset.options.${name}`, value }, `a whole number ≥ ${least}`);
  return value as number;
}
