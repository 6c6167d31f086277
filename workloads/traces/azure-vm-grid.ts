import type { z } from 'zod';
import { type AzureVm, azureSizeOptions, readVmTable } from './azure-vm-table.js';
import { type ImportedSeries, type ImportRun, importedUsage, type TraceFile } from './format.js';
import { type EntityDescription, GridAccumulator } from './grid-accumulator.js';
import type { Row } from './row-scanner.js';
import { EntitySelection, selectionOptions } from './selection.js';

/** Options of both forms of the trace. */
export const azureVmOptions = selectionOptions.extend(azureSizeOptions);

export type AzureVmOptions = z.infer<typeof azureVmOptions>;

/** Step of the readings, seconds; a reading's time stamp is its window's beginning. */
const WINDOW = 300;

/**
 * CPU readings of Azure VMs in percent of their cores, on their way to millicores. The cores come from `vmtable`, which is read after the
 * readings, so that only the VMs that have any are kept. A VM the table does not know has `coresIfUnknown` cores, and its series says so.
 */
export class AzureVmGrid {
  readonly selection: EntitySelection;
  private readonly grid: GridAccumulator;

  constructor(
    private readonly options: AzureVmOptions,
    private readonly run: ImportRun,
  ) {
    this.selection = new EntitySelection(options, options.categories !== undefined);
    this.grid = new GridAccumulator(
      {
        ...options,
        sampling: { kind: 'window', rest: 'unknown' },
        channels: ['cpuMillicores', 'cpuMaxMillicores'],
      },
      run.report,
    );
  }

  /** Adds a reading of a VM by its number in {@link selection}; −1 is a VM that was not selected. */
  add(vm: number, start: number, average: number, peak: number): void {
    if (vm < 0) this.run.report.counts.rowsNotSelected++;
    else this.grid.add(vm, start, start + WINDOW, this.percent(average), this.percent(peak));
  }

  /** Above 100 percent there is no core to run on. */
  private percent(value: number): number {
    if (!(value > 100)) return value;
    this.run.report.counts.clipped++;
    return 100;
  }

  /**
   * The series of all VMs.
   * @param vmOf the number in {@link selection} of the VM of a row of `vmtable`, which is the n-th row from 1; −1 when it has no readings
   */
  async *series(
    tables: readonly TraceFile[],
    vmOf: (row: Row, number: number) => number,
  ): AsyncGenerator<ImportedSeries, void> {
    const vms = new Map<number, AzureVm>();
    await readVmTable(tables, this.options, this.run, (row, number, vm) => {
      const id = vmOf(row, number);
      if (id >= 0) vms.set(id, vm());
    });
    yield* importedUsage(this.grid.series((id) => this.describe(id, vms.get(id), tables.length > 0)));
  }

  private describe(entity: number, vm: AzureVm | undefined, hasTable: boolean): EntityDescription | undefined {
    const { categories, coresIfUnknown } = this.options;
    if (categories !== undefined && !categories.some((category) => category === vm?.category)) return undefined;
    if (vm === undefined && hasTable) this.run.report.count('unmatched');
    const id = this.selection.name(entity);
    const cores = vm?.cores ?? coresIfUnknown;
    return {
      id,
      sizes: {
        cpuRequestMillicores: cores * 1000,
        cpuLimitMillicores: cores * 1000,
        ...(vm === undefined ? {} : { memoryRequestBytes: vm.memoryBytes, memoryLimitBytes: vm.memoryBytes }),
      },
      scale: { cpuMillicores: cores * 10, cpuMaxMillicores: cores * 10 },
      source: {
        dataset: 'azure-vm',
        entity: id,
        ...(vm === undefined ? {} : { service: vm.deployment }),
        assumptions: { cores, coresAssumed: vm === undefined, memoryUsage: 'not in this trace' },
      },
    };
  }
}
