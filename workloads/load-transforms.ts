import { InputError } from '../env/core/input-error.js';
import { type LoadChannel, type LoadSeries, loadChannels, loadLength, loadStepOrigin } from './load-series.js';
import { type ResampleOptions, regrid, regridMeans, regridOrigins } from './regrid.js';
import { mean } from './statistics.js';

/**
 * Puts a load on another grid with the same beginning: steps hold the time-weighted mean of the old ones they cover, so the number of
 * requests stays. The mask is kept as `resampleSeries` keeps it.
 * @throws InputError when the step is not above 0
 */
export function resampleLoad(series: LoadSeries, stepSeconds: number, options: ResampleOptions = {}): LoadSeries {
  const length = loadLength(series);
  const grid = regrid({ stepSeconds: series.stepSeconds, length }, stepSeconds, options);
  if (grid.ratio === 1) return series;
  const resampled = mapChannels(series, (values) => regridMeans(values, grid));
  const channels = channelsOf(resampled);
  const origin = regridOrigins(
    {
      length,
      originOf: (old) => loadStepOrigin(series, old),
      isMissing: (step) => channels.every((values) => Number.isNaN(values[step]!)),
    },
    grid,
  );
  return { ...resampled, stepSeconds, origin };
}

/** How large a load is to be. `peak` and `mean` speak of `channel`: requests/s where the load has them, else users. */
export type LoadSize =
  | { readonly factor: number }
  | { readonly peak: number; readonly channel?: LoadChannel }
  | { readonly mean: number; readonly channel?: LoadChannel };

/**
 * Multiplies a load, both channels by the same factor, so that its greatest step or its mean becomes what it is to be.
 * @throws InputError for a size that is not above 0, and for a load without the channel or without any load in it
 */
export function scaleLoad(series: LoadSeries, size: LoadSize): LoadSeries {
  const factor = factorTo(series, size);
  return assuming(
    mapChannels(series, (values) => values.map((value) => value * factor)),
    { loadFactor: factor },
  );
}

function factorTo(series: LoadSeries, size: LoadSize): number {
  const [field, wanted] = Object.entries(size).find(([name]) => name !== 'channel') as [string, number];
  if (!(wanted > 0 && Number.isFinite(wanted))) throw new InputError({ field, value: wanted }, 'a number above 0');
  if ('factor' in size) return wanted;
  const channel = size.channel ?? (series.requestsPerSecond === undefined ? 'users' : 'requestsPerSecond');
  const values = series[channel];
  if (values === undefined) throw new InputError({ field: 'channel', value: channel }, `a load with ${channel}`);
  const now = 'mean' in size ? mean(values) : values.reduce((most, value) => (value > most ? value : most), 0);
  if (!(now > 0)) throw new InputError({ field: series.id, value: now }, 'a load above 0, so that it can be scaled');
  return wanted / now;
}

/**
 * Plays a load so many times as slowly, keeping its level: 1/60 turns steps of a minute into steps of a second. The number of requests
 * changes with it; scale the load to make up for that.
 * @throws InputError unless the factor is above 0
 */
export function stretchLoad(series: LoadSeries, factor: number): LoadSeries {
  if (!(factor > 0 && Number.isFinite(factor)))
    throw new InputError({ field: 'factor', value: factor }, 'a number above 0');
  return assuming({ ...series, stepSeconds: series.stepSeconds * factor }, { timeFactor: factor });
}

/**
 * The steps from `start` up to but without `end`, as views of the same memory.
 * @throws InputError when the window is empty or reaches beyond the series
 */
export function sliceLoad(series: LoadSeries, start: number, end: number = loadLength(series)): LoadSeries {
  const length = loadLength(series);
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length))
    throw new InputError({ field: 'window', value: [start, end] }, `whole numbers 0 ≤ start < end ≤ ${length}`);
  const startTime = series.startTime + start * series.stepSeconds;
  const sliced = { ...mapChannels(series, (values) => values.subarray(start, end)), startTime };
  return series.origin === undefined ? sliced : { ...sliced, origin: series.origin.subarray(start, end) };
}

function channelsOf(series: LoadSeries): Float64Array[] {
  return loadChannels.flatMap((channel) => series[channel] ?? []);
}

function mapChannels(series: LoadSeries, change: (values: Float64Array) => Float64Array): LoadSeries {
  const changed = loadChannels.flatMap((channel) => {
    const values = series[channel];
    return values === undefined ? [] : [[channel, change(values)] as const];
  });
  return { ...series, ...Object.fromEntries(changed) };
}

/** Notes a factor with what was assumed before; factors of several changes multiply. */
function assuming(series: LoadSeries, factors: Readonly<Record<string, number>>): LoadSeries {
  const { source } = series;
  const assumptions = { ...source.assumptions };
  for (const [name, factor] of Object.entries(factors)) assumptions[name] = Number(assumptions[name] ?? 1) * factor;
  return { ...series, source: { ...source, assumptions } };
}
