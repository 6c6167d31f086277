import { type SeriesChannel, seriesChannels } from '../usage-series.js';
import type { Windows } from './entity-windows.js';
import type { ImportReport } from './import-report.js';
import type { MetricRole } from './prometheus-roles.js';
import { type PrometheusSamples, SAMPLE_WIDTH } from './prometheus-samples.js';
import type { RecordGroup } from './record-runs.js';
import { stepMeans } from './step-means.js';

/** The grid samples are put on. */
export interface JoinGrid {
  readonly stepSeconds: number;
  /** Distance of the samples, seconds: how long a gauge's sample stands for. */
  readonly sampleSeconds: number;
  /** Time of a grid line, seconds; steps are counted from it. */
  readonly phase: number;
}

/** One entity's metrics side by side. */
export interface JoinedEntity {
  readonly entity: number;
  readonly firstStep: number;
  readonly steps: number;
  /** One value a step; NaN where no series of the entity has a sample. */
  readonly channels: ReadonlyMap<SeriesChannel, Float64Array>;
  readonly roles: ReadonlyMap<SeriesChannel, MetricRole>;
}

/** A counter's increase over a longer pause than this is not spread over it: Prometheus forgets a series after five minutes. */
const STALE_SECONDS = 300;

/** Samples of one Prometheus series, from one file or several. */
interface Track {
  readonly role: MetricRole;
  readonly unit: string;
  /** Time and value, one after the other. */
  readonly samples: number[];
}

/**
 * Puts all metrics of one entity on one grid. Usage is added up over the entity's series (containers of a pod, pods of a workload, the
 * lives of a restarted container); so are requests and limits, except that of several values for one container the highest counts.
 *
 * @returns undefined when nothing of the entity is usable
 */
export function joinEntity(
  group: RecordGroup,
  samples: PrometheusSamples,
  grid: JoinGrid,
  report: ImportReport,
): JoinedEntity | undefined {
  const tracks = bestTracks(tracksOf(group, samples));
  const gridded = tracks.flatMap((track) => {
    const placed = place(track, grid, samples.entityName(group.key), report);
    return placed === undefined ? [] : [{ ...placed, track }];
  });
  if (gridded.length === 0) return undefined;
  const firstStep = Math.min(...gridded.map((one) => one.firstStep));
  const steps = Math.max(...gridded.map((one) => one.firstStep + one.values.length)) - firstStep;
  const channels = new Map<SeriesChannel, Float64Array>();
  const roles = new Map<SeriesChannel, MetricRole>();
  for (const channel of seriesChannels) {
    const own = gridded.filter(({ track }) => track.role.channel === channel);
    if (own.length === 0) continue;
    roles.set(channel, own[0]!.track.role);
    const isUsage = channel === 'cpuMillicores' || channel === 'memoryBytes';
    const containers = isUsage ? [own] : [...groupedBy(own, ({ track }) => track.unit).values()];
    const total = new Float64Array(steps).fill(Number.NaN);
    for (const parts of containers) {
      const part = new Float64Array(steps).fill(Number.NaN);
      for (const { firstStep: first, values } of parts)
        combine(part, values, first - firstStep, isUsage ? add : highest);
      combine(total, part, 0, add);
    }
    channels.set(channel, total);
  }
  return { entity: group.key, firstStep, steps, channels, roles };
}

const add = (a: number, b: number) => a + b;
const highest = (a: number, b: number) => Math.max(a, b);

function combine(
  into: Float64Array,
  values: Float64Array,
  shift: number,
  merge: (a: number, b: number) => number,
): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const known = into[i + shift]!;
    into[i + shift] = Number.isNaN(known) ? value : merge(known, value);
  }
}

/** The entity's samples by series; the same series of several files is one track. */
function tracksOf({ records, count }: RecordGroup, samples: PrometheusSamples): Track[] {
  const tracks = new Map<string, Track>();
  const trackOf = new Map<number, Track | undefined>();
  for (let i = 0; i < count; i++) {
    const number = records[i * SAMPLE_WIDTH]!;
    if (!trackOf.has(number)) {
      const { key, unit, isLeftOut, metric } = samples.at(number);
      const { role } = metric;
      if (isLeftOut || role === undefined) {
        trackOf.set(number, undefined);
      } else {
        const name = `${role.channel} ${role.rank} ${key}`;
        const track = tracks.get(name) ?? { role, unit, samples: [] };
        tracks.set(name, track);
        trackOf.set(number, track);
      }
    }
    trackOf.get(number)?.samples.push(records[i * SAMPLE_WIDTH + 1]!, records[i * SAMPLE_WIDTH + 2]!);
  }
  return [...tracks.values()];
}

