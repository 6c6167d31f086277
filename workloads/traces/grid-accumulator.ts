import { InputError } from '../../env/core/input-error.js';
import {
  type SeriesChannel,
  type SeriesSource,
  StepOrigin,
  seriesChannels,
  type UsageSeries,
} from '../usage-series.js';
import { CHANGE_WIDTH, type ChangeChannel, ChangeKind, Changes, changeChannels } from './entity-changes.js';
import { type Sampling, WindowOrder, type Windows } from './entity-windows.js';
import { carryForward, countGaps, countOrigins, fillGaps } from './gap-fill.js';
import type { ImportReport } from './import-report.js';
import { type RecordGroup, RecordRuns } from './record-runs.js';
import type { SelectionOptions } from './selection.js';
import { type EntityGrid, stepMeans } from './step-means.js';

/** Options of a {@link GridAccumulator}. */
export type GridOptions = Pick<
  SelectionOptions,
  'stepSeconds' | 'maxGapSteps' | 'from' | 'to' | 'minHours' | 'maxEntities'
> & {
  readonly sampling: Sampling;
  /** What the values of {@link GridAccumulator.add} are, in their order; at most eight. */
  readonly channels: readonly SeriesChannel[];
  /** Memory for rows that are not on disk yet, bytes. */
  readonly budgetBytes?: number;
};

/** Names one entity: everything of a series that is not on the grid. */
export interface EntityDescription {
  readonly id: string;
  readonly source: SeriesSource;
  /** What the values of a channel are to be multiplied by, where that is only known once all files were read; default 1. */
  readonly scale?: Partial<Record<SeriesChannel, number>>;
  /** Requests and limits that held all the time, where no record and no change says otherwise. */
  readonly sizes?: Partial<Record<ChangeChannel, number>>;
}

/**
 * Takes usage records of any number of entities, interleaved, out of order, doubled, overlapping, of any length, and gives
 * each entity's series on a fixed grid.
 *
 * Rules (traces.md §1 and §14): the last of doubled records is kept; steps are time-weighted means; gaps of at most `maxGapSteps` are
 * interpolated (CPU) or held (memory), longer ones stay missing; zero is written only where the entity is known not to have run; requests and limits
 * are carried forward. Steps lie on multiples of `stepSeconds` from time 0. Every step keeps its origin, every rule its count in the report.
 * Records beyond the memory budget wait on disk.
 */
export class GridAccumulator {
  private readonly usage: RecordRuns;
  private readonly changes = new RecordRuns(CHANGE_WIDTH, 8 << 20);
  private readonly from: number;
  private readonly to: number;
  private readonly windowSeconds: number;

  constructor(
    private readonly options: GridOptions,
    private readonly report: ImportReport,
  ) {
    this.usage = new RecordRuns(2 + options.channels.length, options.budgetBytes);
    this.from = options.from ?? Number.NEGATIVE_INFINITY;
    this.to = options.to ?? Number.POSITIVE_INFINITY;
    this.windowSeconds = options.sampling.kind === 'start' ? options.sampling.windowSeconds : 0;
  }

  /**
   * Adds one record.
   *
   * @param entity the entity's number, 0, 1, 2 …
   * @param start seconds; the instant of a point
   * @param end seconds; only read when windows say when they end
   * @param a to h: one value a channel of the options, in millicores or bytes; NaN for missing. Negative and infinite values are read as missing.
   */
  add(
    entity: number,
    start: number,
    end: number,
    a: number,
    b = Number.NaN,
    c = Number.NaN,
    d = Number.NaN,
    e = Number.NaN,
    f = Number.NaN,
    g = Number.NaN,
    h = Number.NaN,
  ): void {
    const { usage, report, options } = this;
    const finish = options.sampling.kind === 'window' ? end : start + this.windowSeconds;
    if (!Number.isFinite(start)) throw new InputError({ field: 'start', value: start }, 'a time in seconds');
    if (start >= this.to || finish < this.from || (finish === this.from && finish > start)) {
      report.counts.rowsOutsideRange++;
      return;
    }
    if (options.sampling.kind === 'window' && !(end > start)) {
      report.counts.emptyWindows++;
      return;
    }
    const at = usage.append(entity);
    const { target } = usage;
    const { length } = options.channels;
    target[at] = start;
    target[at + 1] = end;
    target[at + 2] = this.clean(a);
    if (length > 1) target[at + 3] = this.clean(b);
    if (length > 2) target[at + 4] = this.clean(c);
    if (length > 3) target[at + 5] = this.clean(d);
    if (length > 4) target[at + 6] = this.clean(e);
    if (length > 5) target[at + 7] = this.clean(f);
    if (length > 6) target[at + 8] = this.clean(g);
    if (length > 7) target[at + 9] = this.clean(h);
    report.counts.rowsUsed++;
  }

  private clean(value: number): number {
    if (value >= 0 && value < Number.POSITIVE_INFINITY) return value;
    if (value < 0) this.report.counts.negatives++;
    else if (value > 0) this.report.counts.outliers++;
    return Number.NaN;
  }

