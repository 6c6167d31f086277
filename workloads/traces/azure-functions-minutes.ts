import { InputError } from '../../env/core/input-error.js';
import type { LoadSeries } from '../load-series.js';
import { StepOrigin, type UsageSeries } from '../usage-series.js';
import type { AzureFunctionsOptions } from './azure-functions.js';
import { dayOf, FunctionTables } from './azure-functions-tables.js';
import type { ImportedSeries, ImportRun, TraceFile } from './format.js';
import { RecordRuns } from './record-runs.js';
import { columnOf, type Header, scanTable } from './row-scanner.js';
import { EntitySelection } from './selection.js';

const MINUTES = 1440;
/** Doubles of a record before the counts: day, mean duration in ms, memory in MB. */
const LEAD = 3;
const minutePattern = /^(?:minute_)?(\d+)(?:_minute)?$/;

/** Whether a header is that of invocations a minute. */
export function isMinuteTable(header: string): boolean {
  const names = header.split(',');
  return names.some((name) => name === 'HashFunction') && names.filter((name) => minutePattern.test(name)).length >= 60;
}

/**
 * Azure Functions 2019: a row a function and day with 1 440 counts. A function without a row on a day that was read was not called that
 * day. Day 1 begins at 0 s; files without a day in their name (`…d03.csv`) are day 1.
 *
 * CPU by Little's law: `count · mean duration · cores / 60 s`; functions without a duration are left out of usage series and counted.
 */
export async function* readMinutes(
  files: readonly TraceFile[],
  tables: readonly TraceFile[],
  options: AzureFunctionsOptions,
  run: ImportRun,
): AsyncGenerator<ImportedSeries, void> {
  const { report, scan } = run;
  if (options.stepSeconds % 60 !== 0)
    throw new InputError(
      { field: 'stepSeconds', value: options.stepSeconds },
      'a multiple of 60, the step of the table',
    );
  const side = await FunctionTables.read(tables, run);
  const needsUsage = options.series !== 'load';
  if (needsUsage && !side.hasDurations)
    throw new InputError(
      { file: files[0]!.path, field: 'series', value: options.series },
      'the function_durations table beside the invocations',
    );
  const selection = new EntitySelection({
    entities: options.entities,
    maxEntities: options.maxEntities,
    minHours: undefined,
  });
  const runs = new RecordRuns(LEAD + MINUTES);
  const days = new Set<number>();
  for (const { path } of files) {
    const day = dayOf(path);
    days.add(day);
    await scanTable(
      path,
      (header) => {
        const minutes = minuteColumns(header, path);
        const [func, app] = [columnOf(header, path, 'HashFunction'), columnOf(header, path, 'HashApp')];
        return (row) => {
          report.counts.rowsRead++;
          const names = { app: row.text(app), func: row.text(func) };
          const group = groupName(names, options.groupBy);
          const entity = selection.internText(group);
          if (entity < 0) {
            report.counts.rowsNotSelected++;
            return;
          }
          const duration = side.duration(names.app, names.func, day);
          if (needsUsage && Number.isNaN(duration)) report.counts.unmatched++;
          const counts = minutes.map((column) => row.number(column));
          const bad = counts.findIndex((count) => count < 0);
          if (bad >= 0) throw row.error(minutes[bad]!, 'a number of invocations, from 0');
          report.counts.rowsUsed++;
          const at = runs.append(entity);
          runs.target.set([day, duration, side.memory(names.app, day)], at);
          runs.target.set(counts, at + LEAD);
        };
      },
      scan,
    );
  }
  const span = { first: Math.min(...days), count: Math.max(...days) - Math.min(...days) + 1, days };
  try {
    for (const { key, records, count } of runs.groups()) {
      const id = selection.name(key);
      const sums = sumDays(records, count, span, options);
      report.count('seriesWritten', options.series === 'both' ? 2 : 1);
      report.count('stepsObserved', sums.requests.length);
      if (options.series !== 'usage') yield { kind: 'load', series: loadOf(id, sums, options) };
      if (needsUsage && sums.hasUsage) yield { kind: 'usage', series: usageOf(id, sums, options) };
    }
  } finally {
    runs.close();
  }
}

/** The days that were read. */
interface Span {
  readonly first: number;
  readonly count: number;
  readonly days: ReadonlySet<number>;
}

