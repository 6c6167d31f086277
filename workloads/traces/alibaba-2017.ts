import { z } from 'zod';
import { alibabaPercent } from './alibaba-percent.js';
import { firstLine, type ImportRun, importedUsage, type TraceFile, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { type Row, scanRows } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';
import { TextTable } from './text-table.js';

const options = selectionOptions.extend({
  gibPerMachine: z.number().positive().default(256).describe('GiB of normalised memory 1.0'),
  coresIfUnknown: z
    .number()
    .positive()
    .default(4)
    .describe('planned cores of a container without a row in container_event'),
  memoryIfUnknown: z.number().positive().default(0.03125).describe('planned normalised memory of such a container'),
  serverCores: z.number().positive().default(64).describe('cores of a server without a row in server_event'),
  serverMemory: z.number().positive().default(0.69).describe('normalised memory of such a server'),
});

type Options = z.infer<typeof options>;

/** The measurements are means over this many seconds, begun at their time stamp. */
const WINDOW = 300;

const columnsOf = {
  container_usage: [
    'ts',
    'instance_id',
    'cpu_util',
    'mem_util',
    'disk_util',
    'load1',
    'load5',
    'load15',
    'avg_cpi',
    'avg_mpki',
    'max_cpi',
    'max_mpki',
  ],
  server_usage: ['ts', 'machine_id', 'cpu_util', 'mem_util', 'disk_util', 'load1', 'load5', 'load15'],
  container_event: ['ts', 'event', 'instance_id', 'machine_id', 'plan_cpu', 'plan_mem', 'plan_disk', 'cpuset'],
  server_event: ['ts', 'machine_id', 'type', 'detail', 'cpus', 'memory', 'disk'],
} as const;

type Table = keyof typeof columnsOf;

const patterns: Readonly<Record<Table, RegExp>> = {
  container_usage: /^-?\d+,\d+(,[-+\d.e]*){10}$/i,
  server_usage: /^-?\d+,\d+(,[-+\d.e]*){6}$/i,
  container_event: /^-?\d+,(Create|Remove),\d+,\d*,[\d.]*,[\d.]*,[\d.]*,[\d|]*$/,
  server_event: /^-?\d+,\d+,(add|softerror|harderror),[^,]*,[\d.]*,[\d.]*,[\d.]*$/,
};

/** What a container or server has. */
interface Size {
  readonly cores: number;
  readonly limitCores: number;
  readonly memoryBytes: number;
}

/** Containers are keyed `c_<id>` and servers `m_<id>`, because both are numbered from 1. */
const prefixes = { container_usage: 'c_', container_event: 'c_', server_usage: 'm_', server_event: 'm_' } as const;

/**
 * Alibaba cluster-trace-v2017: `container_usage` with `container_event`, `server_usage` with `server_event`; means over 300 s in percent of
 * what was planned (traces.md §6). One series a container (`c_<id>`) or server (`m_<id>`).
 */
export const alibaba2017: TraceFormat<Options> = {
  id: 'alibaba-2017',
  title: 'Alibaba cluster-trace-v2017',
  describe:
    'container_usage with container_event, or server_usage with server_event; one series a container (c_<id>) or server (m_<id>). Memory size is assumed.',
  licence: 'free for research and study; cite Lu et al., IEEE Big Data 2017',
  options,
  detect(head) {
    const table = tableOf(head);
    return table === undefined ? undefined : table.endsWith('usage') ? 'usage' : 'side';
  },
  async *import(files, settings, run) {
    const { report } = run;
    const events = new Map<string, Size>();
    const stops: { readonly id: string; readonly at: number; readonly isRunning: boolean }[] = [];
    for (const file of files.filter(({ role }) => role === 'side'))
      await readEvents(file, settings, run, events, (id, at, isRunning) => stops.push({ id, at, isRunning }));
    const selection = new EntitySelection(settings);
    const grid = new GridAccumulator(
      {
        ...settings,
        sampling: { kind: 'window', rest: 'unknown' },
        channels: ['cpuMillicores', 'memoryBytes'],
      },
      report,
    );
    const sizeOf = (id: string) => events.get(id) ?? defaultSize(id, settings);
    const ceilings: number[] = [];
    for (const { path, head } of files.filter(({ role }) => role === 'usage')) {
      const table = tableOf(head) ?? 'container_usage';
      const numbers = new TextTable();
      const entities: number[] = [];
      await scanRows(
        path,
        (row) => {
          report.counts.rowsRead++;
          const start = row.stamp(0);
          const cpu = row.number(2);
          const memory = row.number(3);
          const number = row.intern(1, numbers);
          entities[number] ??= selection.internText(prefixes[table] + numbers.text(number));
          const entity = entities[number];
          if (entity < 0) {
            report.counts.rowsNotSelected++;
            return;
          }
          ceilings[entity] ??= ceilingOf(sizeOf(selection.name(entity)));
          const ceiling = ceilings[entity];
          const [cpuPercent, memoryPercent] = [
            alibabaPercent(cpu, ceiling, report),
            alibabaPercent(memory, 100, report),
          ];
          grid.add(entity, start, start + WINDOW, cpuPercent, memoryPercent);
        },
        {
          columns: columnsOf[table].length,
          names: columnsOf[table],
          plan: { numbers: [0, 2, 3], key: { field: 1, interner: numbers } },
          ...run.scan,
        },
      );
    }
    for (const { id, at, isRunning } of stops) {
      const entity = selection.findText(id);
      if (entity >= 0) grid.setRunning(entity, at, isRunning);
    }
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        const { cores, limitCores, memoryBytes } = sizeOf(id);
        const sizeAssumed = !events.has(id);
        if (sizeAssumed && events.size > 0) report.count('unmatched');
        return {
          id,
          scale: { cpuMillicores: cores * 10, memoryBytes: memoryBytes / 100 },
          sizes: {
            cpuRequestMillicores: cores * 1000,
            memoryRequestBytes: memoryBytes,
            cpuLimitMillicores: limitCores * 1000,
            memoryLimitBytes: memoryBytes,
          },
          source: {
            dataset: 'alibaba-2017',
            entity: id,
            assumptions: { gibPerMachine: settings.gibPerMachine, sizeAssumed, ...(sizeAssumed ? { cores } : {}) },
          },
        };
      }),
    );
  },
};

