import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { folderName, stem } from './file-name.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { columnOf, type Header, type Row, scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  googleCores: z.number().positive().default(64).describe('Google: cores of 1 NCU'),
  googleGib: z.number().positive().default(512).describe('Google: GiB of normalised memory 1.0'),
  alibabaCores: z.number().positive().default(96).describe('Alibaba: cores of a machine'),
  alibabaGib: z.number().positive().default(512).describe('Alibaba: GiB of a machine'),
});

type Options = z.infer<typeof options>;

const STEP = 300;
const DAY = 86_400;

/** One of the three tables: how it is recognised and what a row means. */
interface Table {
  readonly header: RegExp;
  readonly entity: string;
  readonly licence: string;
  /** CPU, memory, memory request of a row, in millicores and bytes. */
  read(header: Header, path: string, options: Options): (row: Row) => readonly [number, number, number];
  readonly assumptions: (options: Options) => Readonly<Record<string, string | number>>;
}

const tables: readonly Table[] = [
  {
    header: /^avg_cpu,avg_mem,avg_assigned_mem/,
    entity: 'google-2019-mean',
    licence: 'CC-BY 4.0',
    read(header, path, { googleCores, googleGib }) {
      const [cpu, memory, assigned] = ['avg_cpu', 'avg_mem', 'avg_assigned_mem'].map((name) =>
        columnOf(header, path, name),
      ) as [number, number, number];
      const bytes = googleGib * 2 ** 30;
      return (row) => [row.number(cpu) * googleCores * 1000, row.number(memory) * bytes, row.number(assigned) * bytes];
    },
    assumptions: ({ googleCores, googleGib }) => ({ googleCores, googleGib }),
  },
  {
    header: /^timestamp,cpu_usage,assigned_mem$/,
    entity: 'azure-2019-total',
    licence: 'CC-BY 4.0',
    read(header, path) {
      const [cpu, assigned] = [columnOf(header, path, 'cpu_usage'), columnOf(header, path, 'assigned_mem')];
      return (row) => [row.number(cpu) * 10, Number.NaN, row.number(assigned) * 2 ** 30];
    },
    assumptions: () => ({
      cpuUnit: 'percent of a core, summed',
      assignedMemoryUnit: 'GiB',
      memoryUsage: 'not in this trace',
    }),
  },
  {
    header: /^cpu_util_percent,mem_util_percent,net_in,net_out/,
    entity: 'alibaba-2018-mean',
    licence: 'free for research and study (Alibaba)',
    read(header, path, { alibabaCores, alibabaGib }) {
      const [cpu, memory] = [columnOf(header, path, 'cpu_util_percent'), columnOf(header, path, 'mem_util_percent')];
      return (row) => [
        row.number(cpu) * alibabaCores * 10,
        (row.number(memory) / 100) * alibabaGib * 2 ** 30,
        Number.NaN,
      ];
    },
    assumptions: ({ alibabaCores, alibabaGib }) => ({ alibabaCores, alibabaGib }),
  },
];

/**
 * Whole-data-centre series made from the three big traces (traces.md §3 "Derived total"): the mean Borg task of 2019, the sum over all
 * Azure VMs of 2019, the mean Alibaba machine of 2018; every 300 s.
 *
 * Only the Azure table has stamps. The others count rows from the beginning of the trace, or of the day in the file's name (`day_3`); rows
 * that the publisher left out cannot be told and shift what follows them that day.
 */
export const datacenterAggregates: TraceFormat<Options> = {
  id: 'datacenter-aggregates',
  title: 'DataCenter-Traces-Datasets: aggregates of Google 2019, Azure V2 and Alibaba 2018',
  describe: 'CSV with one row every 300 s for the whole data centre; one series a trace. Absolute size is assumed.',
  licence: 'CC-BY 4.0 (DataCenter-Traces-Datasets)',
  options,
  detect: (head) => (tableOf(firstLine(head)) === undefined ? undefined : 'usage'),
  async *import(files, settings, { report, scan }) {
    const selection = new EntitySelection(settings);
    const channels = ['cpuMillicores', 'memoryBytes', 'memoryRequestBytes'] as const;
    const grid = new GridAccumulator({ ...settings, sampling: { kind: 'window', rest: 'unknown' }, channels }, report);
    const found = new Map<number, Table>();
    for (const { path, head } of files) {
      const table = tableOf(firstLine(head));
      if (table === undefined)
        throw new InputError(
          { file: path, line: 1, value: firstLine(head) },
          'one of the three headers of the data set',
        );
      const entity = selection.internText(table.entity);
      if (entity < 0) {
        report.count('filesSkipped');
        continue;
      }
      found.set(entity, table);
      const day = dayOf(path);
      let rows = 0;
      await scanTable(
        path,
        (header) => {
          const time = header.get('timestamp');
          const read = table.read(header, path, settings);
          return (row) => {
            report.counts.rowsRead++;
            const start = time === undefined ? ((day ?? 1) - 1) * DAY + rows * STEP : row.stamp(time);
            rows++;
            grid.add(entity, start, start + STEP, ...read(row));
          };
        },
        scan,
      );
      if (day !== undefined && rows < DAY / STEP)
        report.remark(
          `${path}: ${rows} of ${DAY / STEP} steps; where the others are missing cannot be told, so they are at the end of the day`,
        );
    }
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        const { assumptions, licence } = found.get(entity)!;
        return {
          id,
          source: { dataset: 'datacenter-aggregates', entity: id, licence, assumptions: assumptions(settings) },
        };
      }),
    );
  },
};

function tableOf(header: string): Table | undefined {
  return tables.find((table) => table.header.test(header));
}

/** The day in a file's name, from 1, where it has one. */
function dayOf(path: string): number | undefined {
  const match = /day_(\d+)/.exec(`${folderName(path)}/${stem(path)}`);
  return match === null ? undefined : Number(match[1]);
}
