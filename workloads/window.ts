import { InputError } from '../env/core/input-error.js';
import { seriesChannels, seriesLength, type UsageSeries } from './usage-series.js';

/**
 * The steps from `start` up to but without `end`, as views of the same memory: nothing is copied.
 * @throws InputError when the window is empty or reaches beyond the series
 */
export function sliceSeries(series: UsageSeries, start: number, end: number = seriesLength(series)): UsageSeries {
  const length = seriesLength(series);
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length))
    throw new InputError({ field: 'window', value: [start, end] }, `whole numbers 0 ≤ start < end ≤ ${length}`);
  const arrays = Object.fromEntries(
    [...seriesChannels, 'origin' as const].flatMap((channel) => {
      const values = series[channel];
      return values === undefined ? [] : [[channel, values.subarray(start, end)]];
    }),
  );
  return { ...series, ...arrays, startTime: series.startTime + start * series.stepSeconds };
}

/**
 * The step that covers an instant.
 * @param time in the series' own clock, seconds
 * @returns 0 … length − 1, or −1 outside the series
 */
export function stepAt(series: UsageSeries, time: number): number {
  const step = Math.floor((time - series.startTime) / series.stepSeconds);
  return step >= 0 && step < seriesLength(series) ? step : -1;
}
