import { InputError } from '../env/core/input-error.js';
import { checkChannel, checkGrid, checkOrigin } from './series-check.js';
import { type SeriesSource, StepOrigin, type StepOriginCode } from './usage-series.js';

/**
 * The load offered to one service on a fixed grid: how many requests arrive, how many users are active, or both.
 *
 * Step `i` covers `[startTime + i·stepSeconds, startTime + (i+1)·stepSeconds)`. NaN means missing.
 */
export interface LoadSeries {
  readonly id: string;
  /** Unix seconds of the beginning of step 0 (seconds since trace start where the trace has no calendar). */
  readonly startTime: number;
  readonly stepSeconds: number;
  /** Mean rate of arriving requests over the step. */
  readonly requestsPerSecond?: Float64Array;
  /** Mean number of active users over the step (a closed workload's population). */
  readonly users?: Float64Array;
  /** One of {@link StepOrigin} a step; absent means observed where a value is a number and missing where it is NaN. */
  readonly origin?: Uint8Array;
  readonly source: SeriesSource;
}

/** Names of the arrays a load series may carry, in the order in which files hold them. */
export const loadChannels = ['requestsPerSecond', 'users'] as const;

/** Names a channel of a load series. */
export type LoadChannel = (typeof loadChannels)[number];

/** Number of steps. */
export function loadLength(series: LoadSeries): number {
  return (series.requestsPerSecond ?? series.users)?.length ?? 0;
}

/** How a step came to be, also where the series carries no mask. */
export function loadStepOrigin(series: LoadSeries, step: number): StepOriginCode {
  if (series.origin !== undefined) return series.origin[step] as StepOriginCode;
  const isKnown = loadChannels.some((channel) => !Number.isNaN(series[channel]?.[step] ?? Number.NaN));
  return isKnown ? StepOrigin.observed : StepOrigin.missing;
}

/**
 * Checks a name, a positive step, at least one channel and one step, equal lengths, no negative and no infinite value.
 *
 * @param file named in the error
 * @throws InputError naming the field and the one-based step as the line
 */
export function validateLoadSeries(series: LoadSeries, file?: string): LoadSeries {
  checkGrid(series, file);
  const reference = loadChannels.find((channel) => series[channel] !== undefined);
  const length = loadLength(series);
  if (reference === undefined || length === 0) {
    const field = reference ?? 'requestsPerSecond';
    throw new InputError(
      { ...(file === undefined ? {} : { file }), field, value: series[field] ?? null },
      'requestsPerSecond or users with at least one step',
    );
  }
  for (const channel of loadChannels) {
    const values = series[channel];
    if (values !== undefined) checkChannel(channel, values, length, reference, file);
  }
  if (series.origin !== undefined) checkOrigin(series.origin, length, StepOrigin.missing, reference, file);
  return series;
}
