import { existsSync, readFileSync } from 'node:fs';
import { writeFileAtomically } from '../../../workloads/atomic-file.js';
import { readConfigFile } from '../../../workloads/generators/config-file.js';
import { InputError } from '../../core/input-error.js';
import type { RecordedTable } from './recorded-table.js';
import { formatTableCsv, parseTableCsv } from './table-csv.js';
import { tableFormat, validateRecordedTable } from './table-schema.js';

/**
 * Reads a table from a file: JSON when its name ends in `.json`, else CSV. Both are described in docs/recorded-tables.md.
 * @throws InputError naming file, line, field and value, or the cells that are missing
 */
export function readRecordedTable(path: string): RecordedTable {
  if (path.endsWith('.json')) return readJson(path);
  const beside = `${path}.json`;
  const head = existsSync(beside) ? { file: beside, head: readConfigFile(beside) } : undefined;
  return parseTableCsv(readText(path), path, head);
}

/**
 * Writes a table, whole or not at all: JSON when the name ends in `.json`, else CSV.
 * @throws InputError for a table that is not valid
 */
export function writeRecordedTable(path: string, table: RecordedTable): void {
  const valid = validateRecordedTable(table);
  writeFileAtomically(path, path.endsWith('.json') ? formatTableJson(valid) : formatTableCsv(valid));
}

function readJson(path: string): RecordedTable {
  const json = readConfigFile(path);
  const format = typeof json === 'object' && json !== null ? (json as { format?: unknown }).format : undefined;
  if (format !== tableFormat) throw new InputError({ file: path, field: 'format', value: format }, `"${tableFormat}"`);
  return validateRecordedTable(json, path);
}

/** One cell a line. */
function formatTableJson({ cells, ...head }: RecordedTable): string {
  const fields = JSON.stringify({ format: tableFormat, ...head });
  return `${fields.slice(0, -1)},"cells":[\n${cells.map((cell) => JSON.stringify(cell)).join(',\n')}\n]}\n`;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError({ file: path, value: (error as NodeJS.ErrnoException).code }, 'a file that can be read');
  }
}
