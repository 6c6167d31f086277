import { z } from 'zod';
import { borg2019Assumptions, borg2019Licence, borg2019Units } from './borg-2019-units.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { columnOf, type Header, type Row, scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  ...borg2019Units,
  allocSets: z
    .boolean()
    .default(true)
    .describe('also take rows of alloc sets; rows of a sample are not summed, so nothing is counted twice'),
});

const MICROSECONDS = 1e-6;

/** Sizes of numpy arrays in the file: deciles 0 … 100 and percentiles 91 … 99. */
const DISTRIBUTION = { cpu_usage_distribution: 11, tail_cpu_usage_distribution: 9 } as const;

/**
 * The "google-2019-cluster-sample" that circulates on Kaggle: instance events joined with usage and collection events, printed by Python. Its
 * rows are a random sample with at most four windows an instance, so its series are a step or a few long.
 */
export const borg2019Kaggle: TraceFormat<z.infer<typeof options>> = {
  id: 'borg-2019-kaggle',
  title: 'google-2019-cluster-sample (Kaggle)',
  describe:
    'The 34-column CSV with Python dictionaries. A random sample of windows: one series an instance, of one to four steps; good for distributions, not for replay.',
  licence: borg2019Licence,
  options,
  detect: (head) => (/^,time,instance_events_type,collection_id,/.test(firstLine(head)) ? 'usage' : undefined),
  async *import(files, settings, run) {
    const { report } = run;
    report.remark('a random sample of windows, at most four an instance: not a time series');
    const selection = new EntitySelection(settings);
    const grid = new GridAccumulator(
      {
        ...settings,
        sampling: { kind: 'window', rest: 'idle' },
        channels: [
          'cpuMillicores',
          'memoryBytes',
          'cpuMaxMillicores',
          'memoryMaxBytes',
          'cpuRequestMillicores',
          'memoryRequestBytes',
          'memoryLimitBytes',
        ],
      },
      report,
    );
    const cpuScale = settings.coresPerNcu * 1000;
    const memoryScale = settings.gibPerMemoryUnit * 2 ** 30;
    for (const file of files)
      await scanTable(
        file.path,
        (header) => {
          const columns = kaggleColumns(header, file.path);
          return (row) => {
            report.counts.rowsRead++;
            const average = pythonDict(row, columns.averageUsage);
            const maximum = pythonDict(row, columns.maximumUsage);
            const request = pythonDict(row, columns.request);
            for (const [field, size] of columns.distributions) checkNumpyArray(row, field, size);
            const key = `${row.text(columns.collection)}-${row.text(columns.instance)}`;
            const start = row.stamp(columns.start);
            const end = row.stamp(columns.end);
            if (start === 0 || end === Number.POSITIVE_INFINITY) report.counts.sentinels++;
            else if (row.integer(columns.type) === 1 && !settings.allocSets) report.counts.allocSets++;
            else {
              const entity = selection.internText(key);
              if (entity < 0) report.counts.rowsNotSelected++;
              else
                grid.add(
                  entity,
                  start * MICROSECONDS,
                  end * MICROSECONDS,
                  average.cpus * cpuScale,
                  average.memory * memoryScale,
                  maximum.cpus * cpuScale,
                  maximum.memory * memoryScale,
                  request.cpus * cpuScale,
                  request.memory * memoryScale,
                  row.number(columns.assignedMemory) * memoryScale || Number.NaN,
                );
            }
          };
        },
        run.scan,
      );
    const assumptions = borg2019Assumptions(settings);
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        return {
          id,
          source: { dataset: 'borg-2019-kaggle', entity: id, service: id.replace(/-\d+$/, ''), assumptions },
        };
      }),
    );
  },
};

function kaggleColumns(header: Header, file: string) {
  const column = (name: string) => columnOf(header, file, name);
  return {
    collection: column('collection_id'),
    instance: column('instance_index'),
    type: column('collection_type'),
    start: column('start_time'),
    end: column('end_time'),
    request: column('resource_request'),
    averageUsage: column('average_usage'),
    maximumUsage: column('maximum_usage'),
    assignedMemory: column('assigned_memory'),
    distributions: Object.entries(DISTRIBUTION).map(([name, size]) => [column(name), size] as const),
  };
}

const PAIR = /'(\w+)': (None|[-+\d.eE]+)/g;
const DICT = /^\{('\w+': (None|[-+\d.eE]+)(, )?)*\}$/;

/** `{'cpus': 0.02, 'memory': None}`: what Python prints for a dictionary; an empty cell has neither. */
function pythonDict(row: Row, field: number): { cpus: number; memory: number } {
  const text = row.text(field);
  const values = { cpus: Number.NaN, memory: Number.NaN };
  if (text === '') return values;
  if (!DICT.test(text)) throw row.error(field, "a Python dictionary such as {'cpus': 0.02, 'memory': 0.01}");
  for (const [, name, value] of text.matchAll(PAIR))
    if (name === 'cpus' || name === 'memory') values[name] = value === 'None' ? Number.NaN : Number(value);
  return values;
}

/** `[0.003 0.004\n 0.005]`: what numpy prints for an array, over several lines. Empty arrays and cells occur. */
function checkNumpyArray(row: Row, field: number, size: number): void {
  const text = row.text(field);
  const values = text
    .replace(/^\[|\]$/g, '')
    .split(/\s+/)
    .filter(Boolean);
  const isArray =
    text === '' ||
    (text.startsWith('[') && text.endsWith(']') && values.every((value) => Number.isFinite(Number(value))));
  if (!isArray || (values.length !== size && values.length !== 0))
    throw row.error(field, `an array of ${size} numbers`);
}
