import type { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
import { AZURE_WINDOW, type AzureVmOptions, describeVm, percentReader } from './azure-vm.js';
import { type AzureVm, azureSizeOptions, isVmTableLine, readVmTable } from './azure-vm-table.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import { GridAccumulator } from './grid-accumulator.js';
import { scanTable } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options: z.ZodObject & z.ZodType<AzureVmOptions> = selectionOptions.extend(azureSizeOptions);

/**
 * Azure VM readings as matrices: one row a time, one column a VM, which is named by its row number in `vmtable`. Matrices of the maxima
 * have `max` in their file name; the others hold averages.
 */
export const azureVmWide: TraceFormat<AzureVmOptions> = {
  id: 'azure-vm-wide',
  title: 'Azure VM trace 2017, wide matrices',
  describe:
    'CSV with the columns timestamp and one a VM, in percent of its cores; a file with "max" in its name gives the peaks. With vmtable (VM = row number) the cores are known.',
  licence: 'data CC-BY 4.0; cite Cortez et al., SOSP 2017',
  options,
  detect(head) {
    const line = firstLine(head);
    if (/^"?timestamp"?(,"?\d+"?)+$/.test(line)) return 'usage';
    return isVmTableLine(line) ? 'side' : undefined;
  },
  async *import(files, settings, run) {
    const { report } = run;
    const selection = new EntitySelection(settings, settings.categories !== undefined);
    const grid = new GridAccumulator(
      {
        ...settings,
        sampling: { kind: 'window', rest: 'unknown' },
        channels: ['cpuMillicores', 'cpuMaxMillicores'],
      },
      report,
    );
    const percent = percentReader(report);
    for (const { path } of files.filter(({ role }) => role === 'usage')) {
      const isMax = /max/i.test(path.replace(/^.*[\\/]/, ''));
      await scanTable(
        path,
        (_header, [time, ...names], prepare) => {
          if (time !== 'timestamp')
            throw new InputError({ file: path, line: 1, value: time }, 'a first column "timestamp"');
          prepare({ numbers: [0, ...names.keys()].map((_, field) => field) });
          const vms = names.map((name) => selection.internText(name));
          return (row) => {
            report.counts.rowsRead++;
            const start = row.stamp(0);
            const values = vms.map((_, index) => percent(row.number(index + 1)));
            for (const [index, vm] of vms.entries()) {
              const value = values[index]!;
              if (vm < 0 || Number.isNaN(value)) continue;
              grid.add(vm, start, start + AZURE_WINDOW, isMax ? Number.NaN : value, isMax ? value : Number.NaN);
            }
          };
        },
        run.scan,
      );
    }
    const tables = files.filter(({ role }) => role === 'side');
    const vms = new Map<number, AzureVm>();
    await readVmTable(tables, settings, run, (_row, number, vm) => {
      const id = selection.findText(String(number));
      if (id >= 0) vms.set(id, vm());
    });
    yield* importedUsage(
      grid.series((entity) => describeVm(selection.name(entity), vms.get(entity), settings, tables.length > 0, report)),
    );
  },
};
