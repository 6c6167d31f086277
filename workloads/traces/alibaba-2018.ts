import { z } from 'zod';
import { alibabaPercent } from './alibaba-percent.js';
import { firstLine, type ImportRun, importedUsage, type TraceFile, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { type Row, scanRows } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  holdSeconds: z.number().positive().default(600).describe('a sample holds until the next one, at most this long'),
  gibPerMachine: z.number().positive().default(512).describe('GiB of a machine (mem_size 100)'),
  coresPerMachine: z.number().positive().default(96).describe('cores of a machine without a row in machine_meta'),
  coresIfUnknown: z
    .number()
    .positive()
    .default(4)
    .describe('cores requested by a container without a row in container_meta'),
  memSizeIfUnknown: z.number().positive().default(1.56).describe('mem_size (percent of a machine) of such a container'),
});

type Options = z.infer<typeof options>;

const machineUsageColumns = [
  'machine_id',
  'time_stamp',
  'cpu_util_percent',
  'mem_util_percent',
  'mem_gps',
  'mkpi',
  'net_in',
  'net_out',
  'disk_io_percent',
];
const containerUsageColumns = [
  'container_id',
  'machine_id',
  'time_stamp',
  'cpu_util_percent',
  'mem_util_percent',
  'cpi',
  'mem_gps',
  'mpki',
  'net_in',
  'net_out',
  'disk_io_percent',
];
const machineMetaColumns = [
  'machine_id',
  'time_stamp',
  'failure_domain_1',
  'failure_domain_2',
  'cpu_num',
  'mem_size',
  'status',
];
const containerMetaColumns = [
  'container_id',
  'machine_id',
  'time_stamp',
  'app_du',
  'status',
  'cpu_request',
  'cpu_limit',
  'mem_size',
];

type Table = 'machine_usage' | 'container_usage' | 'machine_meta' | 'container_meta';

const patterns: Readonly<Record<Table, RegExp>> = {
  machine_usage: /^m_\d+(,[-+\d.e]*){8}$/i,
  container_usage: /^c_\d+,m_\d+(,[-+\d.e]*){9}$/i,
  machine_meta: /^m_\d+,\d+(\.\d+)?,[^,]*,[^,]*,\d*,[\d.]*,[A-Za-z]*$/,
  container_meta: /^c_\d+,m_\d+,\d+(\.\d+)?,[^,]*,[A-Za-z]*(,[\d.]*){3}$/,
};

/** What was allocated to a machine or container from a time on. */
interface Size {
  readonly since: number;
  readonly cores: number;
  readonly limitCores: number;
  readonly memoryBytes: number;
}

interface Meta {
  /** Sizes by time, the first valid from the beginning. */
  readonly sizes: Size[];
  readonly app: string;
}

/**
 * Alibaba cluster-trace-v2018: `machine_usage` and `container_usage`, percentages at irregular times, with their meta tables (traces.md
 * §7). One series a machine or container; a sample holds until the next.
 */
export const alibaba2018: TraceFormat<Options> = {
  id: 'alibaba-2018',
  title: 'Alibaba cluster-trace-v2018',
  describe:
    'container_usage with container_meta, or machine_usage with machine_meta; one series a container or machine. Memory size is assumed, and sizes of entities without meta rows.',
  licence: 'free for research and study; cite Guo et al., IWQoS 2019',
  options,
  detect(head) {
    const table = tableOf(head);
    return table === undefined ? undefined : table.endsWith('usage') ? 'usage' : 'side';
  },
  async *import(files, settings, run) {
    const { report } = run;
    const metas = new Map<string, Meta>();
    for (const file of files.filter(({ role }) => role === 'side')) await readMeta(file, settings, run, metas);
    for (const { sizes } of metas.values()) sizes.sort((a, b) => a.since - b.since);
    const selection = new EntitySelection(settings);
    const grid = new GridAccumulator(
      {
        ...settings,
        sampling: { kind: 'point', holdSeconds: settings.holdSeconds },
        channels: ['cpuMillicores', 'memoryBytes'],
      },
      report,
    );
    const sizesOf: (readonly Size[])[] = [];
    const sized = (entity: number) => {
      sizesOf[entity] ??= metas.get(selection.name(entity))?.sizes ?? [defaultSize(selection.name(entity), settings)];
      return sizesOf[entity];
    };
    for (const { path, head } of files.filter(({ role }) => role === 'usage')) {
      const isContainer = tableOf(head) === 'container_usage';
      const names = isContainer ? containerUsageColumns : machineUsageColumns;
      const time = names.indexOf('time_stamp');
      await scanRows(
        path,
        (row) => {
          report.counts.rowsRead++;
          const at = row.stamp(time);
          const cpu = row.number(time + 1);
          const memory = row.number(time + 2);
          const entity = row.intern(0, selection);
          if (entity < 0) {
            report.counts.rowsNotSelected++;
            return;
          }
          const size = sizeAt(sized(entity), at);
          grid.add(
            entity,
            at,
            Number.NaN,
            alibabaPercent(cpu, 100 * Math.max(1, size.limitCores / size.cores), report) * size.cores * 10,
            (alibabaPercent(memory, 100, report) / 100) * size.memoryBytes,
          );
        },
        {
          columns: names.length,
          names,
          plan: { numbers: [time, time + 1, time + 2], key: { field: 0, interner: selection } },
          ...run.scan,
        },
      );
    }
    for (let entity = 0; entity < selection.size; entity++) requestSizes(grid, entity, sizesOf[entity]);
    const hasMeta = metas.size > 0;
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        const meta = metas.get(id);
        if (meta === undefined && hasMeta) report.count('unmatched');
        return {
          id,
          source: { dataset: 'alibaba-2018', entity: id, ...serviceOf(meta), assumptions: assumed(id, meta, settings) },
        };
      }),
    );
  },
};