  /** Says that an entity's request or limit became this at a time, seconds. NaN leaves one as it was. */
  resize(
    entity: number,
    at: number,
    cpuRequestMillicores: number,
    memoryRequestBytes: number,
    cpuLimitMillicores = Number.NaN,
    memoryLimitBytes = Number.NaN,
  ): void {
    const offset = this.changes.append(entity);
    const { target } = this.changes;
    target[offset] = at;
    target[offset + 1] = ChangeKind.sizes;
    target[offset + 2] = cpuRequestMillicores;
    target[offset + 3] = memoryRequestBytes;
    target[offset + 4] = cpuLimitMillicores;
    target[offset + 5] = memoryLimitBytes;
  }

  /** Says that an entity began or ceased to run at a time, seconds. */
  setRunning(entity: number, at: number, isRunning: boolean): void {
    const offset = this.changes.append(entity);
    const { target } = this.changes;
    target[offset] = at;
    target[offset + 1] = isRunning ? ChangeKind.started : ChangeKind.stopped;
    target.fill(Number.NaN, offset + 2, offset + CHANGE_WIDTH);
  }

  /**
   * The series, in the order of the entities' numbers. Entities without records in the range, shorter than `minHours` or beyond
   * `maxEntities` are left out and counted.
   *
   * @param describe names an entity; undefined leaves it out
   */
  *series(describe: (entity: number) => EntityDescription | undefined): Generator<UsageSeries, void> {
    const { options, report } = this;
    const order = new WindowOrder(options.sampling, report);
    const changes = changesByEntity(this.changes);
    let written = 0;
    try {
      for (const group of this.usage.groups()) {
        report.count('entitiesSeen');
        const entity = describe(group.key);
        if (entity === undefined || written === (options.maxEntities ?? Number.POSITIVE_INFINITY)) {
          report.count('entitiesFiltered');
          continue;
        }
        const windows = order.of(group.records, group.count, this.usage.width, options.stepSeconds);
        const series = this.isLongEnough(windows) && this.seriesOf(entity, group, windows, changes(group.key));
        if (!series) {
          report.count('entitiesFiltered');
          continue;
        }
        written++;
        yield series;
      }
    } finally {
      this.close();
    }
  }

  /** Removes temporary files. {@link series} does so by itself. */
  close(): void {
    this.usage.close();
    this.changes.close();
  }

  private isLongEnough({ count, start, end }: Windows): boolean {
    const { minHours = 0 } = this.options;
    if (minHours === 0) return true;
    let latest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) latest = Math.max(latest, end[i]!);
    return latest - start[0]! >= minHours * 3600;
  }

  private seriesOf(
    entity: EntityDescription,
    group: RecordGroup,
    windows: Windows,
    changes: Changes | undefined,
  ): UsageSeries | undefined {
    const { options, report } = this;
    const grid = stepMeans(entity.id, group.records, this.usage.width, windows, options);
    if (grid === undefined) return undefined;
    return finishSeries(entity, grid, changes, options, report);
  }
}

/** Fills gaps, carries requests, counts steps, and puts the parts together. */
function finishSeries(
  { id, source, scale = {}, sizes = {} }: EntityDescription,
  { firstStep, channels: measured, origin }: EntityGrid,
  changes: Changes | undefined,
  { stepSeconds, maxGapSteps }: GridOptions,
  report: ImportReport,
): UsageSeries {
  const steps = origin.length;
  const channels = new Map(measured);
  for (const [channel, values] of measured) {
    const factor = scale[channel] ?? 1;
    if (factor !== 1) for (let step = 0; step < steps; step++) values[step]! *= factor;
  }
  if (changes !== undefined) {
    changes.markStopped(origin, firstStep, stepSeconds);
    for (const channel of changeChannels) {
      const values = changes.sizes(channel, firstStep, steps, stepSeconds);
      if (values !== undefined) channels.set(channel, values);
    }
  }
  for (const channel of changeChannels) {
    const size = sizes[channel];
    if (size !== undefined && !channels.has(channel)) channels.set(channel, new Float64Array(steps).fill(size));
  }
  countGaps(origin, report);
  const usageOf = (names: readonly SeriesChannel[]) => names.flatMap((name) => measured.get(name) ?? []);
  const linear = usageOf(['cpuMillicores', 'cpuMaxMillicores']);
  const held = usageOf(['memoryBytes', 'memoryMaxBytes']);
  for (const values of [...linear, ...held])
    for (let step = 0; step < steps; step++) if (origin[step] === StepOrigin.notRunning) values[step] = 0;
  fillGaps({ linear, held, origin }, maxGapSteps);
  for (const channel of changeChannels) {
    const values = channels.get(channel);
    if (values !== undefined) carryForward(values);
  }
  countOrigins(origin, report);
  report.count('seriesWritten');
  const absent = () => new Float64Array(steps).fill(Number.NaN);
  const known = seriesChannels.filter((channel) => channels.get(channel)?.some((value) => !Number.isNaN(value)));
  return {
    id,
    startTime: firstStep * stepSeconds,
    stepSeconds,
    cpuMillicores: absent(),
    memoryBytes: absent(),
    ...Object.fromEntries(known.map((channel) => [channel, channels.get(channel)!])),
    origin,
    source,
  };
}

/** Looks up the changes of entities asked for in ascending order. */
function changesByEntity(runs: RecordRuns): (entity: number) => Changes | undefined {
  const groups = runs.groups();
  let next = groups.next();
  return (entity) => {
    while (!next.done && next.value.key < entity) next = groups.next();
    if (next.done || next.value.key !== entity) return undefined;
    return new Changes(next.value.records, next.value.count);
  };
}