/** One group's functions added up, a value a step. */
interface Sums {
  readonly startTime: number;
  /** Requests a second. */
  readonly requests: Float64Array;
  /** Running executions on average. */
  readonly concurrency: Float64Array;
  readonly memoryMb: Float64Array;
  readonly hasUsage: boolean;
  readonly hasMemory: boolean;
  readonly origin: Uint8Array;
}

function sumDays(records: Float64Array, count: number, span: Span, options: AzureFunctionsOptions): Sums {
  const perStep = options.stepSeconds / 60;
  const steps = Math.ceil((span.count * MINUTES) / perStep);
  const [requests, concurrency, memoryMb] = [new Float64Array(steps), new Float64Array(steps), new Float64Array(steps)];
  const origin = new Uint8Array(steps).fill(StepOrigin.observed);
  for (let step = 0; step < steps; step++)
    if (!span.days.has(span.first + Math.floor((step * perStep) / MINUTES))) origin[step] = StepOrigin.missing;
  let [hasUsage, hasMemory] = [false, false];
  for (let record = 0; record < count; record++) {
    const at = record * (LEAD + MINUTES);
    const [day, duration, megabytes] = [records[at]!, records[at + 1]!, records[at + 2]!];
    for (let minute = 0; minute < MINUTES; minute++) {
      const calls = records[at + LEAD + minute]!;
      if (!(calls > 0)) continue;
      const step = Math.floor(((day - span.first) * MINUTES + minute) / perStep);
      requests[step]! += calls / options.stepSeconds;
      if (Number.isNaN(duration)) continue;
      const running = (calls * duration) / 60_000;
      concurrency[step]! += running / perStep;
      const held = options.memoryModel === 'instances' ? Math.ceil(running) : running;
      if (!Number.isNaN(megabytes)) memoryMb[step]! += (held * megabytes) / perStep;
    }
    hasUsage ||= !Number.isNaN(duration);
    hasMemory ||= !Number.isNaN(duration) && !Number.isNaN(megabytes);
  }
  for (let step = 0; step < steps; step++)
    if (origin[step] === StepOrigin.missing) requests[step] = concurrency[step] = memoryMb[step] = Number.NaN;
  return { startTime: (span.first - 1) * 86_400, requests, concurrency, memoryMb, hasUsage, hasMemory, origin };
}

function loadOf(id: string, { startTime, requests, origin }: Sums, { stepSeconds }: AzureFunctionsOptions): LoadSeries {
  return { id, startTime, stepSeconds, requestsPerSecond: requests, origin, source: sourceOf(id, {}) };
}

function usageOf(id: string, sums: Sums, options: AzureFunctionsOptions): UsageSeries {
  const { stepSeconds, coresPerExecution, bytesPerMb, memoryModel } = options;
  const memory = sums.hasMemory ? { bytesPerMb, memoryModel } : { memoryUsage: 'no memory table' };
  return {
    ...{ id, startTime: sums.startTime, stepSeconds, origin: sums.origin },
    cpuMillicores: sums.concurrency.map((running) => running * coresPerExecution * 1000),
    memoryBytes: sums.memoryMb.map((megabytes) => (sums.hasMemory ? megabytes * bytesPerMb : Number.NaN)),
    source: sourceOf(id, { coresPerExecution, ...memory }),
  };
}

function sourceOf(entity: string, assumptions: Readonly<Record<string, string | number>>) {
  return { dataset: 'azure-functions-2019', entity, service: entity.split('/')[0]!, assumptions };
}

function groupName(
  { app, func }: { readonly app: string; readonly func: string },
  groupBy: AzureFunctionsOptions['groupBy'],
): string {
  if (groupBy === 'all') return 'all';
  return groupBy === 'app' || app === func ? app : `${app}/${func}`;
}

/** The columns of the minutes 1 to 1440. */
function minuteColumns(header: Header, file: string): readonly number[] {
  const columns: number[] = [];
  for (const [name, column] of header) {
    const minute = Number(minutePattern.exec(name)?.[1]);
    if (minute >= 1 && minute <= MINUTES) columns[minute - 1] = column;
  }
  for (let minute = 1; minute <= MINUTES; minute++)
    if (columns[minute - 1] === undefined)
      throw new InputError({ file, line: 1, field: `minute ${minute}` }, 'columns for the minutes 1 to 1440');
  return columns;
}
