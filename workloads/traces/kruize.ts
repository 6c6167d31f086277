import { z } from 'zod';
import type { SeriesChannel } from '../usage-series.js';
import { parseClockTime } from './clock-time.js';
import { stem } from './file-name.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import { NearestStepGrid } from './nearest-step-grid.js';
import { columnOf, type Header, type Row, scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  stepSeconds: z.number().positive().default(900).describe('step of the series, seconds'),
  aggregate: z
    .enum(['avg', 'sum'])
    .default('avg')
    .describe('avg: one container of the workload on average; sum: all its containers together'),
});

type Options = z.infer<typeof options>;

const STEP = 900;

/** What stands for each channel, by aggregate; peaks are of one container, so there are none of the sum. */
const sources: Readonly<Record<Options['aggregate'], readonly (readonly [SeriesChannel, string])[]>> = {
  avg: [
    ['cpuMillicores', 'cpu_usage_avg_container'],
    ['memoryBytes', 'mem_usage_avg_container'],
    ['cpuMaxMillicores', 'cpu_usage_max_container'],
    ['memoryMaxBytes', 'mem_usage_max_container'],
    ['cpuRequestMillicores', 'cpu_request_avg_container'],
    ['memoryRequestBytes', 'mem_request_avg_container'],
    ['cpuLimitMillicores', 'cpu_limit_avg_container'],
    ['memoryLimitBytes', 'mem_limit_avg_container'],
  ],
  sum: [
    ['cpuMillicores', 'cpu_usage_sum_container'],
    ['memoryBytes', 'mem_usage_sum_container'],
    ['cpuRequestMillicores', 'cpu_request_sum_container'],
    ['memoryRequestBytes', 'mem_request_sum_container'],
    ['cpuLimitMillicores', 'cpu_limit_sum_container'],
    ['memoryLimitBytes', 'mem_limit_sum_container'],
  ],
};

/** Columns that tell workloads in one file apart, where the file has them. */
const names = ['namespace', 'k8_object_name', 'workload', 'container_name', 'container'] as const;

/** Results of Kruize (autotune), 15-minute aggregates of Prometheus metrics (traces.md §11). */
export const kruize: TraceFormat<Options> = {
  id: 'kruize',
  title: 'Kruize results CSV',
  describe:
    'CSV with interval_start_time, interval_end_time, cpu_usage_avg_container (cores), mem_usage_avg_container (bytes) …; one series a workload with peaks, requests and limits.',
  licence: 'Apache-2.0 (kruize/autotune)',
  options,
  detect: (head) =>
    /(^|,)"?interval_start_time"?,.*cpu_usage_(avg|sum)_container/.test(firstLine(head)) ? 'usage' : undefined,
  async *import(files, settings, { report, scan }) {
    const selection = new EntitySelection(settings);
    const chosen = sources[settings.aggregate];
    const channels = chosen.map(([channel]) => channel);
    const grid = new NearestStepGrid({ ...settings, sourceStepSeconds: STEP, channels }, report);
    for (const { path } of files)
      await scanTable(
        path,
        (header) => {
          const [start, end] = [
            columnOf(header, path, 'interval_start_time'),
            columnOf(header, path, 'interval_end_time'),
          ];
          const read = chosen.map(([channel, name], index) => {
            const column = index < 2 ? columnOf(header, path, name) : header.get(name);
            const scale = channel.startsWith('cpu') ? 1000 : 1;
            return (row: Row) => (column === undefined ? Number.NaN : row.number(column) * scale);
          });
          return (row) => {
            report.counts.rowsRead++;
            const entity = selection.internText(workloadOf(header, row) || stem(path));
            if (entity < 0) report.counts.rowsNotSelected++;
            else
              grid.add(
                entity,
                time(row, start),
                read.map((value) => value(row)),
                time(row, end),
              );
          };
        },
        scan,
      );
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        return {
          id,
          source: { dataset: 'kruize', entity: id, service: id, assumptions: { aggregate: settings.aggregate } },
        };
      }),
    );
  },
};

function workloadOf(header: Header, row: Row): string {
  return names
    .flatMap((name) => (header.has(name) ? [row.text(header.get(name)!)] : []))
    .filter(Boolean)
    .join('/');
}

function time(row: Row, column: number): number {
  const seconds = parseClockTime(row.text(column));
  if (Number.isNaN(seconds)) throw row.error(column, 'a date such as "Tue Dec 20 15:40:02 UTC 2022"');
  return seconds;
}
