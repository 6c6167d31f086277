import { type LoadSeries, loadLength } from '../load-series.js';
import type { UsageSeries } from '../usage-series.js';
import type { AzureFunctionsOptions } from './azure-functions.js';
import type { ImportedSeries, ImportRun, TraceFile } from './format.js';
import { ImportReport } from './import-report.js';
import { RequestCounts } from './request-counts.js';
import { columnOf, scanTable } from './row-scanner.js';
import { EntitySelection } from './selection.js';

/**
 * Azure Functions 2021: one row an invocation, `app,func,end_timestamp,duration`, both in seconds (the publisher's overview says
 * milliseconds: wrong, traces.md §4). An invocation arrives at its end minus its duration and is busy in between.
 */
export async function* readInvocations(
  files: readonly TraceFile[],
  options: AzureFunctionsOptions,
  { report, scan }: ImportRun,
): AsyncGenerator<ImportedSeries, void> {
  const { stepSeconds, groupBy } = options;
  const selection = new EntitySelection({
    entities: options.entities,
    maxEntities: options.maxEntities,
    minHours: undefined,
  });
  const arrivals = new RequestCounts(stepSeconds, report);
  const busy = new RequestCounts(stepSeconds, new ImportReport());
  for (const { path } of files)
    await scanTable(
      path,
      (header) => {
        const [app, func, ended, lasted] = ['app', 'func', 'end_timestamp', 'duration'].map((name) =>
          columnOf(header, path, name),
        ) as [number, number, number, number];
        return (row) => {
          report.counts.rowsRead++;
          const end = row.number(ended);
          const duration = row.number(lasted);
          if (Number.isNaN(end)) throw row.error(ended, 'a time in seconds');
          if (!(duration >= 0)) throw row.error(lasted, 'a duration in seconds, from 0');
          const group =
            groupBy === 'all' ? 'all' : groupBy === 'app' ? row.text(app) : `${row.text(app)}/${row.text(func)}`;
          if (selection.internText(group) < 0) {
            report.counts.rowsNotSelected++;
            return;
          }
          report.counts.rowsUsed++;
          arrivals.add(group, end - duration);
          if (options.series !== 'load') addBusy(busy, group, end - duration, end, stepSeconds);
        };
      },
      scan,
    );
  const describe = (id: string) => ({ id, source: sourceOf(id, { stepSeconds }) });
  if (options.series !== 'usage') yield* arrivals.series(describe);
  if (options.series !== 'load')
    for (const { series } of busy.series(describe)) {
      report.count('seriesWritten');
      report.count('stepsObserved', loadLength(series as LoadSeries));
      yield { kind: 'usage', series: asUsage(series as LoadSeries, options.coresPerExecution) };
    }
}

/** Seconds of work in every step that an execution touches; divided by the step they are the mean concurrency. */
function addBusy(busy: RequestCounts, group: string, start: number, end: number, stepSeconds: number): void {
  for (let step = Math.floor(start / stepSeconds); step * stepSeconds < end || step * stepSeconds === start; step++) {
    const at = step * stepSeconds;
    busy.add(group, at, Math.max(0, Math.min(end, at + stepSeconds) - Math.max(start, at)));
  }
}

function asUsage(
  { id, startTime, stepSeconds, requestsPerSecond, origin }: LoadSeries,
  coresPerExecution: number,
): UsageSeries {
  const concurrency = requestsPerSecond!;
  return {
    ...{ id, startTime, stepSeconds },
    cpuMillicores: concurrency.map((running) => running * coresPerExecution * 1000),
    memoryBytes: new Float64Array(concurrency.length).fill(Number.NaN),
    ...(origin === undefined ? {} : { origin }),
    source: sourceOf(id, { coresPerExecution, memoryUsage: 'not in this trace' }),
  };
}

function sourceOf(entity: string, assumptions: Readonly<Record<string, string | number>>) {
  return { dataset: 'azure-functions-2021', entity, service: entity.split('/')[0]!, assumptions };
}
