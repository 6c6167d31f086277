import { InputError } from '../../env/core/input-error.js';
import type { LoadChannel, LoadSeries } from '../load-series.js';
import { type SeriesSource, StepOrigin } from '../usage-series.js';
import type { ImportedSeries } from './format.js';
import { countGaps, countOrigins, fillGaps } from './gap-fill.js';
import type { ImportReport } from './import-report.js';
import { type Samples, samplePhase, type TrackGrid, windowsOf } from './sample-tracks.js';
import type { TrackSeriesOptions } from './track-series.js';

/** Samples of a service's load, or of a part of it: of one of its pods, of one status code. */
export interface LoadTrack {
  /** Factor from the samples (of a counter: its rate a second) to requests a second or users. */
  readonly scale: number;
  readonly samples: Samples;
}

/** A service and the parts of its load. */
export interface TrackedService {
  readonly id: string;
  readonly source: SeriesSource;
  readonly channel: LoadChannel;
  readonly tracks: readonly LoadTrack[];
}

/** Longest series that is believed; beyond it a time stamp is wrong, or its unit. */
const MAX_STEPS = 20_000_000;

/** A part that begins or ends more than this many sample distances inside a step did not take part in all of it (Prometheus, `rate`). */
const TOO_FAR = 1.1;

/**
 * Turns the samples of services, one after the other, into load series: the parts of a service are put on one grid and added up. Steps lie as
 * those of usage do (`trackSeries`).
 *
 * A counter's increase between two samples is spread over the time between them; where it fell it began again at 0. So no request is lost or
 * counted twice, whatever the jitter of scrapes. A part that is missing for at most `maxGapSteps` is bridged on a line before it is added, or
 * the sum would dip; where all parts are missing the step is, until the gap is filled or left.
 */
export function* loadSeries(
  services: Iterable<TrackedService>,
  options: TrackSeriesOptions,
  report: ImportReport,
): Generator<ImportedSeries, void> {
  const { sampleSeconds, stepSeconds = sampleSeconds, minHours = 0, maxEntities = Number.POSITIVE_INFINITY } = options;
  const grid = { stepSeconds, sampleSeconds, phase: samplePhase(options) };
  let written = 0;
  for (const { id, source, channel, tracks } of services) {
    report.count('entitiesSeen');
    const sum = written === maxEntities ? undefined : sumOf(id, tracks, grid, options, report);
    if (sum === undefined || sum.values.length * stepSeconds < minHours * 3600) {
      report.count('entitiesFiltered');
      continue;
    }
    const { firstStep, values, origin } = sum;
    countGaps(origin, report);
    fillGaps({ linear: [values], held: [], origin }, options.maxGapSteps);
    countOrigins(origin, report);
    report.count('seriesWritten');
    written++;
    const assumptions = { ...source.assumptions, sampleSeconds, 'series added up': tracks.length };
    const startTime = firstStep * stepSeconds + grid.phase;
    const series: LoadSeries = { id, startTime, stepSeconds, origin, source: { ...source, assumptions } };
    yield { kind: 'load', series: { ...series, [channel]: values } };
  }
}

interface LoadSum {
  readonly firstStep: number;
  readonly values: Float64Array;
  readonly origin: Uint8Array;
}

function sumOf(
  id: string,
  tracks: readonly LoadTrack[],
  grid: TrackGrid,
  { from, to, maxGapSteps }: Pick<TrackSeriesOptions, 'from' | 'to' | 'maxGapSteps'>,
  report: ImportReport,
): LoadSum | undefined {
  const { phase, stepSeconds } = grid;
  const range = {
    from: (from ?? Number.NEGATIVE_INFINITY) - phase,
    to: (to ?? Number.POSITIVE_INFINITY) - phase,
  };
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const parts = tracks.map(({ samples, scale }) => {
    const { records, count } = windowsOf(samples, grid, report);
    for (let at = 0; at < count * 3; at += 3) {
      if (records[at]! >= range.to || records[at + 1]! <= range.from) {
        report.counts.rowsOutsideRange++;
        continue;
      }
      report.counts.rowsUsed++;
      earliest = Math.min(earliest, Math.max(records[at]!, range.from));
      latest = Math.max(latest, Math.min(records[at + 1]!, range.to));
    }
    return { records, count, scale, isCounter: samples.kind === 'total' };
  });
  if (!(earliest < latest)) return undefined;
  const firstStep = Math.floor(earliest / stepSeconds + 1e-9);
  const steps = Math.ceil(latest / stepSeconds - 1e-9) - firstStep;
  if (steps > MAX_STEPS)
    throw new InputError(
      { field: id, value: `${earliest + phase} … ${latest + phase} s` },
      `at most ${MAX_STEPS} steps of ${stepSeconds} s (is a time stamp wrong, or its unit?)`,
    );
  const sum = new StepSum(firstStep, Math.max(1, steps), grid);
  for (const { records, count, scale, isCounter } of parts) {
    if (isCounter && count > 0) extrapolate(records, count, earliest, latest, TOO_FAR * grid.sampleSeconds);
    let [end, value] = [Number.NaN, 0];
    for (let at = 0; at < count * 3; at += 3) {
      const begin = Math.max(records[at]!, range.from);
      const finish = Math.min(records[at + 1]!, range.to);
      if (!(begin < finish)) continue;
      const next = records[at + 2]! * scale;
      const gap = begin - end;
      if (gap > 1e-9 && gap <= maxGapSteps * stepSeconds + 1e-9) sum.bridge(end, begin, value, next);
      sum.measure(begin, finish, next);
      [end, value] = [finish, next];
    }
    sum.endPart();
  }
  report.count('partsBridged', sum.bridgedParts());
  return sum.trimmed();
}

