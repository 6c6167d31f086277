import { z } from 'zod';
import { borg2019Assumptions, borg2019Licence, borg2019Units } from './borg-2019-units.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { columnOf, type Row, scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  ...borg2019Units,
  windowSeconds: z.number().positive().default(300).describe('measurement windows end on multiples of this, seconds'),
});

const MICROSECONDS = 1e-6;

/**
 * Google ClusterData 2019, flattened to one row a window and one file a task (traces.md §2, "Per-task CSV"). Rows carry the begin of
 * their window only; windows end on the 300-second grid, or where the task's next one begins.
 */
export const borg2019Csv: TraceFormat<z.infer<typeof options>> = {
  id: 'borg-2019-csv',
  title: 'Google ClusterData 2019, flattened per-task CSV',
  describe:
    'CSV with the columns time, unique_id, avg_cpu_usage, avg_memory_usage …; one series a task (collection and instance). Absolute size is assumed.',
  licence: borg2019Licence,
  options,
  detect: (head) => (/^(.*,)?time,(.*,)?avg_cpu_usage,/.test(firstLine(head)) ? 'usage' : undefined),
  async *import(files, settings, run) {
    const { report } = run;
    const selection = new EntitySelection(settings);
    const grid = new GridAccumulator(
      {
        ...settings,
        sampling: { kind: 'start', rest: 'idle', windowSeconds: settings.windowSeconds },
        channels: [
          'cpuMillicores',
          'memoryBytes',
          'cpuMaxMillicores',
          'memoryMaxBytes',
          'cpuLimitMillicores',
          'memoryLimitBytes',
        ],
      },
      report,
    );
    const cpuScale = settings.coresPerNcu * 1000;
    const memoryScale = settings.gibPerMemoryUnit * 2 ** 30;
    for (const file of files) {
      await scanTable(
        file.path,
        (header, _names, prepare) => {
          const column = (name: string) => columnOf(header, file.path, name);
          const time = column('time');
          const id = column('unique_id');
          const [cpu, memory] = [column('avg_cpu_usage'), column('avg_memory_usage')];
          const [cpuMax, memoryMax] = [header.get('max_cpu_usage') ?? -1, header.get('max_memory_usage') ?? -1];
          const [cpuLimit, memoryLimit] = [header.get('cpu_limit') ?? -1, header.get('memory_limit') ?? -1];
          const type = header.get('collection_type') ?? -1;
          const numbers = [time, type, cpu, memory, cpuMax, memoryMax, cpuLimit, memoryLimit].filter(
            (field) => field >= 0,
          );
          prepare({ numbers, key: { field: id, interner: selection } });
          const optional = (row: Row, field: number) => (field < 0 ? Number.NaN : row.number(field));
          return (row) => {
            report.counts.rowsRead++;
            const start = row.stamp(time);
            if (start === Number.POSITIVE_INFINITY || start === 0) {
              report.counts.sentinels++;
              return;
            }
            if (optional(row, type) === 1) {
              report.counts.rowsWithoutUsage++;
              return;
            }
            const entity = row.intern(id, selection);
            if (entity < 0) {
              report.counts.rowsNotSelected++;
              return;
            }
            grid.add(
              entity,
              start * MICROSECONDS,
              Number.NaN,
              row.number(cpu) * cpuScale,
              row.number(memory) * memoryScale,
              optional(row, cpuMax) * cpuScale,
              optional(row, memoryMax) * memoryScale,
              optional(row, cpuLimit) * cpuScale,
              optional(row, memoryLimit) * memoryScale,
            );
          };
        },
        run.scan,
      );
    }
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        const assumptions = borg2019Assumptions(settings);
        return { id, source: { dataset: 'borg-2019', entity: id, service: id.replace(/-\d+$/, ''), assumptions } };
      }),
    );
  },
};
