import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { CsvColumns, cpuCellUnits, loadColumns, mappedColumns, parseMemoryUnit, timeUnits } from './csv-columns.js';
import { csvRecords } from './csv-records.js';
import { CsvSamples } from './csv-samples.js';
import { stem } from './file-name.js';
import type { TraceFormat } from './format.js';
import { selectionOptions } from './selection.js';

/** Options of which one at most says how many requests there are. */
const requestColumns = ['requestsPerSecond', 'requestCount', 'requestCounter'] as const;

/** A column by name, or by number from 1. */
const column = z.union([z.string(), z.int().positive()]);
const columns = z.union([
  z.array(column),
  column.transform((one) => (typeof one === 'string' ? one.split(',') : [one])),
]);

const options = selectionOptions.extend({
  stepSeconds: z
    .number()
    .positive()
    .optional()
    .describe('step of the series, seconds; default: the most frequent distance of rows'),
  time: column.describe('column of the time'),
  timeUnit: z
    .enum(timeUnits)
    .default('auto')
    .describe('unit of a numeric time; auto goes by magnitude, dates are understood in any case'),
  entity: columns.default([]).describe('columns that together name a series; default: one series a file'),
  cpu: column.optional().describe('column of CPU usage'),
  cpuUnit: z
    .string()
    .default('cores')
    .describe(`${cpuCellUnits.join(', ')} or percent:CORES, where 100 % is so many cores`),
  memory: column.optional().describe('column of memory usage'),
  memoryUnit: z
    .string()
    .default('bytes')
    .describe('bytes, KiB, MiB, GiB, KB, MB, GB, or percent:TOTAL and fraction:TOTAL, for example fraction:16GiB'),
  cpuRequest: column.optional().describe('column of the CPU request, in the unit of CPU'),
  memoryRequest: column.optional().describe('column of the memory request, in the unit of memory'),
  cpuLimit: column.optional().describe('column of the CPU limit'),
  memoryLimit: column.optional().describe('column of the memory limit'),
  requestsPerSecond: column.optional().describe('column of a request rate: gives a load series too'),
  requestCount: column
    .optional()
    .describe('column of the requests between a row and the next: gives a load series, the count over the interval'),
  requestCounter: column
    .optional()
    .describe('column of all requests so far, which begins at 0 again after a restart: gives a load series, its rate'),
  countSeconds: z
    .number()
    .positive()
    .optional()
    .describe('seconds that a requestCount is about; default: the most frequent distance of rows'),
  users: column.optional().describe('column of active users: gives a load series too'),
  header: z.enum(['auto', 'yes', 'no']).default('auto').describe('whether the first record names the columns'),
  separator: z.string().length(1).optional().describe('separator of columns; default: found by itself'),
  decimal: z.enum(['.', ',']).default('.').describe('decimal mark'),
});

export type CsvMappingOptions = z.infer<typeof options>;

/**
 * Any CSV by column mapping: says which columns are time, entity, CPU, memory … and in which units. Cells may carry units of their own
 * (`12.3%`, `1.2 GiB`, `230m`), which win over the ones given.
 */
export const csvMapping: TraceFormat<CsvMappingOptions> = {
  id: 'csv',
  title: 'Any CSV by column mapping',
  describe:
    'Name the columns: time=ts cpu=cpu_pct cpuUnit=percent:4 memory=rss memoryUnit=MiB entity=namespace,pod for usage; requestsPerSecond=rps, requestCount=hits (requests in the interval that begins with the row), requestCounter=total or users=active for loads. Never chosen by auto.',
  options,
  detect: () => undefined,
  async *import(files, settings, { report, scan }) {
    const memoryUnit = parseMemoryUnit(settings.memoryUnit);
    if (![...mappedColumns, ...loadColumns].some((name) => settings[name] !== undefined))
      throw new InputError(
        { file: files[0]!.path, field: 'cpu' },
        'at least one of cpu, memory, requestsPerSecond, requestCount, requestCounter and users',
      );
    const [first, second] = requestColumns.filter((name) => settings[name] !== undefined);
    if (second !== undefined)
      throw new InputError(
        { field: second, value: settings[second] },
        `one column of requests, not ${first} too: both give the load of the same entity`,
      );
    const samples = new CsvSamples(settings, report);
    for (const { path } of files) {
      let table: CsvColumns | undefined;
      for await (const { number, cells } of csvRecords(path, settings, scan.onRead)) {
        if (table === undefined) {
          table = CsvColumns.of(cells, settings, memoryUnit, path);
          if (table.hasHeader) continue;
        }
        report.counts.rowsRead++;
        try {
          samples.add(table.read(cells, number), stem(path));
        } catch (error) {
          if (scan.refuse === undefined || !(error instanceof InputError)) throw error;
          scan.refuse(error);
        }
      }
    }
    yield* samples.series();
  },
};
