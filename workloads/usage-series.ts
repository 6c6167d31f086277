import { InputError } from '../env/core/input-error.js';

/** How a step of a series came to be; never lose this, rewards on imputed steps mislead. */
export const StepOrigin = {
  /** Measured. */
  observed: 0,
  /** Interpolated between two measurements. */
  interpolated: 1,
  /** The last measurement carried forward. */
  carried: 2,
  /** Zero because the entity is known not to have been running. */
  notRunning: 3,
  /** Nothing is known: usage is NaN. */
  missing: 4,
} as const;

/** Where a series came from and what was assumed on the way. Plain JSON, written into every result. */
export interface SeriesSource {
  /** `borg-2019`, `prometheus`, `generator:step` … */
  readonly dataset: string;
  /** The entity inside the dataset. */
  readonly entity: string;
  /** What groups replicas or tasks of one service; splits by service use it. */
  readonly service?: string;
  /** Every constant assumed to turn the source's units into millicores and bytes, by name. */
  readonly assumptions: Readonly<Record<string, string | number | boolean>>;
  readonly licence?: string;
}

/**
 * One container's CPU and memory usage on a fixed grid.
 *
 * All arrays have one value a step; step `i` covers `[startTime + i·stepSeconds, startTime + (i+1)·stepSeconds)`.
 * NaN means missing. A series without memory (or CPU) data has that array all NaN.
 */
export interface UsageSeries {
  readonly id: string;
  /** Unix seconds of the beginning of step 0 (seconds since trace start where the trace has no calendar). */
  readonly startTime: number;
  readonly stepSeconds: number;
  /** Mean CPU usage over the step, millicores. */
  readonly cpuMillicores: Float64Array;
  /** Memory usage over the step, bytes (mean, or working set). */
  readonly memoryBytes: Float64Array;
  /** Peak CPU usage inside the step, millicores, where the source has it. */
  readonly cpuMaxMillicores?: Float64Array;
  /** Peak memory usage inside the step, bytes, where the source has it. */
  readonly memoryMaxBytes?: Float64Array;
  /** Requests and limits in force at the source; may change over time. */
  readonly cpuRequestMillicores?: Float64Array;
  readonly memoryRequestBytes?: Float64Array;
  readonly cpuLimitMillicores?: Float64Array;
  readonly memoryLimitBytes?: Float64Array;
  /** One of {@link StepOrigin} a step; absent means all observed where usage is a number and missing where it is NaN. */
  readonly origin?: Uint8Array;
  readonly source: SeriesSource;
}

/** Names of the arrays a series may carry, in the order in which files hold them. */
export const seriesChannels = [
  'cpuMillicores',
  'memoryBytes',
  'cpuMaxMillicores',
  'memoryMaxBytes',
  'cpuRequestMillicores',
  'memoryRequestBytes',
  'cpuLimitMillicores',
  'memoryLimitBytes',
] as const;

export type SeriesChannel = (typeof seriesChannels)[number];

/** Number of steps. */
export function seriesLength(series: UsageSeries): number {
  return series.cpuMillicores.length;
}

/**
 * Checks what every consumer relies on: a name, a positive step, at least one step, equal lengths, no negative and no
 * infinite value.
 *
 * @param file named in the error
 * @throws InputError naming the field and the one-based step as the line
 */
export function validateSeries(series: UsageSeries, file?: string): UsageSeries {
  const place = (field: string, value: unknown, line?: number) => ({
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    field,
    value,
  });
  if (typeof series.id !== 'string' || series.id === '') throw new InputError(place('id', series.id), 'a non-empty name');
  if (!Number.isFinite(series.startTime)) throw new InputError(place('startTime', series.startTime), 'Unix seconds');
  if (!(series.stepSeconds > 0 && Number.isFinite(series.stepSeconds)))
    throw new InputError(place('stepSeconds', series.stepSeconds), 'a number of seconds above 0');
  const length = seriesLength(series);
  if (length === 0) throw new InputError(place('cpuMillicores', []), 'at least one step');
  for (const channel of seriesChannels) {
    const values = series[channel];
    if (values === undefined) continue;
    if (values.length !== length)
      throw new InputError(place(channel, values.length), `${length} values, as many as cpuMillicores has`);
    for (let step = 0; step < length; step++) {
      const value = values[step] as number;
      if (value < 0 || value === Number.POSITIVE_INFINITY)
        throw new InputError(place(channel, value, step + 1), 'a finite number ≥ 0, or NaN for missing');
    }
  }
  if (series.origin !== undefined && series.origin.length !== length)
    throw new InputError(place('origin', series.origin.length), `${length} values, as many as cpuMillicores has`);
  return series;
}

/** Whether a series carries any memory usage at all (some traces record CPU only). */
export function hasMemory(series: UsageSeries): boolean {
  return series.memoryBytes.some((value) => !Number.isNaN(value));
}

/** Whether a series carries any CPU usage at all. */
export function hasCpu(series: UsageSeries): boolean {
  return series.cpuMillicores.some((value) => !Number.isNaN(value));
}
