import { z } from 'zod';
import { parseClockTime } from './clock-time.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { scanRows } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  stepSeconds: z.number().positive().default(30).describe('step of the series, seconds'),
  bytesPerMemoryUnit: z
    .number()
    .positive()
    .default(1e9)
    .describe('bytes of memory 1; the publisher does not say (GB assumed)'),
  keepFills: z
    .boolean()
    .default(false)
    .describe('keep the publisher’s forward fills (rows without an end) as if they were measured'),
});

const STEP = 30;
const columns = ['name', 'start', 'end', 'cpu', 'memory'] as const;
const stamp = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d';
const line = new RegExp(`^[^,]+,${stamp},(${stamp})?,[\\d.]+,[\\d.]+$`);

/**
 * Cloud Cluster Capacity Dataset (traces.md §10): CPU cores and memory of resource pools every 30 s. Rows without an end repeat the row
 * before them; they are the publisher's fills and are read as missing.
 */
export const cloudCluster: TraceFormat<z.infer<typeof options>> = {
  id: 'cloud-cluster',
  title: 'Cloud Cluster Capacity Dataset',
  describe: 'CSV without header "pool,start,end,cpu,memory", 30 s; one series a pool. The unit of memory is assumed.',
  licence: 'Apache-2.0',
  options,
  detect: (head) => (line.test(firstLine(head)) ? 'usage' : undefined),
  async *import(files, settings, { report, scan }) {
    const selection = new EntitySelection(settings);
    const grid = new GridAccumulator(
      { ...settings, sampling: { kind: 'window', rest: 'unknown' }, channels: ['cpuMillicores', 'memoryBytes'] },
      report,
    );
    let fills = 0;
    for (const { path } of files)
      await scanRows(
        path,
        (row) => {
          report.counts.rowsRead++;
          const pool = row.intern(0, selection);
          if (pool < 0) {
            report.counts.rowsNotSelected++;
            return;
          }
          const start = parseClockTime(row.text(1));
          const isFill = row.isBlank(2);
          const end = isFill ? start + STEP : parseClockTime(row.text(2));
          if (Number.isNaN(start)) throw row.error(1, 'a date and time');
          if (Number.isNaN(end)) throw row.error(2, 'a date and time');
          if (isFill) fills++;
          if (!isFill || settings.keepFills)
            grid.add(pool, start, end, row.number(3) * 1000, row.number(4) * settings.bytesPerMemoryUnit);
        },
        { columns: columns.length, names: columns, ...scan },
      );
    if (!settings.keepFills) report.count('rowsWithoutUsage', fills);
    if (fills > 0)
      report.remark(
        `${fills} rows without an end repeat the row before; they were ${settings.keepFills ? 'kept' : 'read as missing'}`,
      );
    yield* importedUsage(
      grid.series((pool) => {
        const id = selection.name(pool);
        const { bytesPerMemoryUnit, keepFills } = settings;
        return {
          id,
          source: {
            dataset: 'cloud-cluster',
            entity: id,
            assumptions: { bytesPerMemoryUnit, keepFills, timeZone: 'UTC' },
          },
        };
      }),
    );
  },
};
