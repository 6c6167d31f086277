import { AzureVmGrid, type AzureVmOptions, azureVmOptions } from './azure-vm-grid.js';
import { isVmTableLine } from './azure-vm-table.js';
import { firstLine, type TraceFormat } from './format.js';
import { scanRows } from './row-scanner.js';

const columns = ['timestamp', 'vmid', 'mincpu', 'maxcpu', 'avgcpu'] as const;

/**
 * Azure Public Dataset, VM traces of 2017 (V1) and 2019 (V2): CPU readings in percent of the VM's cores, all VMs of one instant after the
 * other (traces.md §3). There is no memory usage in these traces; what was allocated becomes request and limit.
 */
export const azureVm: TraceFormat<AzureVmOptions> = {
  id: 'azure-vm',
  title: 'Azure VM traces 2017 and 2019',
  describe:
    'vm_cpu_readings files with vmtable for the VMs’ cores; one series a VM, without memory usage (allocated cores and memory are request and limit).',
  licence: 'CC-BY 4.0; cite Cortez et al., SOSP 2017',
  options: azureVmOptions,
  detect(head) {
    const line = firstLine(head);
    if (/^\d+(\.\d+)?,[A-Za-z0-9+/=]+,[\d.]*,[\d.]+,[\d.]+$/.test(line)) return 'usage';
    return isVmTableLine(line) ? 'side' : undefined;
  },
  async *import(files, settings, run) {
    const grid = new AzureVmGrid(settings, run);
    const { selection } = grid;
    for (const { path } of files.filter(({ role }) => role === 'usage'))
      await scanRows(
        path,
        (row) => {
          run.report.counts.rowsRead++;
          grid.add(row.intern(1, selection), row.stamp(0), row.number(4), row.number(3));
        },
        {
          columns: columns.length,
          names: columns,
          plan: { numbers: [0, 3, 4], key: { field: 1, interner: selection } },
          ...run.scan,
        },
      );
    const tables = files.filter(({ role }) => role === 'side');
    yield* grid.series(tables, (row) => row.intern(0, selection.known));
  },
};
