import { type SeriesChannel, seriesChannels } from '../usage-series.js';
import type { Windows } from './entity-windows.js';
import type { ImportReport } from './import-report.js';
import { stepMeans } from './step-means.js';

/**
 * Samples of one measured quantity, in any order.
 *
 * - `gauge`: time and value, time and value …; a sample stands until the next one, at most one sample distance.
 * - `counter`: the same of a quantity that only rises; its increase over the time between two samples is what counts, and nothing is known
 *   of the time in which it fell.
 * - `total`: a counter that begins again at 0 when it is reset, as Prometheus' `rate` has it: where it fell, all it shows is increase.
 * - `window`: begin, end and mean value.
 *
 * Times are seconds.
 */
export interface Samples {
  readonly kind: 'gauge' | 'counter' | 'total' | 'window';
  readonly values: number[];
}

/** One quantity of one entity, or of one part of it. */
export interface Track {
  readonly channel: SeriesChannel;
  /** Factor from the samples (of a counter: its rate a second) to millicores or bytes. */
  readonly scale: number;
  /** Where several quantities give an entity the same channel, the one with the lowest rank is taken. */
  readonly rank: number;
  /** Which part of the entity it is about, such as a container of a pod: parts are added up. */
  readonly part: string;
  /** Where it is from, in words, for `source.assumptions`. */
  readonly why: string;
  readonly samples: Samples;
}

/** The grid samples are put on. */
export interface TrackGrid {
  readonly stepSeconds: number;
  /** Distance of the samples, seconds: how long a gauge's sample stands for. */
  readonly sampleSeconds: number;
  /** Time of a grid line, seconds; steps are counted from it. */
  readonly phase: number;
}

/** One entity's quantities side by side. */
export interface JoinedTracks {
  readonly firstStep: number;
  readonly steps: number;
  /** One value a step; NaN where no track has a sample. */
  readonly channels: ReadonlyMap<SeriesChannel, Float64Array>;
  /** Where each channel is from. */
  readonly origins: ReadonlyMap<SeriesChannel, string>;
}

/** Where the steps' grid lies: on the samples' stamps where its step is theirs, else on multiples of the step. Seconds. */
export function samplePhase({
  sampleSeconds,
  stepSeconds = sampleSeconds,
  firstTime,
}: Pick<TrackGrid, 'sampleSeconds'> & {
  readonly stepSeconds?: number | undefined;
  readonly firstTime: number;
}): number {
  return stepSeconds === sampleSeconds ? firstTime - Math.floor(firstTime / stepSeconds) * stepSeconds : 0;
}

/** A counter's increase over a longer pause than this is not spread over it: Prometheus forgets a series after five minutes. */
const STALE_SECONDS = 300;

/**
 * Puts all tracks of one entity on one grid. Usage is added up over the tracks of a channel (containers of a pod, pods of a workload,
 * the lives of a restarted container); so are requests and limits, except that of several values for one part the highest counts.
 *
 * @param name of the entity, for errors
 * @returns undefined when there is nothing to put
 */
