import { type Regrid, type ResampleOptions, regrid, regridMeans, regridOrigins, regridPeaks } from './regrid.js';
import { type SeriesChannel, seriesChannels, seriesLength, stepOrigin, type UsageSeries } from './usage-series.js';

export type { ResampleOptions } from './regrid.js';

/** Channels of which the greatest value counts, and the mean they stand in for where a source has no peaks. */
const peaks: Partial<Record<SeriesChannel, SeriesChannel>> = {
  cpuMaxMillicores: 'cpuMillicores',
  memoryMaxBytes: 'memoryBytes',
};

/**
 * Puts a series on another grid with the same beginning. New steps hold the time-weighted mean of the old ones they cover
 * and, as peak, the greatest peak (or, without peaks, the greatest mean, which is a lower bound of it). The mask is kept: a
 * step's origin is the one that covers most of it, the less certain one at a tie. Steps finer than the old ones are marked
 * interpolated, because nothing was measured that finely. A last step that the old series does not fill is kept when enough
 * of it is known.
 *
 * @throws InputError when the step is not above 0
 */
export function resampleSeries(series: UsageSeries, stepSeconds: number, options: ResampleOptions = {}): UsageSeries {
  const length = seriesLength(series);
  const grid = regrid({ stepSeconds: series.stepSeconds, length }, stepSeconds, options);
  if (grid.ratio === 1) return series;
  const arrays = regridChannels(series, grid);
  const cpu = arrays.cpuMillicores!;
  const memory = arrays.memoryBytes!;
  const origin = regridOrigins(
    {
      length,
      originOf: (old) => stepOrigin(series, old),
      isMissing: (step) => Number.isNaN(cpu[step]!) && Number.isNaN(memory[step]!),
    },
    grid,
  );
  return { ...series, stepSeconds, ...arrays, origin };
}

function regridChannels(series: UsageSeries, grid: Regrid): Partial<Record<SeriesChannel, Float64Array>> {
  const arrays: Partial<Record<SeriesChannel, Float64Array>> = {};
  for (const channel of seriesChannels) {
    const values = series[channel];
    const stand = peaks[channel];
    if (stand !== undefined) arrays[channel] = regridPeaks(values ?? series[stand]!, grid);
    else if (values !== undefined) arrays[channel] = regridMeans(values, grid);
  }
  return arrays;
}
