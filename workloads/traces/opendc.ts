import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import type { ImportReport } from './import-report.js';
import { NearestStepGrid } from './nearest-step-grid.js';
import { scanParquet } from './parquet-groups.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  megahertzPerCore: z
    .number()
    .positive()
    .optional()
    .describe('clock of a core; default: the task’s cpu_capacity over its cpu_count'),
  bytesPerMemoryUnit: z
    .number()
    .positive()
    .default(1024)
    .describe('bytes of mem_capacity 1 (KiB in the Bitbrains files)'),
});

const STEP = 300;

/** One row of `tasks.parquet`. */
interface Task {
  readonly startSeconds: number;
  readonly cores: number;
  readonly megahertz: number;
  readonly memoryBytes: number;
}

/**
 * OpenDC's Parquet layout (traces.md §15): `fragments` with `id, duration, cpu_usage` (ms, MHz; equal neighbours merged) and `tasks`
 * with start and size. A task's fragments follow one another from its submission; CPU only, the allocation is request and limit.
 */
export const opendc: TraceFormat<z.infer<typeof options>> = {
  id: 'opendc',
  title: 'OpenDC workload traces (Parquet)',
  describe: 'fragments.parquet and tasks.parquet; one series a task, CPU only.',
  licence: 'as the trace it was made from (Bitbrains: free for research); OpenDC MIT',
  options,
  detect(head) {
    const [magic, ...columns] = firstLine(head).split(',');
    if (magic !== 'PAR1') return undefined;
    if (columns.includes('cpu_usage') && columns.includes('duration')) return 'usage';
    return columns.includes('submission_time') && columns.includes('cpu_count') ? 'side' : undefined;
  },
  async *import(files, settings, { report, scan }) {
    const tasks = files.filter(({ role }) => role === 'side');
    if (tasks.length === 0)
      throw new InputError({ file: files[0]!.path }, 'the tasks.parquet of the trace beside its fragments.parquet');
    const known = new Map<number, Task>();
    for (const { path } of tasks) await readTasks(path, known, settings.bytesPerMemoryUnit, scan.onRead);
    const selection = new EntitySelection(settings);
    const channels = [
      'cpuMillicores',
      'cpuRequestMillicores',
      'memoryRequestBytes',
      'cpuLimitMillicores',
      'memoryLimitBytes',
    ] as const;
    const grid = new NearestStepGrid({ ...settings, sourceStepSeconds: STEP, channels }, report);
    for (const { path } of files.filter(({ role }) => role === 'usage'))
      await readFragments(path, known, selection, grid, settings.megahertzPerCore, report, scan.onRead);
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        const { bytesPerMemoryUnit, megahertzPerCore } = settings;
        const task = known.get(Number(id))!;
        const assumptions = {
          megahertzPerCore: megahertzPerCore ?? task.megahertz / task.cores,
          bytesPerMemoryUnit,
          memoryUsage: 'not in this trace',
        };
        return { id, source: { dataset: 'opendc', entity: id, assumptions } };
      }),
    );
  },
};

async function readTasks(
  path: string,
  tasks: Map<number, Task>,
  bytesPerUnit: number,
  onRead: (count: number) => void,
): Promise<void> {
  const columns = ['id', 'submission_time', 'cpu_count', 'cpu_capacity', 'mem_capacity'];
  await scanParquet(
    path,
    columns,
    (group) => {
      const [id, submitted, cores, megahertz, memory] = columns.map((name) => group.column(name)) as [
        ...ArrayLike<unknown>[],
      ];
      for (let row = 0; row < group.rows; row++) {
        const number = (values: ArrayLike<unknown> | undefined) => Number(values![row]);
        if (!(number(cores) > 0))
          throw new InputError(
            { file: path, line: group.firstRow + row, field: 'cpu_count', value: number(cores) },
            'at least one core',
          );
        tasks.set(number(id), {
          startSeconds: submissionSeconds(submitted![row]),
          cores: number(cores),
          megahertz: number(megahertz),
          memoryBytes: number(memory) * bytesPerUnit,
        });
      }
    },
    onRead,
  );
}

/** Milliseconds as a number, or a date where the column says that it is one. */
function submissionSeconds(value: unknown): number {
  return Number(value) / 1000;
}

async function readFragments(
  path: string,
  tasks: ReadonlyMap<number, Task>,
  selection: EntitySelection,
  grid: NearestStepGrid,
  megahertzPerCore: number | undefined,
  report: ImportReport,
  onRead: (count: number) => void,
): Promise<void> {
  const clocks = new Map<number, number>();
  await scanParquet(
    path,
    ['id', 'duration', 'cpu_usage'],
    (group) => {
      const [ids, durations, usages] = ['id', 'duration', 'cpu_usage'].map((name) => group.column(name)) as [
        ...ArrayLike<unknown>[],
      ];
      for (let row = 0; row < group.rows; row++) {
        report.counts.rowsRead++;
        const id = Number(ids![row]);
        const entity = selection.internText(String(id));
        if (entity < 0) {
          report.counts.rowsNotSelected++;
          continue;
        }
        const task = tasks.get(id);
        if (task === undefined)
          throw new InputError(
            { file: path, line: group.firstRow + row, field: 'id', value: id },
            'a task of tasks.parquet',
          );
        const start = clocks.get(id) ?? task.startSeconds;
        const end = start + Number(durations![row]) / 1000;
        clocks.set(id, end);
        const perCore = megahertzPerCore ?? task.megahertz / task.cores;
        const size = task.cores * 1000;
        const values = [(Number(usages![row]) / perCore) * 1000, size, task.memoryBytes, size, task.memoryBytes];
        // Neighbours with equal usage were merged by the publisher; every step of such a run was measured.
        for (let at = start; at < end - STEP / 2; at += STEP) grid.add(entity, at, values, Math.min(at + STEP, end));
      }
    },
    onRead,
  );
}
