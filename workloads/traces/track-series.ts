import { type SeriesChannel, seriesChannels } from '../usage-series.js';
import type { ImportedSeries } from './format.js';
import { type EntityDescription, GridAccumulator } from './grid-accumulator.js';
import type { ImportReport } from './import-report.js';
import { joinTracks, type Track } from './sample-tracks.js';
import type { SelectionOptions } from './selection.js';

/** One entity and what was measured of it. */
export interface TrackedEntity extends EntityDescription {
  readonly tracks: readonly Track[];
}

export type TrackSeriesOptions = Omit<SelectionOptions, 'stepSeconds' | 'entities'> & {
  /** Step of the series, seconds; the samples' own when it is not said. */
  readonly stepSeconds?: number | undefined;
  /** Distance of the samples, seconds. */
  readonly sampleSeconds: number;
  /** Any sample's stamp, seconds: the grid keeps its phase where the step is the samples' own. */
  readonly firstTime: number;
};

/**
 * Turns the samples of entities, one entity after the other, into series: joins each entity's quantities on one grid, then fills short
 * gaps and carries requests as {@link GridAccumulator} does.
 *
 * When the step is the samples' own, a gauge's sample stamped `t` is the step that begins at `t`, or the nearest one where stamps jitter, so that
 * no sample is blended with its neighbours; on another step, means are weighted by time and steps lie on multiples of it.
 */
export function* trackSeries(
  entities: Iterable<TrackedEntity>,
  options: TrackSeriesOptions,
  report: ImportReport,
): Generator<ImportedSeries, void> {
  const { sampleSeconds, stepSeconds = sampleSeconds, firstTime, from, to } = options;
  const phase = stepSeconds === sampleSeconds ? firstTime - Math.floor(firstTime / stepSeconds) * stepSeconds : 0;
  const grid = new GridAccumulator(
    {
      ...options,
      stepSeconds,
      from: from === undefined ? undefined : from - phase,
      to: to === undefined ? undefined : to - phase,
      sampling: { kind: 'window', rest: 'unknown' },
      channels: seriesChannels,
    },
    report,
  );
  const described: EntityDescription[] = [];
  let [withCpu, withMemory, withBoth] = [0, 0, 0];
  for (const { tracks, sizes = {}, ...entity } of entities) {
    const joined = joinTracks(entity.id, tracks, { stepSeconds, sampleSeconds, phase }, report);
    if (joined === undefined) continue;
    const { firstStep, steps, channels, origins } = joined;
    const from = Object.fromEntries([...origins].map(([channel, why]) => [`${channel} from`, why]));
    const assumptions = { ...entity.source.assumptions, ...from, sampleSeconds };
    const number = described.push({ ...entity, source: { ...entity.source, assumptions } }) - 1;
    if (channels.has('cpuMillicores')) withCpu++;
    if (channels.has('memoryBytes')) withMemory++;
    if (channels.has('cpuMillicores') && channels.has('memoryBytes')) withBoth++;
    const constant: Partial<Record<SeriesChannel, number>> = sizes;
    const columns = seriesChannels.map((channel) => channels.get(channel) ?? constant[channel]);
    for (let step = 0; step < steps; step++) {
      const start = (firstStep + step) * stepSeconds;
      const [cpu, memory, ...others] = columns.map((values) =>
        typeof values === 'number' ? values : (values?.[step] ?? Number.NaN),
      ) as [number, number];
      if (Number.isNaN(cpu) && Number.isNaN(memory)) continue;
      grid.add(number, start, start + stepSeconds, cpu, memory, ...others);
    }
  }
  if (withCpu > 0 && withMemory > 0 && withBoth < Math.max(withCpu, withMemory))
    report.remark(
      `${withCpu} entities have CPU, ${withMemory} memory, ${withBoth} both: are the labels of the queries the same?`,
    );
  for (const series of grid.series((number) => described[number]))
    yield { kind: 'usage', series: { ...series, startTime: series.startTime + phase } };
}
