import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import type { SeriesSource, UsageSeries } from '../usage-series.js';
import { firstLine, type ImportRun, importedUsage, type TraceFile, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { RateSum } from './rate-sum.js';
import { type Header, type Row, scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';
import { sumByGroup } from './series-sum.js';

const options = selectionOptions.extend({
  stepSeconds: z.number().positive().default(60).describe('step of the series, seconds'),
  coresPerContainer: z.number().positive().default(4).describe('cores of a container'),
  gibPerContainer: z.number().positive().default(8).describe('memory of a container, GiB'),
  coresPerNode: z.number().positive().default(96).describe('cores of a node'),
  gibPerNode: z.number().positive().default(512).describe('memory of a node, GiB'),
  level: z
    .enum(['instance', 'service'])
    .default('instance')
    .describe('one series a container, or one a service that sums its containers'),
  members: z
    .boolean()
    .default(false)
    .describe('with level service: also a load series of how many containers ran in every step'),
  calls: z
    .array(z.string())
    .default(['providerRPC_MCR', 'HTTP_MCR'])
    .describe('call rates that are added up to the load of a service'),
});

type Options = z.infer<typeof options>;

/** Names of the columns in the tables of 2021 and 2022 and in their published descriptions. */
const aliases = {
  time: ['timestamp'],
  service: ['msname'],
  instance: ['msinstanceid'],
  node: ['nodeid'],
  cpu: ['cpu_utilization', 'instance_cpu_usage', 'node_cpu_usage', 'cpu_usage'],
  memory: ['memory_utilization', 'instance_memory_usage', 'node_memory_usage', 'memory_usage'],
  metric: ['metrics', 'metric'],
  value: ['value'],
} as const;

type Column = keyof typeof aliases;
type Table = 'containers' | 'nodes' | 'calls' | 'wide calls';

/** Measurements are means over a minute (nodes in 2021: half a minute). */
const WINDOW = 60;
const NODE_WINDOW = 30;
const UNNAMED = new Set(['', '(?)', 'NaN', 'nan']);

/**
 * Alibaba microservices of 2021 and 2022 (traces.md §8): `MSResource` (containers) and `Node` give usage, `MSRTQps` gives call rates, which
 * become the load of a service. The values of 2022 are min-max normalised, so that only their shape means something.
 */
export const alibabaMicroservices: TraceFormat<Options> = {
  id: 'alibaba-microservices',
  title: 'Alibaba cluster-trace-microservices 2021 and 2022',
  describe:
    'MSResource (one series a container, or a service), Node (one a node), MSRTQps (the load of a service). Sizes of containers and nodes are assumed.',
  licence: 'free for research; cite Luo et al., SoCC 2021 and SoCC 2022',
  options,
  detect: (head) => (tableOf(head) === undefined ? undefined : 'usage'),
  async *import(files, settings, run) {
    const loads = new RateSum(settings.stepSeconds);
    const selection = new EntitySelection(settings.level === 'service' ? {} : settings);
    const services = new EntitySelection(settings);
    const serviceOf: string[] = [];
    const grid = new GridAccumulator(
      {
        ...settings,
        ...(settings.level === 'service' ? { minHours: undefined, maxEntities: undefined } : {}),
        sampling: { kind: 'window', rest: 'unknown' },
        channels: ['cpuMillicores', 'memoryBytes'],
      },
      run.report,
    );
    for (const file of files) {
      const table = tableOf(file.head) ?? 'containers';
      if (table === 'calls' || table === 'wide calls') await readCalls(file, table, settings, run, loads, services);
      else await readUsage(file, table, settings, run, grid, selection, services, serviceOf);
    }
    const { coresPerContainer, gibPerContainer, coresPerNode, gibPerNode } = settings;
    const series = grid.series((entity) => {
      const id = selection.name(entity);
      const service = serviceOf[entity];
      const assumptions = service === undefined ? { coresPerNode, gibPerNode } : { coresPerContainer, gibPerContainer };
      const source = { dataset: 'alibaba-microservices', entity: id, assumptions };
      return { id, source: service === undefined ? source : { ...source, service } };
    });
    const source = (entity: string): SeriesSource => ({
      dataset: 'alibaba-microservices',
      entity,
      service: entity,
      assumptions: { coresPerContainer, gibPerContainer },
    });
    const serviceOfSeries = ({ id, source: { service = id } }: UsageSeries) => service;
    if (settings.level === 'service') yield* sumByGroup(series, serviceOfSeries, settings, run.report, source);
    else yield* importedUsage(series);
    for (const load of loads.series((service) => ({
      ...source(service),
      assumptions: { calls: settings.calls.join('+') },
    }))) {
      run.report.count('seriesWritten');
      yield { kind: 'load', series: { ...load, id: `${load.id}/calls` } };
    }
  },
};

function tableOf(head: Uint8Array): Table | undefined {
  const names = firstLine(head)
    .toLowerCase()
    .split(',')
    .map((name) => name.replaceAll('"', ''));
  const has = (column: Column) => aliases[column].some((name) => names.includes(name));
  if (!has('time')) return undefined;
  if (has('instance') && has('metric') && has('value')) return 'calls';
  if (has('instance') && names.some((name) => /_mcr$/.test(name))) return 'wide calls';
  if (has('instance') && has('cpu')) return 'containers';
  return has('node') && has('cpu') && has('memory') ? 'nodes' : undefined;
}

/** Where a column stands, by any of its names, upper and lower case alike. */
function find(header: Header, column: Column, file: string): number {
  for (const [name, field] of header)
    if ((aliases[column] as readonly string[]).includes(name.toLowerCase())) return field;
  throw new InputError(
    { file, line: 1, value: [...header.keys()].join(',') },
    `a column named ${aliases[column].join(' or ')}`,
  );
}

async function readUsage(
  { path }: TraceFile,
  table: 'containers' | 'nodes',
  settings: Options,
  { report, scan }: ImportRun,
  grid: GridAccumulator,
  selection: EntitySelection,
  services: EntitySelection,
  serviceOf: string[],
): Promise<void> {
  const isContainer = table === 'containers';
  const cpuScale = (isContainer ? settings.coresPerContainer : settings.coresPerNode) * 1000;
  const memoryScale = (isContainer ? settings.gibPerContainer : settings.gibPerNode) * 2 ** 30;
  const isByService = settings.level === 'service';
  await scanTable(
    path,
    (header, _names, prepare) => {
      const [time, cpu, memory] = [find(header, 'time', path), find(header, 'cpu', path), find(header, 'memory', path)];
      const id = find(header, isContainer ? 'instance' : 'node', path);
      const service = isContainer ? find(header, 'service', path) : -1;
      prepare({ numbers: [time, cpu, memory], key: { field: id, interner: selection } });
      return (row) => {
        report.counts.rowsRead++;
        const start = row.stamp(time) / 1000;
        const [cpuShare, memoryShare] = [row.number(cpu), row.number(memory)];
        if (isUnnamed(row, id) || (isContainer && isUnnamed(row, service))) {
          report.counts.unnamed++;
          return;
        }
        const isWanted = !isByService || !isContainer || row.intern(service, services) >= 0;
        const entity = isWanted ? row.intern(id, selection) : -1;
        if (entity < 0) {
          report.counts.rowsNotSelected++;
          return;
        }
        if (isContainer) serviceOf[entity] ??= row.text(service);
        grid.add(
          entity,
          start,
          start + (isContainer ? WINDOW : NODE_WINDOW),
          cpuShare * cpuScale,
          memoryShare * memoryScale,
        );
      };
    },
    scan,
  );
}

async function readCalls(
  { path }: TraceFile,
  table: 'calls' | 'wide calls',
  { calls, stepSeconds, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Options,
  { report, scan }: ImportRun,
  loads: RateSum,
  services: EntitySelection,
): Promise<void> {
  if (stepSeconds % WINDOW !== 0)
    throw new InputError(
      { field: 'stepSeconds', value: stepSeconds },
      `a multiple of ${WINDOW}, the step of call rates`,
    );
  const wanted = new Set(calls.map((name) => name.toLowerCase()));
  await scanTable(
    path,
    (header) => {
      const [time, service] = [find(header, 'time', path), find(header, 'service', path)];
      const metric = table === 'calls' ? find(header, 'metric', path) : -1;
      const values =
        table === 'calls'
          ? [find(header, 'value', path)]
          : [...header].filter(([name]) => wanted.has(name.toLowerCase())).map(([, field]) => field);
      return (row) => {
        report.counts.rowsRead++;
        const start = row.stamp(time) / 1000;
        if (isUnnamed(row, service)) report.counts.unnamed++;
        else if (metric >= 0 && !wanted.has(row.text(metric).toLowerCase())) report.counts.rowsWithoutUsage++;
        else if (start < from || start >= to) report.counts.rowsOutsideRange++;
        else if (row.intern(service, services) < 0) report.counts.rowsNotSelected++;
        else {
          const rate = values.reduce((sum, field) => sum + (row.number(field) || 0), 0);
          if (rate < 0) report.counts.negatives++;
          else if (loads.add(row.text(service), start, WINDOW, rate)) report.counts.rowsUsed++;
          else throw row.error(time, 'a time near the other times of the service');
        }
      };
    },
    scan,
  );
}

function isUnnamed(row: Row, field: number): boolean {
  return row.isBlank(field) || UNNAMED.has(row.text(field));
}