function tableOf(head: Uint8Array): Table | undefined {
  const line = firstLine(head);
  return (Object.keys(patterns) as Table[]).find((table) => patterns[table].test(line));
}

async function readMeta(
  { path, head }: TraceFile,
  { gibPerMachine }: Options,
  run: ImportRun,
  metas: Map<string, Meta>,
): Promise<void> {
  const isContainer = tableOf(head) === 'container_meta';
  const names = isContainer ? containerMetaColumns : machineMetaColumns;
  const [time, memory] = [names.indexOf('time_stamp'), names.indexOf('mem_size')];
  const [cpu, limit, unit] = isContainer
    ? [names.indexOf('cpu_request'), names.indexOf('cpu_limit'), 100]
    : [names.indexOf('cpu_num'), names.indexOf('cpu_num'), 1];
  await scanRows(
    path,
    (row: Row) => {
      run.report.counts.sideRows++;
      const cores = row.number(cpu) / unit;
      const memoryBytes = (row.number(memory) / 100) * gibPerMachine * 2 ** 30;
      const since = row.stamp(time);
      const limitCores = row.number(limit) / unit;
      if (!(cores > 0 && memoryBytes > 0)) return;
      const id = row.text(0);
      const size = { since, cores, limitCores: limitCores > 0 ? limitCores : cores, memoryBytes };
      const known = metas.get(id);
      if (known === undefined) metas.set(id, { sizes: [size], app: isContainer ? row.text(3) : '' });
      else known.sizes.push(size);
    },
    { columns: names.length, names, ...run.scan },
  );
}

function defaultSize(id: string, settings: Options): Size {
  const { coresPerMachine, coresIfUnknown, memSizeIfUnknown, gibPerMachine } = settings;
  const isMachine = id.startsWith('m_');
  const cores = isMachine ? coresPerMachine : coresIfUnknown;
  const memoryBytes = gibPerMachine * 2 ** 30 * (isMachine ? 1 : memSizeIfUnknown / 100);
  return { since: 0, cores, limitCores: cores, memoryBytes };
}

/** The size in force at a time; before the first row of the table, that row. */
function sizeAt(sizes: readonly Size[], at: number): Size {
  let index = 0;
  while (index + 1 < sizes.length && sizes[index + 1]!.since <= at) index++;
  return sizes[index]!;
}

/** Gives an entity its requests and limits over time. */
function requestSizes(grid: GridAccumulator, entity: number, sizes: readonly Size[] | undefined): void {
  for (const [index, { since, cores, limitCores, memoryBytes }] of (sizes ?? []).entries())
    grid.resize(
      entity,
      index === 0 ? Number.NEGATIVE_INFINITY : since,
      cores * 1000,
      memoryBytes,
      limitCores * 1000,
      memoryBytes,
    );
}

function serviceOf(meta: Meta | undefined): { service?: string } {
  return meta === undefined || meta.app === '' ? {} : { service: meta.app };
}

function assumed(id: string, meta: Meta | undefined, settings: Options): Record<string, number | boolean> {
  const { gibPerMachine, holdSeconds, coresIfUnknown, memSizeIfUnknown, coresPerMachine } = settings;
  const isMachine = id.startsWith('m_');
  const size = isMachine ? { coresPerMachine } : { coresIfUnknown, memSizeIfUnknown };
  return { gibPerMachine, holdSeconds, sizeAssumed: meta === undefined, ...(meta === undefined ? size : {}) };
}
