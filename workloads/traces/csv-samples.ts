import type { LoadSeries } from '../load-series.js';
import type { UsageSeries } from '../usage-series.js';
import type { CsvRow } from './csv-columns.js';
import type { CsvMappingOptions } from './csv-mapping.js';
import type { ImportedSeries } from './format.js';
import type { ImportReport } from './import-report.js';
import { RecordRuns } from './record-runs.js';
import type { Samples, Track } from './sample-tracks.js';
import { EntitySelection } from './selection.js';
import { StepVote } from './step-vote.js';
import { trackSeries } from './track-series.js';

/** Doubles of a record: time, six usage columns, two loads. */
const WIDTH = 9;

const trackOf = [
  ['cpuMillicores', 1000],
  ['memoryBytes', 1],
  ['cpuRequestMillicores', 1000],
  ['memoryRequestBytes', 1],
  ['cpuLimitMillicores', 1000],
  ['memoryLimitBytes', 1],
] as const;

const loads = ['requestsPerSecond', 'users'] as const;

/** Collects the rows of mapped CSV files by entity and makes series of them once all are there. */
export class CsvSamples {
  private readonly spacing = new StepVote();
  private readonly runs = new RecordRuns(WIDTH);
  private readonly selection: EntitySelection;
  private readonly lastTimes: number[] = [];
  private firstTime = Number.NaN;

  constructor(
    private readonly options: CsvMappingOptions,
    private readonly report: ImportReport,
  ) {
    this.selection = new EntitySelection({ entities: options.entities, maxEntities: undefined, minHours: undefined });
  }

  /** @param file names the series where no column does */
  add({ time, entity, values }: CsvRow, file: string): void {
    const { report } = this;
    const number = this.selection.internText(entity === '' ? file : entity);
    if (number < 0) {
      report.counts.rowsNotSelected++;
      return;
    }
    const last = this.lastTimes[number];
    if (last !== undefined && time > last) this.spacing.count(time - last);
    this.lastTimes[number] = time;
    if (Number.isNaN(this.firstTime)) this.firstTime = time;
    const at = this.runs.append(number);
    const { target } = this.runs;
    target[at] = time;
    for (let i = 0; i + 1 < WIDTH; i++) target[at + 1 + i] = this.clean(values[i]!);
  }

  private clean(value: number): number {
    if (value >= 0 && value < Number.POSITIVE_INFINITY) return value;
    if (value < 0) this.report.counts.negatives++;
    else if (value > 0) this.report.counts.outliers++;
    return Number.NaN;
  }

  *series(): Generator<ImportedSeries, void> {
    const { options, report } = this;
    const sampleSeconds = this.spacing.winner(options.stepSeconds ?? 60);
    const grid = { ...options, sampleSeconds, firstTime: Number.isNaN(this.firstTime) ? 0 : this.firstTime };
    const rates = new Map<string, readonly Track[]>();
    try {
      yield* trackSeries(this.entities(rates), grid, report);
      for (const channel of loads)
        for (const imported of trackSeries(this.loadEntities(rates, channel), grid, report))
          if (imported.kind === 'usage') yield { kind: 'load', series: asLoad(imported.series, channel) };
    } finally {
      this.runs.close();
    }
  }

  /** Every entity's usage; its loads are put aside, they are few. */
  private *entities(rates: Map<string, readonly Track[]>) {
    for (const { key, records, count } of this.runs.groups()) {
      const id = this.selection.name(key);
      const tracks = trackOf.map(([channel, scale], column): Track => {
        const isCounter = channel === 'cpuMillicores' && this.options.cpuUnit === 'seconds';
        const samples: Samples = {
          kind: isCounter ? 'counter' : 'gauge',
          values: columnOf(records, count, 1 + column),
        };
        return { channel, scale, rank: 0, part: '', why: 'column', samples };
      });
      const aside = loads.map((channel, index): Track => {
        const samples: Samples = { kind: 'gauge', values: columnOf(records, count, 1 + trackOf.length + index) };
        return { channel: 'cpuMillicores', scale: 1, rank: 0, part: channel, why: 'column', samples };
      });
      rates.set(id, aside);
      yield { id, source: this.sourceOf(id), tracks: tracks.filter(({ samples }) => samples.values.length > 0) };
    }
  }

  /** A load travels through the grid in the place of CPU. */
  private *loadEntities(rates: ReadonlyMap<string, readonly Track[]>, channel: (typeof loads)[number]) {
    for (const [id, tracks] of rates) {
      const own = tracks.filter(({ part, samples }) => part === channel && samples.values.length > 0);
      if (own.length > 0) yield { id, source: this.sourceOf(id), tracks: own };
    }
  }

  private sourceOf(entity: string) {
    const { cpuUnit, memoryUnit, timeUnit } = this.options;
    return { dataset: 'csv', entity, assumptions: { cpuUnit, memoryUnit, timeUnit } };
  }
}

/** Time and value of the cells of one column that are not blank. */
function columnOf(records: Float64Array, count: number, column: number): number[] {
  const values: number[] = [];
  for (let at = 0; at < count * WIDTH; at += WIDTH)
    if (!Number.isNaN(records[at + column]!)) values.push(records[at]!, records[at + column]!);
  return values;
}

function asLoad(
  { id, startTime, stepSeconds, cpuMillicores, origin, source }: UsageSeries,
  channel: (typeof loads)[number],
): LoadSeries {
  return {
    ...{ id: `${id}/${channel}`, startTime, stepSeconds, source },
    [channel]: cpuMillicores,
    ...(origin === undefined ? {} : { origin }),
  };
}