/** Draws a counter's first and last rate out to the edges of all that was measured, unless they are too far: its scrapes come at times of their own. */
function extrapolate(records: Float64Array, count: number, earliest: number, latest: number, farthest: number): void {
  const last = (count - 1) * 3 + 1;
  if (records[0]! - earliest <= farthest) records[0] = Math.min(records[0]!, earliest);
  if (latest - records[last]! <= farthest) records[last] = Math.max(records[last]!, latest);
}

/** Adds up, step by step, what the parts of a service had to do. */
class StepSum {
  private readonly origin: Uint8Array;
  private readonly total: Float64Array;
  /** Largest share of a step in which some part was measured. */
  private readonly reach: Float64Array;
  private readonly bridged: Float64Array;
  /** Of the part being added: mean load, the seconds it is over, whether any was measured, and between which times it was there. */
  private readonly mean: Float64Array;
  private readonly covered: Float64Array;
  private readonly isMeasured: Uint8Array;
  private readonly begin: Float64Array;
  private readonly end: Float64Array;
  private low = 0;
  private high = 0;

  constructor(
    private readonly firstStep: number,
    private readonly steps: number,
    private readonly grid: TrackGrid,
  ) {
    this.origin = new Uint8Array(steps).fill(StepOrigin.missing);
    [this.total, this.reach, this.bridged] = [
      new Float64Array(steps),
      new Float64Array(steps),
      new Float64Array(steps),
    ];
    [this.mean, this.covered, this.isMeasured] = [
      new Float64Array(steps),
      new Float64Array(steps),
      new Uint8Array(steps),
    ];
    [this.begin, this.end] = [new Float64Array(steps), new Float64Array(steps)];
    this.low = steps;
  }

  /** A measured window of the part; windows come in order. */
  measure(begin: number, end: number, value: number): void {
    const { stepSeconds } = this.grid;
    const isShort = end - begin <= 1.5 * stepSeconds;
    this.spread(begin, end, value, 0, (step, stepStart) => {
      this.isMeasured[step] = 1;
      if (isShort || begin >= stepStart) this.origin[step] = StepOrigin.observed;
      else if (this.origin[step] === StepOrigin.missing) this.origin[step] = StepOrigin.carried;
    });
  }

  /** A gap of the part, on a line from the value before it to the one after. */
  bridge(begin: number, end: number, before: number, after: number): void {
    this.spread(begin, end, before, (after - before) / (end - begin), () => {});
  }

  private spread(
    begin: number,
    end: number,
    value: number,
    slope: number,
    mark: (step: number, stepStart: number) => void,
  ): void {
    const { firstStep, steps, mean, covered } = this;
    const { stepSeconds } = this.grid;
    const first = Math.max(0, Math.floor(begin / stepSeconds + 1e-9) - firstStep);
    const last = Math.min(steps, Math.ceil(end / stepSeconds - 1e-9) - firstStep) - 1;
    this.low = Math.min(this.low, first);
    this.high = Math.max(this.high, last + 1);
    for (let step = first; step <= last; step++) {
      const stepStart = (firstStep + step) * stepSeconds;
      const from = Math.max(begin, stepStart);
      const to = Math.min(end, stepStart + stepSeconds);
      if (covered[step] === 0) this.begin[step] = from;
      this.end[step] = to;
      covered[step]! += to - from;
      mean[step]! += (value + slope * ((from + to) / 2 - begin) - mean[step]!) * ((to - from) / covered[step]!);
      mark(step, stepStart);
    }
  }

  /** Adds the part to the sum. */
  endPart(): void {
    const { mean, covered, isMeasured } = this;
    const { stepSeconds, sampleSeconds } = this.grid;
    for (let step = this.low; step < this.high; step++) {
      if (covered[step] === 0) continue;
      const present = this.end[step]! - this.begin[step]!;
      const absent = stepSeconds - present;
      const isSliver = present < Math.min(stepSeconds, sampleSeconds) / 2;
      const drawnOut = absent <= TOO_FAR * sampleSeconds ? 1 : (present + sampleSeconds / 2) / stepSeconds;
      const share = isSliver ? present / stepSeconds : drawnOut;
      this.total[step]! += mean[step]! * share;
      if (isMeasured[step] === 0) this.bridged[step]!++;
      else if (!isSliver) this.reach[step] = Math.max(this.reach[step]!, share);
    }
    mean.fill(0, this.low, this.high);
    covered.fill(0, this.low, this.high);
    isMeasured.fill(0, this.low, this.high);
    [this.low, this.high] = [this.steps, 0];
  }

  /** Mean load of every step from the first to the last that was measured; undefined where none was. */
  trimmed(): LoadSum | undefined {
    const { total, reach, origin, firstStep } = this;
    const first = reach.findIndex((share) => share > 0);
    if (first < 0) return undefined;
    const end = reach.findLastIndex((share) => share > 0) + 1;
    const values = total.slice(first, end);
    const known = origin.slice(first, end);
    for (let step = 0; step < values.length; step++) {
      const share = reach[first + step]!;
      values[step] = share === 0 ? Number.NaN : values[step]! / share;
      if (share === 0) known[step] = StepOrigin.missing;
    }
    return { firstStep: firstStep + first, values, origin: known };
  }

  /** Steps of parts that were bridged beside parts that were measured. */
  bridgedParts(): number {
    return this.bridged.reduce((sum, parts, step) => (this.reach[step]! > 0 ? sum + parts : sum), 0);
  }
}
