import { loadChannels } from '../workloads/load-series.js';
import type { AnySeries } from '../workloads/series-layout.js';
import { seriesChannels } from '../workloads/usage-series.js';

const channels = [...seriesChannels, ...loadChannels] as const;

/** The value arrays a usage or load series carries, with their channels' names, in the order in which files hold them. */
export function seriesArrays(series: AnySeries): readonly (readonly [string, Float64Array])[] {
  const arrays = series as Partial<Readonly<Record<(typeof channels)[number], Float64Array>>>;
  return channels.flatMap((channel) => {
    const values = arrays[channel];
    return values === undefined ? [] : [[channel, values] as const];
  });
}