function tableOf(head: Uint8Array): Table | undefined {
  const line = firstLine(head);
  return (Object.keys(patterns) as Table[]).find((table) => patterns[table].test(line));
}

/** Reads sizes, and when containers were created and removed. Servers' errors carry no sizes and are left out. */
async function readEvents(
  { path, head }: TraceFile,
  { gibPerMachine }: Options,
  run: ImportRun,
  sizes: Map<string, Size>,
  onChange: (id: string, at: number, isRunning: boolean) => void,
): Promise<void> {
  const table = tableOf(head) === 'server_event' ? 'server_event' : 'container_event';
  const isContainer = table === 'container_event';
  const [idField, cpuField, memoryField] = isContainer ? [2, 4, 5] : [1, 4, 5];
  await scanRows(
    path,
    (row: Row) => {
      run.report.counts.sideRows++;
      const at = row.stamp(0);
      const id = prefixes[table] + row.text(idField);
      const cores = row.number(cpuField);
      const memoryBytes = row.number(memoryField) * gibPerMachine * 2 ** 30;
      if (isContainer) onChange(id, at, row.text(1) === 'Create');
      if (!(cores > 0 && memoryBytes > 0)) return;
      const cpuset = isContainer ? row.text(7).split('|').filter(Boolean).length : 0;
      sizes.set(id, { cores, limitCores: Math.max(cores, cpuset), memoryBytes });
    },
    { columns: columnsOf[table].length, names: columnsOf[table], ...run.scan },
  );
}

function defaultSize(id: string, settings: Options): Size {
  const { coresIfUnknown, memoryIfUnknown, serverCores, serverMemory, gibPerMachine } = settings;
  const [cores, memory] = id.startsWith('m_') ? [serverCores, serverMemory] : [coresIfUnknown, memoryIfUnknown];
  return { cores, limitCores: cores, memoryBytes: memory * gibPerMachine * 2 ** 30 };
}

/** Highest CPU percentage a container can reach: all cores of its cpuset, in percent of what was planned. */
function ceilingOf({ cores, limitCores }: Size): number {
  return (100 * limitCores) / cores;
}
