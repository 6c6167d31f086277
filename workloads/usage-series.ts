import { InputError } from '../env/core/input-error.js';
import { checkChannel, checkGrid, checkOrigin } from './series-check.js';

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

/** One of the codes of {@link StepOrigin}, as a mask holds it. */
export type StepOriginCode = (typeof StepOrigin)[keyof typeof StepOrigin];

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

/** Names a channel of a usage series. */
export type SeriesChannel = (typeof seriesChannels)[number];

/** Number of steps. */
export function seriesLength(series: UsageSeries): number {
  return series.cpuMillicores.length;
}

/**
 * Checks what every consumer relies on: a name, a positive step, at least one step, equal lengths, no negative and no
 * infinite value, no unknown origin.
 *
 * @param file named in the error
 * @throws InputError naming the field and the one-based step as the line
 */
export function validateSeries(series: UsageSeries, file?: string): UsageSeries {
  checkGrid(series, file);
  const length = seriesLength(series);
  if (length === 0)
    throw new InputError(
      { ...(file === undefined ? {} : { file }), field: 'cpuMillicores', value: [] },
      'at least one step',
    );
  for (const channel of seriesChannels) {
    const values = series[channel];
    if (values !== undefined) checkChannel(channel, values, length, 'cpuMillicores', file);
  }
  if (series.origin !== undefined) checkOrigin(series.origin, length, StepOrigin.missing, 'cpuMillicores', file);
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

/**
 * The origin of one step: what the mask says, or, without a mask, `missing` where neither CPU nor memory usage is a number
 * and `observed` elsewhere.
 */
export function stepOrigin(series: UsageSeries, step: number): StepOriginCode {
  if (series.origin !== undefined) return series.origin[step] as StepOriginCode;
  return Number.isNaN(series.cpuMillicores[step]!) && Number.isNaN(series.memoryBytes[step]!)
    ? StepOrigin.missing
    : StepOrigin.observed;
}
