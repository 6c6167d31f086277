import { z } from 'zod';
import { parseWith } from '../../../workloads/parse-with.js';
import { InputError } from '../../core/input-error.js';
import { contextLength } from '../view.js';
import { type RecordedCell, type RecordedTable, recordedLoads, recordedPods } from './recorded-table.js';

/** What the JSON form of a table begins with. */
export const tableFormat = 'scalegym-table/1';

const limit = z.number().positive().nullable().default(null);

/** Everything of a table but its cells: the `#` line of a CSV file. */
export const tableHeadFields = {
  id: z.string().min(1),
  pod: z.strictObject({
    cpuRequestMillicores: z.number().positive(),
    cpuLimitMillicores: limit,
    memoryRequestMebibytes: z.number().positive(),
    memoryLimitMebibytes: limit,
  }),
  windowSeconds: z.number().positive(),
  loadUnit: z.enum(['users', 'requestsPerSecond']),
};

const tableSchema = z.strictObject({
  format: z.literal(tableFormat).optional(),
  ...tableHeadFields,
  cells: z
    .array(
      z.strictObject({
        load: z.number().min(0),
        pods: z.int().min(1),
        rows: z.array(z.array(z.number().min(0)).length(contextLength)).min(1),
      }),
    )
    .min(1),
});

/** Missing cells that an error names; of more it tells how many. */
const namedCells = 5;

/**
 * Checks a table: fields and values, every cell once, and none missing from loads × pods. Cells are put in order.
 *
 * @param file where it comes from, named in errors
 * @throws InputError naming the field, or the cells that are missing
 */
export function validateRecordedTable(table: unknown, file?: string): RecordedTable {
  const { format: _, ...parsed } = parseWith(tableSchema, table, file);
  const cells = [...parsed.cells].sort((a, b) => a.load - b.load || a.pods - b.pods);
  const complete: RecordedTable = { ...parsed, cells };
  checkGrid(complete, file);
  return complete;
}

function checkGrid(table: RecordedTable, file: string | undefined): void {
  const place = file === undefined ? {} : { file };
  const seen = new Set<string>();
  for (const cell of table.cells) {
    if (seen.has(cellName(cell)))
      throw new InputError({ ...place, field: 'cells', value: cellName(cell) }, 'every cell once');
    seen.add(cellName(cell));
  }
  const missing = recordedLoads(table)
    .flatMap((load) => recordedPods(table).map((pods) => cellName({ load, pods })))
    .filter((name) => !seen.has(name));
  if (missing.length === 0) return;
  const more = missing.length > namedCells ? ` and ${missing.length - namedCells} more` : '';
  throw new InputError(
    { ...place, field: 'cells' },
    `rows for every load on every number of pods; missing: ${missing.slice(0, namedCells).join('; ')}${more}`,
  );
}

function cellName({ load, pods }: Pick<RecordedCell, 'load' | 'pods'>): string {
  return `load ${load} on ${pods} pod${pods === 1 ? '' : 's'}`;
}
