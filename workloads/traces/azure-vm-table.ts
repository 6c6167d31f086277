import { z } from 'zod';
import type { ImportRun, TraceFile } from './format.js';
import { type Row, scanRows } from './row-scanner.js';

/** Columns of `vmtable` (traces.md §3). */
const columns = [
  'vmid',
  'subscriptionid',
  'deploymentid',
  'vmcreated',
  'vmdeleted',
  'maxcpu',
  'avgcpu',
  'p95maxcpu',
  'vmcategory',
  'vmcorecount',
  'vmmemory',
] as const;

const field = Object.fromEntries(columns.map((name, index) => [name, index])) as Record<
  (typeof columns)[number],
  number
>;

/** What a VM is if the table does not say, or says it only as a bucket. */
export const azureSizeOptions = {
  coresIfUnknown: z.number().positive().default(1).describe('cores of a VM that has no row in vmtable'),
  coresAboveBucket: z.number().positive().default(30).describe('cores of a VM in the bucket ">24" of the 2019 table'),
  gibAboveBucket: z.number().positive().default(70).describe('GiB of a VM in the bucket ">64" of the 2019 table'),
  categories: z
    .array(z.enum(['Delay-insensitive', 'Interactive', 'Unknown']))
    .optional()
    .describe('only VMs of these categories; needs vmtable'),
};

/** Sizes assumed where the table gives only a bucket, or none: cores and GiB. */
export interface AzureSizeOptions {
  readonly coresIfUnknown: number;
  readonly coresAboveBucket: number;
  readonly gibAboveBucket: number;
}

/** A row of `vmtable`: what Azure allocated to a VM. */
export interface AzureVm {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly category: string;
  readonly deployment: string;
}

/** Whether a line is one of `vmtable`: three base64 names, then times and sizes. */
export function isVmTableLine(line: string): boolean {
  return /^[A-Za-z0-9+/=]{40,},[A-Za-z0-9+/=]{40,},[A-Za-z0-9+/=]{40,}(,[^,]*){8}$/.test(line);
}

/**
 * Reads `vmtable` files of 2017 (exact sizes) or 2019 (buckets).
 * @param onVm receives the row, for the VM's name, its number in the table from 1, and what it says
 */
export async function readVmTable(
  files: readonly TraceFile[],
  { coresAboveBucket, gibAboveBucket }: AzureSizeOptions,
  run: ImportRun,
  onVm: (row: Row, number: number, vm: () => AzureVm) => void,
): Promise<void> {
  let number = 0;
  for (const { path } of files)
    await scanRows(
      path,
      (row) => {
        run.report.counts.sideRows++;
        onVm(row, ++number, () => ({
          cores: sizeAt(row, field.vmcorecount, coresAboveBucket),
          memoryBytes: sizeAt(row, field.vmmemory, gibAboveBucket) * 2 ** 30,
          category: row.text(field.vmcategory),
          deployment: row.text(field.deploymentid),
        }));
      },
      { columns: columns.length, names: columns, ...run.scan },
    );
}

/** A size, or for a bucket open to above (`>24`) the size assumed for it. */
function sizeAt(row: Row, index: number, aboveBucket: number): number {
  if (row.text(index).startsWith('>')) return aboveBucket;
  const size = row.number(index);
  if (!(size > 0)) throw row.error(index, 'a size above 0, or a bucket such as >24');
  return size;
}