/** Of several metrics for one channel, the best. */
function bestTracks(tracks: readonly Track[]): readonly Track[] {
  const best = new Map<SeriesChannel, number>();
  for (const { role } of tracks) best.set(role.channel, Math.min(role.rank, best.get(role.channel) ?? role.rank));
  return tracks.filter(({ role }) => role.rank === best.get(role.channel));
}

/** One track on the grid: time-weighted means of what its samples stand for. */
function place({ role, samples }: Track, grid: JoinGrid, name: string, report: ImportReport) {
  const sorted = inOrder(samples, report);
  const { records, count } = role.isCounter ? increases(sorted, grid, report) : gauges(sorted, grid);
  if (count === 0) return undefined;
  const isLimit = role.channel === 'cpuLimitMillicores' || role.channel === 'memoryLimitBytes';
  for (let i = 0; i < count; i++) {
    const value = records[i * 3 + 2]! * role.scale;
    records[i * 3 + 2] = isLimit && value === 0 ? Number.NaN : value;
  }
  const windows: Windows = {
    count,
    record: Int32Array.from({ length: count }, (_, i) => i),
    start: Float64Array.from({ length: count }, (_, i) => records[i * 3]!),
    end: Float64Array.from({ length: count }, (_, i) => records[i * 3 + 1]!),
  };
  const options = {
    stepSeconds: grid.stepSeconds,
    sampling: { kind: 'window', rest: 'unknown' } as const,
    channels: [role.channel],
  };
  const means = stepMeans(name, records, 3, windows, options);
  return means === undefined ? undefined : { firstStep: means.firstStep, values: means.channels.get(role.channel)! };
}

/** Sorted by time, the last of samples with one stamp kept. */
function inOrder(samples: readonly number[], report: ImportReport): Float64Array {
  const count = samples.length / 2;
  const order = Int32Array.from({ length: count }, (_, i) => i);
  let isSorted = true;
  for (let i = 1; i < count && isSorted; i++) isSorted = samples[i * 2]! > samples[i * 2 - 2]!;
  if (isSorted) return Float64Array.from(samples);
  order.sort((a, b) => samples[a * 2]! - samples[b * 2]! || a - b);
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = order[i]! * 2;
    if (i > 0 && order[i]! < order[i - 1]! && samples[at]! !== samples[order[i - 1]! * 2]!) report.count('outOfOrder');
    if (kept.length > 0 && kept.at(-2) === samples[at]) {
      report.count('duplicates');
      kept.length -= 2;
    }
    kept.push(samples[at]!, samples[at + 1]!);
  }
  return Float64Array.from(kept);
}

/** A gauge's sample stands from its stamp to the next sample, at most one sample distance. */
function gauges(sorted: Float64Array, { phase, sampleSeconds }: JoinGrid) {
  const count = sorted.length / 2;
  const records = new Float64Array(count * 3);
  for (let i = 0; i < count; i++) {
    const time = sorted[i * 2]!;
    const next = i + 1 < count ? sorted[i * 2 + 2]! : Number.POSITIVE_INFINITY;
    records[i * 3] = time - phase;
    records[i * 3 + 1] = Math.min(next, time + sampleSeconds) - phase;
    records[i * 3 + 2] = sorted[i * 2 + 1]!;
  }
  return { records, count };
}

/** A counter's increase over the time between two samples; nothing where it was reset or the pause is too long. */
function increases(sorted: Float64Array, { phase, sampleSeconds }: JoinGrid, report: ImportReport) {
  const records = new Float64Array((sorted.length / 2) * 3);
  const longest = Math.max(STALE_SECONDS, 3 * sampleSeconds);
  let count = 0;
  for (let i = 0; i + 3 < sorted.length; i += 2) {
    const [time, value, next, later] = [sorted[i]!, sorted[i + 1]!, sorted[i + 2]!, sorted[i + 3]!];
    if (later < value) report.count('negatives');
    if (later < value || next - time > longest) continue;
    records[count * 3] = time - phase;
    records[count * 3 + 1] = next - phase;
    records[count * 3 + 2] = (later - value) / (next - time);
    count++;
  }
  return { records, count };
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
