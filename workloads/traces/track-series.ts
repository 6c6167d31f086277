import type { UsageSeries } from '../usage-series.js';
import type { ImportedSeries } from './format.js';
import { type EntityDescription, GridAccumulator } from './grid-accumulator.js';
import type { ImportReport } from './import-report.js';
import { type JoinedTracks, joinTracks, samplePhase, type Track } from './sample-tracks.js';
import type { SelectionOptions } from './selection.js';

/** One entity and what was measured of it. */
export interface TrackedEntity extends EntityDescription {
  readonly tracks: readonly Track[];
}

/** How tracks of samples become series. */
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
  const { sampleSeconds, stepSeconds = sampleSeconds, maxEntities = Number.POSITIVE_INFINITY } = options;
  const phase = samplePhase(options);
  let written = 0;
  let [withCpu, withMemory, withBoth] = [0, 0, 0];
  for (const { tracks, sizes, ...entity } of entities) {
    const joined = joinTracks(entity.id, tracks, { stepSeconds, sampleSeconds, phase }, report);
    if (joined === undefined) continue;
    if (written === maxEntities) {
      report.count('entitiesSeen');
      report.count('entitiesFiltered');
      continue;
    }
    const [hasCpu, hasMemory] = [joined.channels.has('cpuMillicores'), joined.channels.has('memoryBytes')];
    if (hasCpu) withCpu++;
    if (hasMemory) withMemory++;
    if (hasCpu && hasMemory) withBoth++;
    const from = Object.fromEntries([...joined.origins].map(([channel, why]) => [`${channel} from`, why]));
    const assumptions = { ...entity.source.assumptions, ...from, sampleSeconds };
    const described = {
      ...entity,
      ...(sizes === undefined ? {} : { sizes }),
      source: { ...entity.source, assumptions },
    };
    for (const series of onGrid(joined, described, { ...options, stepSeconds }, phase, report)) {
      written++;
      yield { kind: 'usage', series };
    }
  }
  if (withCpu > 0 && withMemory > 0 && withBoth < Math.max(withCpu, withMemory))
    report.remark(
      `${withCpu} entities have CPU, ${withMemory} memory, ${withBoth} both: are the labels of the queries the same?`,
    );
}

/** One entity through a grid of its own, so that only one is in memory at a time. */
function* onGrid(
  { channels, firstStep, steps }: JoinedTracks,
  entity: EntityDescription,
  options: TrackSeriesOptions & { readonly stepSeconds: number },
  phase: number,
  report: ImportReport,
): Generator<UsageSeries, void> {
  const { stepSeconds, from, to } = options;
  const grid = new GridAccumulator(
    {
      ...options,
      maxEntities: undefined,
      from: from === undefined ? undefined : from - phase,
      to: to === undefined ? undefined : to - phase,
      sampling: { kind: 'window', rest: 'unknown' },
      channels: [...channels.keys()],
    },
    report,
  );
  const [cpu, memory] = [channels.get('cpuMillicores'), channels.get('memoryBytes')];
  const columns = [...channels.values()];
  for (let step = 0; step < steps; step++) {
    if (Number.isNaN(cpu?.[step] ?? Number.NaN) && Number.isNaN(memory?.[step] ?? Number.NaN)) continue;
    const start = (firstStep + step) * stepSeconds;
    const [first, ...others] = columns.map((values) => values[step]!);
    grid.add(0, start, start + stepSeconds, first!, ...others);
  }
  for (const series of grid.series(() => entity)) yield { ...series, startTime: series.startTime + phase };
}
