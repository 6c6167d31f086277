import { InputError } from '../../env/core/input-error.js';
import { AzureVmGrid, type AzureVmOptions, azureVmOptions } from './azure-vm-grid.js';
import { isVmTableLine } from './azure-vm-table.js';
import { firstLine, type TraceFormat } from './format.js';
import { scanTable } from './row-scanner.js';

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
  options: azureVmOptions,
  detect(head) {
    const line = firstLine(head);
    if (/^"?timestamp"?(,"?\d+"?)+$/.test(line)) return 'usage';
    return isVmTableLine(line) ? 'side' : undefined;
  },
  async *import(files, settings, run) {
    const grid = new AzureVmGrid(settings, run);
    const { selection } = grid;
    for (const { path } of files.filter(({ role }) => role === 'usage')) {
      const isMax = /max/i.test(path.replace(/^.*[\\/]/, ''));
      await scanTable(
        path,
        (_header, [time, ...names], prepare) => {
          if (time !== 'timestamp')
            throw new InputError({ file: path, line: 1, value: time }, 'a first column "timestamp"');
          const vms = names.map((name) => selection.internText(name));
          prepare({ numbers: [0, ...vms.map((_, index) => index + 1)] });
          return (row) => {
            run.report.counts.rowsRead++;
            const start = row.stamp(0);
            const values = vms.map((_, index) => row.number(index + 1));
            for (const [index, vm] of vms.entries()) {
              const value = values[index]!;
              if (!Number.isNaN(value)) grid.add(vm, start, isMax ? Number.NaN : value, isMax ? value : Number.NaN);
            }
          };
        },
        run.scan,
      );
    }
    const tables = files.filter(({ role }) => role === 'side');
    yield* grid.series(tables, (_row, number) => selection.findText(String(number)));
  },
};
