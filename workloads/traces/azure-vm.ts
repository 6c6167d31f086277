import type { z } from 'zod';
import { type AzureVm, azureSizeOptions, isVmTableLine, readVmTable } from './azure-vm-table.js';
import { firstLine, importedUsage, type TraceFormat } from './format.js';
import { type EntityDescription, GridAccumulator } from './grid-accumulator.js';
import type { ImportReport } from './import-report.js';
import { scanRows } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

const options = selectionOptions.extend(azureSizeOptions);

export type AzureVmOptions = z.infer<typeof options>;

/** Step of the readings, seconds; a reading's time stamp is its window's beginning. */
export const AZURE_WINDOW = 300;

const columns = ['timestamp', 'vmid', 'mincpu', 'maxcpu', 'avgcpu'] as const;

/**
 * Azure Public Dataset, VM traces of 2017 (V1) and 2019 (V2): CPU readings in percent of the VM's cores, all VMs of one instant after the
 * other (traces.md §3). There is no memory usage in these traces; what was allocated becomes the memory request.
 */
export const azureVm: TraceFormat<AzureVmOptions> = {
  id: 'azure-vm',
  title: 'Azure VM traces 2017 and 2019',
  describe:
    'vm_cpu_readings files with vmtable for the VMs’ cores; one series a VM, without memory usage (allocated cores and memory are request and limit).',
  licence: 'CC-BY 4.0; cite Cortez et al., SOSP 2017',
  options,
  detect(head) {
    const line = firstLine(head);
    if (/^\d+(\.\d+)?,[A-Za-z0-9+/=]+,[\d.]*,[\d.]+,[\d.]+$/.test(line)) return 'usage';
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
    for (const { path } of files.filter(({ role }) => role === 'usage'))
      await scanRows(
        path,
        (row) => {
          report.counts.rowsRead++;
          const start = row.stamp(0);
          const vm = row.intern(1, selection);
          const average = percent(row.number(4));
          const peak = percent(row.number(3));
          if (vm < 0) report.counts.rowsNotSelected++;
          else grid.add(vm, start, start + AZURE_WINDOW, average, peak);
        },
        {
          columns: columns.length,
          names: columns,
          plan: { numbers: [0, 3, 4], key: { field: 1, interner: selection } },
          ...run.scan,
        },
      );
    const tables = files.filter(({ role }) => role === 'side');
    const vms = new Map<number, AzureVm>();
    await readVmTable(tables, settings, run, (row, _number, vm) => {
      const id = row.intern(0, selection.known);
      if (id >= 0) vms.set(id, vm());
    });
    yield* importedUsage(
      grid.series((entity) => describeVm(selection.name(entity), vms.get(entity), settings, tables.length > 0, report)),
    );
  },
};

/** Reads percentages: above 100 there is no core to run on, so they are clipped, and counted. */
export function percentReader({ counts }: ImportReport): (value: number) => number {
  return (value) => {
    if (!(value > 100)) return value;
    counts.clipped++;
    return 100;
  };
}

/**
 * What a VM's percentages become: with its cores, millicores; its allocation is request and limit. A VM the table does not know has
 * `coresIfUnknown` cores, and says so.
 */
export function describeVm(
  id: string,
  vm: AzureVm | undefined,
  { coresIfUnknown, categories }: AzureVmOptions,
  hasTable: boolean,
  report: ImportReport,
): EntityDescription | undefined {
  if (categories !== undefined && !categories.some((category) => category === vm?.category)) return undefined;
  if (vm === undefined && hasTable) report.count('unmatched');
  const cores = vm?.cores ?? coresIfUnknown;
  const scale = cores * 10;
  return {
    id,
    sizes: {
      cpuRequestMillicores: cores * 1000,
      cpuLimitMillicores: cores * 1000,
      ...(vm === undefined ? {} : { memoryRequestBytes: vm.memoryBytes, memoryLimitBytes: vm.memoryBytes }),
    },
    scale: { cpuMillicores: scale, cpuMaxMillicores: scale },
    source: {
      dataset: 'azure-vm',
      entity: id,
      ...(vm === undefined ? {} : { service: vm.deployment }),
      assumptions: { cores, coresAssumed: vm === undefined, memoryUsage: 'not in this trace' },
    },
  };
}
