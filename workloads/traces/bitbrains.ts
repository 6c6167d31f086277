import { z } from 'zod';
import { folderName, stem } from './file-name.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import { NearestStepGrid } from './nearest-step-grid.js';
import { columnOf, type Row, scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend({
  cpuField: z
    .enum(['percent', 'mhz'])
    .default('percent')
    .describe('CPU from the percentage of the provisioned cores, or from MHz over MHz a core'),
});

/** Distance of the readings, seconds. */
const STEP = 300;
/** Stamps from here on are milliseconds, as the header says; in the published files they are seconds. */
const MILLISECONDS_FROM = 1e11;

/**
 * GWA-T-12 Bitbrains (traces.md §10): one file a VM, `;` and a tab between columns. Provisioned cores and memory are request and limit.
 */
export const bitbrains: TraceFormat<z.infer<typeof options>> = {
  id: 'bitbrains',
  title: 'GWA-T-12 Bitbrains (fastStorage, Rnd)',
  describe:
    'One CSV a VM with "Timestamp [ms];	CPU cores; …"; files of one VM in several month folders are one series. Memory is active memory as the hypervisor saw it.',
  licence: 'free for research; cite Shen, van Beek, Iosup, CCGrid 2015',
  options,
  detect: (head) => (/^Timestamp \[ms\];/.test(firstLine(head)) ? 'usage' : undefined),
  async *import(files, settings, { report, scan }) {
    const selection = new EntitySelection(settings);
    const channels = [
      'cpuMillicores',
      'memoryBytes',
      'cpuRequestMillicores',
      'memoryRequestBytes',
      'cpuLimitMillicores',
      'memoryLimitBytes',
    ] as const;
    const grid = new NearestStepGrid({ ...settings, sourceStepSeconds: STEP, channels }, report);
    for (const { path } of files) {
      const entity = selection.internText(vmName(path));
      if (entity < 0) {
        report.count('filesSkipped');
        continue;
      }
      let withoutCores = 0;
      await scanTable(
        path,
        (header) => {
          const column = (name: string) => columnOf(header, path, name);
          const time = column('Timestamp [ms]');
          const cores = column('CPU cores');
          const [capacity, megahertz, percent] = [
            'CPU capacity provisioned [MHZ]',
            'CPU usage [MHZ]',
            'CPU usage [%]',
          ].map(column) as [number, number, number];
          const [provisioned, memory] = [column('Memory capacity provisioned [KB]'), column('Memory usage [KB]')];
          const cpuOf = (row: Row, millicores: number) =>
            settings.cpuField === 'mhz'
              ? (row.number(megahertz) / row.number(capacity)) * millicores
              : (row.number(percent) / 100) * millicores;
          return (row) => {
            report.counts.rowsRead++;
            const millicores = nothingIfZero(row.number(cores)) * 1000;
            const allocated = nothingIfZero(row.number(provisioned)) * 1024;
            if (Number.isNaN(millicores)) withoutCores++;
            const usedBytes = Number.isNaN(allocated) ? Number.NaN : row.number(memory) * 1024;
            const stamp = row.stamp(time);
            const start = stamp >= MILLISECONDS_FROM ? stamp / 1000 : stamp;
            grid.add(entity, start, [cpuOf(row, millicores), usedBytes, millicores, allocated, millicores, allocated]);
          };
        },
        { separator: ';', ...scan },
      );
      if (withoutCores > 0) {
        report.count('missingFields', withoutCores);
        report.remark(`${path}: ${withoutCores} rows with 0 cores; their CPU is missing`);
      }
    }
    yield* importedUsage(
      grid.series((entity) => {
        const id = selection.name(entity);
        return {
          id,
          source: { dataset: 'bitbrains', entity: id, assumptions: { cpuField: settings.cpuField, bytesPerKb: 1024 } },
        };
      }),
    );
  },
};

/** The VM's number; with the trace's folder where files lie in month folders (`rnd/2013-8/488.csv` is `rnd/488`). */
function vmName(path: string): string {
  const parts = path.split(/[\\/]/);
  const isMonthly = /^\d{4}-\d{1,2}$/.test(folderName(path));
  const trace = isMonthly ? parts.at(-3) : undefined;
  return trace === undefined || trace === '' || trace === '.' ? stem(path) : `${trace}/${stem(path)}`;
}

function nothingIfZero(value: number): number {
  return value === 0 ? Number.NaN : value;
}