export function joinTracks(
  name: string,
  tracks: readonly Track[],
  grid: TrackGrid,
  report: ImportReport,
): JoinedTracks | undefined {
  const placed = bestTracks(tracks).flatMap((track) => {
    const means = place(track, grid, name, report);
    return means === undefined ? [] : [{ ...means, track }];
  });
  if (placed.length === 0) return undefined;
  const firstStep = placed.reduce((step, one) => Math.min(step, one.firstStep), Number.POSITIVE_INFINITY);
  const end = placed.reduce((step, one) => Math.max(step, one.firstStep + one.values.length), Number.NEGATIVE_INFINITY);
  const steps = end - firstStep;
  const channels = new Map<SeriesChannel, Float64Array>();
  const origins = new Map<SeriesChannel, string>();
  for (const channel of seriesChannels) {
    const own = placed.filter(({ track }) => track.channel === channel);
    if (own.length === 0) continue;
    origins.set(channel, own[0]!.track.why);
    const isUsage = channel === 'cpuMillicores' || channel === 'memoryBytes';
    const names = new Set(own.map(({ track }) => track.part));
    const parts = isUsage ? [own] : [...names].map((name) => own.filter(({ track }) => track.part === name));
    const total = new Float64Array(steps).fill(Number.NaN);
    for (const part of parts) {
      const sum = new Float64Array(steps).fill(Number.NaN);
      for (const { firstStep: first, values } of part) combine(sum, values, first - firstStep, isUsage ? add : highest);
      combine(total, sum, 0, add);
    }
    channels.set(channel, total);
  }
  return { firstStep, steps, channels, origins };
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

/** Of several quantities for one channel, the best. */
function bestTracks(tracks: readonly Track[]): readonly Track[] {
  const best = new Map<SeriesChannel, number>();
  for (const { channel, rank } of tracks) best.set(channel, Math.min(rank, best.get(channel) ?? rank));
  return tracks.filter(({ channel, rank }) => rank === best.get(channel));
}

/** One track on the grid: time-weighted means of what its samples stand for. */
function place({ channel, scale, samples }: Track, grid: TrackGrid, name: string, report: ImportReport) {
  const { records, count } = windowsOf(samples, grid, report);
  if (count === 0) return undefined;
  const isLimit = channel === 'cpuLimitMillicores' || channel === 'memoryLimitBytes';
  const windows: Windows = {
    count,
    record: new Int32Array(count),
    start: new Float64Array(count),
    end: new Float64Array(count),
  };
  for (let i = 0; i < count; i++) {
    const value = records[i * 3 + 2]! * scale;
    records[i * 3 + 2] = isLimit && value === 0 ? Number.NaN : value;
    windows.record[i] = i;
    windows.start[i] = records[i * 3]!;
    windows.end[i] = records[i * 3 + 1]!;
  }
  const sampling = { kind: 'window', rest: 'unknown' } as const;
  const means = stepMeans(name, records, 3, windows, { stepSeconds: grid.stepSeconds, sampling, channels: [channel] });
  return means === undefined ? undefined : { firstStep: means.firstStep, values: means.channels.get(channel)! };
}

/** Windows, counted from the grid's phase. */
export interface WindowRecords {
  /** Three doubles each: begin, end and value. */
  readonly records: Float64Array;
  readonly count: number;
}

/** The windows that samples stand for, in order. */
export function windowsOf({ kind, values }: Samples, grid: TrackGrid, report: ImportReport): WindowRecords {
  const sorted = inOrder(values, kind === 'window' ? 3 : 2, report);
  if (kind === 'counter' || kind === 'total') return increases(sorted, kind, grid, report);
  if (kind === 'gauge') return gauges(sorted, grid);
  for (let i = 0; i < sorted.length; i += 3) {
    sorted[i]! -= grid.phase;
    sorted[i + 1]! -= grid.phase;
  }
  return { records: sorted, count: sorted.length / 3 };
}

/** Sorted by time, the last of samples with one stamp kept. */
function inOrder(values: readonly number[], width: number, report: ImportReport): Float64Array {
  const count = values.length / width;
  let isSorted = true;
  for (let i = 1; i < count && isSorted; i++) isSorted = values[i * width]! > values[(i - 1) * width]!;
  if (isSorted) return Float64Array.from(values);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  order.sort((a, b) => values[a * width]! - values[b * width]! || a - b);
  const kept: number[] = [];
  for (const index of order) {
    const at = index * width;
    if (kept.length > 0 && kept.at(-width) === values[at]) {
      report.count('duplicates');
      kept.length -= width;
    }
    for (let field = 0; field < width; field++) kept.push(values[at + field]!);
  }
  return Float64Array.from(kept);
}

/** On the samples' own step each goes to the nearest step, counted from the track's first; on another, it stands until the next one. */
function gauges(sorted: Float64Array, { phase, sampleSeconds, stepSeconds }: TrackGrid): WindowRecords {
  const count = sorted.length / 2;
  const records = new Float64Array(count * 3);
  const isNative = stepSeconds === sampleSeconds;
  const first = sorted[0]!;
  const origin = Math.floor((first - phase) / stepSeconds + 1e-9);
  for (let i = 0; i < count; i++) {
    const time = sorted[i * 2]!;
    const next = i + 1 < count ? sorted[i * 2 + 2]! : Number.POSITIVE_INFINITY;
    const step = origin + Math.round((time - first) / stepSeconds);
    records[i * 3] = isNative ? step * stepSeconds : time - phase;
    records[i * 3 + 1] = isNative ? (step + 1) * stepSeconds : Math.min(next, time + sampleSeconds) - phase;
    records[i * 3 + 2] = sorted[i * 2 + 1]!;
  }
  return { records, count };
}

/** A counter's increase over the time between two samples; nothing where the pause is too long, or a counter of unknown resets fell. */
function increases(
  sorted: Float64Array,
  kind: 'counter' | 'total',
  { phase, sampleSeconds }: TrackGrid,
  report: ImportReport,
): WindowRecords {
  const records = new Float64Array((sorted.length / 2) * 3);
  const longest = Math.max(STALE_SECONDS, 3 * sampleSeconds);
  let count = 0;
  for (let i = 0; i + 3 < sorted.length; i += 2) {
    const [time, value, next, later] = [sorted[i]!, sorted[i + 1]!, sorted[i + 2]!, sorted[i + 3]!];
    const isReset = later < value;
    if (isReset) report.count(kind === 'total' ? 'counterResets' : 'negatives');
    if ((isReset && kind === 'counter') || next - time > longest) continue;
    records[count * 3] = time - phase;
    records[count * 3 + 1] = next - phase;
    records[count * 3 + 2] = (isReset ? later : later - value) / (next - time);
    count++;
  }
  return { records, count };
}
