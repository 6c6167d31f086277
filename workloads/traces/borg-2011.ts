import { z } from 'zod';
import { firstLine, type ImportRun, importedUsage, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { type Row, scanRows } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';
import { sumByGroup } from './series-sum.js';

const options = selectionOptions.extend({
  coresPerUnit: z.number().positive().default(32).describe('cores of the largest machine'),
  gibPerUnit: z.number().positive().default(64).describe('memory of the largest machine, GiB'),
  level: z.enum(['task', 'job']).default('task').describe('one series a task, or one a job that sums its tasks'),
  members: z
    .boolean()
    .default(false)
    .describe('with level job: also a load series of how many tasks ran in every step'),
});

type Options = z.infer<typeof options>;

const MICROSECONDS = 1e-6;

/** Columns of `task_usage`, in their order (traces.md §1); version 2.0 lacks the last. */
const usageColumns = [
  'start time',
  'end time',
  'job ID',
  'task index',
  'machine ID',
  'CPU rate',
  'canonical memory usage',
  'assigned memory usage',
  'unmapped page cache',
  'total page cache',
  'maximum memory usage',
  'disk I/O time',
  'local disk space',
  'maximum CPU rate',
  'maximum disk I/O time',
  'cycles per instruction',
  'memory accesses per instruction',
  'sample portion',
  'aggregation type',
  'sampled CPU usage',
] as const;

/** Columns of `task_events`. */
const eventColumns = [
  'time',
  'missing info',
  'job ID',
  'task index',
  'machine ID',
  'event type',
  'user',
  'scheduling class',
  'priority',
  'CPU request',
  'memory request',
  'disk request',
  'different-machines flag',
] as const;

const usageField = fieldsOf(usageColumns);
const eventField = fieldsOf(eventColumns);

const SCHEDULE = 1;
/** EVICT, FAIL, FINISH, KILL, LOST. */
const TERMINAL = [2, 3, 4, 5, 6];

/** Google ClusterData 2011, raw tables without header (traces.md §1). */
export const borg2011: TraceFormat<Options> = {
  id: 'borg-2011',
  title: 'Google ClusterData 2011 (v2)',
  describe:
    'task_usage shards; with task_events shards requests and run times are known. One series a task (`<job>-<index>`) or a job. Absolute size is assumed.',
  licence: 'CC-BY 4.0; cite Reiss, Wilkes and Hellerstein, Google cluster-usage traces: format + schema, 2011',
  options,
  detect(head) {
    const line = firstLine(head);
    if (/^\d+,\d+,\d+,\d+,\d*(,[-+\d.e]*){14,15}$/i.test(line)) return 'usage';
    return /^\d+,[012]?,\d+,\d+,\d*,[0-8],[^,]*,[0-3]?,\d*(,[-+\d.e]*){4}$/i.test(line) ? 'side' : undefined;
  },
  async *import(files, settings, run) {
    const isByJob = settings.level === 'job';
    const jobs = new EntitySelection(settings);
    const tasks = new EntitySelection(isByJob ? {} : settings, false, (name) => name.replace('-', ','));
    const grid = new GridAccumulator(
      {
        ...settings,
        ...(isByJob ? { minHours: undefined, maxEntities: undefined } : {}),
        sampling: { kind: 'window', rest: 'idle' },
        channels: ['cpuMillicores', 'memoryBytes', 'cpuMaxMillicores', 'memoryMaxBytes', 'memoryLimitBytes'],
      },
      run.report,
    );
    const taskOf = (row: Row) =>
      isByJob && row.intern(usageField['job ID'], jobs) < 0
        ? -1
        : row.internSpan(usageField['job ID'], usageField['task index'], tasks);
    for (const { path } of files.filter(({ role }) => role === 'usage'))
      await scanRows(path, usageReader(settings, run, grid, taskOf), {
        columns: [usageColumns.length - 1, usageColumns.length],
        names: usageColumns,
        plan: { numbers: [0, 1, 5, 6, 7, 10, 13] },
        ...run.scan,
      });
    for (const { path } of files.filter(({ role }) => role === 'side'))
      await scanRows(path, eventReader(settings, run, grid, tasks), {
        columns: eventColumns.length,
        names: eventColumns,
        ...run.scan,
      });
    const assumptions = { coresPerUnit: settings.coresPerUnit, gibPerUnit: settings.gibPerUnit };
    const source = (entity: string, service: string) => ({ dataset: 'borg-2011', entity, service, assumptions });
    const series = grid.series((task) => {
      const id = tasks.name(task).replace(',', '-');
      return { id, source: source(id, jobOf(id)) };
    });
    if (isByJob)
      yield* sumByGroup(
        series,
        ({ id }) => jobOf(id),
        settings,
        run.report,
        (job) => source(job, job),
      );
    else yield* importedUsage(series);
  },
};

function usageReader(
  { coresPerUnit, gibPerUnit }: Options,
  { report }: ImportRun,
  grid: GridAccumulator,
  taskOf: (row: Row) => number,
): (row: Row) => void {
  const cpuScale = coresPerUnit * 1000;
  const memoryScale = gibPerUnit * 2 ** 30;
  return (row) => {
    report.counts.rowsRead++;
    const start = row.stamp(usageField['start time']);
    const end = row.stamp(usageField['end time']);
    if (start === 0 || end === Number.POSITIVE_INFINITY) {
      report.counts.sentinels++;
      return;
    }
    const cpu = row.number(usageField['CPU rate']);
    const memory = row.number(usageField['canonical memory usage']);
    const cpuMax = row.number(usageField['maximum CPU rate']);
    const memoryMax = row.number(usageField['maximum memory usage']);
    const assigned = row.number(usageField['assigned memory usage']);
    const task = taskOf(row);
    if (task < 0) {
      report.counts.rowsNotSelected++;
      return;
    }
    grid.add(
      task,
      start * MICROSECONDS,
      end * MICROSECONDS,
      cpu * cpuScale,
      memory * memoryScale,
      cpuMax * cpuScale,
      memoryMax * memoryScale,
      assigned > 0 ? assigned * memoryScale : Number.NaN,
    );
  };
}

/** Requests and run times of the tasks that have usage. */
function eventReader(
  { coresPerUnit, gibPerUnit }: Options,
  { report }: ImportRun,
  grid: GridAccumulator,
  tasks: EntitySelection,
): (row: Row) => void {
  return (row) => {
    report.counts.sideRows++;
    const time = row.stamp(eventField.time);
    const type = row.integer(eventField['event type']);
    const cpu = row.number(eventField['CPU request']) * coresPerUnit * 1000;
    const memory = row.number(eventField['memory request']) * gibPerUnit * 2 ** 30;
    const task = row.internSpan(eventField['job ID'], eventField['task index'], tasks.known);
    if (task < 0) return;
    if (time === Number.POSITIVE_INFINITY) {
      report.counts.sentinels++;
      return;
    }
    const at = time * MICROSECONDS;
    if (!Number.isNaN(cpu) || !Number.isNaN(memory)) grid.resize(task, at, cpu, memory);
    if (type === SCHEDULE) grid.setRunning(task, at, true);
    else if (TERMINAL.includes(type)) grid.setRunning(task, at, false);
  };
}

function jobOf(task: string): string {
  return task.slice(0, task.lastIndexOf('-'));
}

function fieldsOf<const Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, field) => [name, field])) as Record<Name, number>;
}
