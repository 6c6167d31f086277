import { type CsvRow, loadColumns, mappedColumns } from './csv-columns.js';
import type { CsvMappingOptions } from './csv-mapping.js';
import type { ImportedSeries } from './format.js';
import type { ImportReport } from './import-report.js';
import { loadSeries, type TrackedService } from './load-tracks.js';
import { type RecordGroup, RecordRuns } from './record-runs.js';
import type { Samples, Track } from './sample-tracks.js';
import { EntitySelection } from './selection.js';
import { StepVote } from './step-vote.js';
import { type TrackedEntity, trackSeries } from './track-series.js';

/** Doubles of a record: the time, and the columns of usage or of loads. */
const USAGE_WIDTH = 1 + mappedColumns.length;
const LOAD_WIDTH = 1 + loadColumns.length;

const trackOf = [
  ['cpuMillicores', 1000],
  ['memoryBytes', 1],
  ['cpuRequestMillicores', 1000],
  ['memoryRequestBytes', 1],
  ['cpuLimitMillicores', 1000],
  ['memoryLimitBytes', 1],
] as const;

/** Collects the rows of mapped CSV files by entity and makes series of them once all are there. */
export class CsvSamples {
  private readonly spacing = new StepVote();
  private readonly usage = new RecordRuns(USAGE_WIDTH);
  private readonly loads = new RecordRuns(LOAD_WIDTH);
  /** Load columns there are, with their place in a record of loads. */
  private readonly mapped: readonly (readonly [name: (typeof loadColumns)[number], place: number])[];
  private readonly selection: EntitySelection;
  private readonly lastTimes: number[] = [];
  private firstTime = Number.NaN;

  constructor(
    private readonly options: CsvMappingOptions,
    private readonly report: ImportReport,
  ) {
    this.selection = new EntitySelection({ entities: options.entities, maxEntities: undefined, minHours: undefined });
    this.mapped = loadColumns.flatMap((name, i) => (options[name] === undefined ? [] : [[name, 1 + i] as const]));
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
    const ofUsage = values.slice(0, mappedColumns.length);
    if (mappedColumns.some((name) => this.options[name] !== undefined)) this.append(this.usage, number, time, ofUsage);
    if (this.mapped.length > 0) this.append(this.loads, number, time, values.slice(mappedColumns.length));
  }

  private append(runs: RecordRuns, number: number, time: number, values: readonly number[]): void {
    const at = runs.append(number);
    runs.target[at] = time;
    for (const [i, value] of values.entries()) runs.target[at + 1 + i] = this.clean(value);
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
    try {
      yield* trackSeries(this.entities(), grid, report);
      yield* loadSeries(this.services(sampleSeconds), grid, report);
    } finally {
      this.usage.close();
      this.loads.close();
    }
  }

  private *entities(): Generator<TrackedEntity, void> {
    const { cpuUnit, memoryUnit, timeUnit } = this.options;
    for (const group of this.usage.groups()) {
      const id = this.selection.name(group.key);
      const tracks = trackOf.map(([channel, scale], column): Track => {
        const isCounter = channel === 'cpuMillicores' && cpuUnit === 'seconds';
        const samples: Samples = {
          kind: isCounter ? 'counter' : 'gauge',
          values: columnOf(group, USAGE_WIDTH, 1 + column),
        };
        return { channel, scale, rank: 0, part: '', why: 'column', samples };
      });
      yield {
        id,
        source: { dataset: 'csv', entity: id, assumptions: { cpuUnit, memoryUnit, timeUnit } },
        tracks: tracks.filter(({ samples }) => samples.values.length > 0),
      };
    }
  }

  private *services(sampleSeconds: number): Generator<TrackedService, void> {
    const { timeUnit, countSeconds = sampleSeconds } = this.options;
    for (const group of this.loads.groups()) {
      const entity = this.selection.name(group.key);
      for (const [name, place] of this.mapped) {
        const values = columnOf(group, LOAD_WIDTH, place);
        if (values.length === 0) continue;
        const channel = name === 'users' ? 'users' : 'requestsPerSecond';
        const isCount = name === 'requestCount';
        const assumptions = { timeUnit, [`${channel} from`]: name, ...(isCount ? { countSeconds } : {}) };
        const samples: Samples = { kind: name === 'requestCounter' ? 'total' : 'gauge', values };
        yield {
          id: `${entity}/${channel}`,
          source: { dataset: 'csv', entity, assumptions },
          channel,
          tracks: [{ scale: isCount ? 1 / countSeconds : 1, samples }],
        };
      }
    }
  }
}

/** Time and value of the cells of one column that are not blank. */
function columnOf({ records, count }: RecordGroup, width: number, column: number): number[] {
  const values: number[] = [];
  for (let at = 0; at < count * width; at += width)
    if (!Number.isNaN(records[at + column]!)) values.push(records[at]!, records[at + column]!);
  return values;
}
