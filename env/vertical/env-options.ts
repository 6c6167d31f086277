import { z } from 'zod';
import { parseWith } from '../../workloads/parse-with.js';
import type { RenderMode } from '../core/env.js';
import type { Resources, VerticalConfig } from './config.js';
import { type VerticalConfigOptions, verticalConfig } from './config-schema.js';
import { type EpisodeOptions, type PlayableSeries, playableSeries } from './episodes.js';
import type { ObservationOptions } from './observation.js';
import { defaultSeries, loadSeries, type SeriesInput } from './series-source.js';

/** Arguments of `VerticalScaling-v0`. Plain JSON, unless series are handed over already loaded. */
export interface VerticalEnvOptions {
  /** One or more series; a bundled one without it. */
  readonly series?: SeriesInput;
  /** Rules of the environment; see {@link VerticalConfig}. */
  readonly config?: VerticalConfigOptions;
  readonly episode?: Partial<EpisodeOptions>;
  readonly observation?: Partial<ObservationOptions>;
  /** Upper end of the action space, for learners that need a bounded one; actions above it are taken all the same. */
  readonly actionHigh?: Resources | null;
  readonly renderMode?: RenderMode | null;
}

/** {@link VerticalEnvOptions}, checked and complete. */
export interface VerticalEnvSettings {
  readonly series: readonly PlayableSeries[];
  readonly stepSeconds: number;
  readonly config: VerticalConfig;
  readonly episode: EpisodeOptions;
  readonly observation: ObservationOptions;
  readonly actionHigh: Resources | null;
  readonly renderMode: RenderMode | null;
}

const flag = z.boolean().default(false);

const schema = z.strictObject({
  episode: z
    .strictObject({
      steps: z.int().min(1).nullable().default(null),
      start: z.union([z.int().min(0), z.literal('random')]).default(0),
      order: z.enum(['sampled', 'roundRobin']).default('sampled'),
    })
    .prefault({}),
  observation: z
    .strictObject({
      limits: flag,
      throttling: flag,
      oomKills: flag,
      timeOfDay: flag,
      lastAction: flag,
      historySteps: z.int().min(1).max(100_000).default(1),
    })
    .prefault({}),
  actionHigh: z
    .strictObject({ cpuMillicores: z.number().positive(), memoryMebibytes: z.number().positive() })
    .nullable()
    .default(null),
  renderMode: z.enum(['ansi', 'svg']).nullable().default(null),
});

/**
 * Checks and completes an environment's arguments, and loads its series.
 * @throws InputError for an unknown or bad argument, and as `loadSeries` does
 */
export function verticalEnvSettings({ series, config, ...rest }: VerticalEnvOptions): VerticalEnvSettings {
  const settings = parseWith(schema, rest);
  const playable = playableSeries(loadSeries(series ?? defaultSeries));
  return {
    ...settings,
    series: playable,
    stepSeconds: playable[0]!.series.stepSeconds,
    config: verticalConfig(config),
  };
}
