import Papa from 'papaparse';
import { z } from 'zod';
import { parseWith } from '../../../workloads/parse-with.js';
import { InputError } from '../../core/input-error.js';
import type { RecordedCell, RecordedTable } from './recorded-table.js';
import { contextColumns, contextOf, lackingColumns, type TableColumn, tableColumns } from './table-columns.js';
import { tableHeadFields, validateRecordedTable } from './table-schema.js';

/** The `#` line of a CSV file, or the JSON file beside it. */
const headSchema = z.strictObject({
  ...tableHeadFields,
  /** Names that the file gives to our columns; with it all columns that are not named are left out. */
  columns: z.partialRecord(z.enum(tableColumns), z.string().min(1)).optional(),
  /** Loads are rounded to multiples of this: for loads that were measured and not set. */
  loadStep: z.number().positive().optional(),
});

type Head = z.output<typeof headSchema>;

/** A JSON file beside the CSV file that holds its head. */
interface HeadBeside {
  readonly file: string;
  readonly head: unknown;
}

/**
 * A table as CSV text: a `#` line with a JSON object of everything but the cells, the names of the columns, and one line a row. Numbers are
 * written so that they are read back exactly.
 */
export function formatTableCsv({ cells, ...head }: RecordedTable): string {
  const lines = [`# ${JSON.stringify(head)}`, ['load', 'pods', ...contextColumns].join(',')];
  for (const { load, pods, rows } of cells) for (const row of rows) lines.push([load, pods, ...row].join(','));
  return `${lines.join('\n')}\n`;
}

/**
 * Reads a table from CSV text; the columns are described in docs/recorded-tables.md.
 *
 * @param file named in errors
 * @param beside what a JSON file beside it holds, where the text has no `#` line
 * @throws InputError naming line and column, or the cells that are missing
 */
export function parseTableCsv(text: string, file: string, beside?: HeadBeside): RecordedTable {
  const plain = text.replace(/^\uFEFF/, '');
  const ownHead = /^#[^\n]*(?:\n|$)/.exec(plain)?.[0] ?? '';
  const { columns, loadStep, ...head } = ownHead === '' ? besideHead(beside, file) : readHead(ownHead, file);
  const { data } = Papa.parse<string[]>(plain.slice(ownHead.length).trimEnd(), { delimiter: ',' });
  const headerLine = ownHead === '' ? 1 : 2;
  const names = (data[0] ?? []).map((name) => name.trim());
  const places = columnPlaces(names, columns, { file, line: headerLine });
  const lacking = lackingColumns(new Set(places.keys()), head);
  if (lacking !== null)
    throw new InputError({ file, line: headerLine, field: lacking[0]!, value: names }, oneOfColumns(lacking));
  const cells = new Map<string, RecordedCell & { readonly rows: number[][] }>();
  for (const [i, line] of data.slice(1).entries()) {
    const row = readRow(line, names, places, { file, line: headerLine + 1 + i });
    const load = loadStep === undefined ? row.load! : Math.round(row.load! / loadStep) * loadStep;
    const key = `${load} ${row.pods}`;
    const cell = cells.get(key) ?? { load, pods: row.pods!, rows: [] };
    cells.set(key, cell);
    cell.rows.push(contextOf({ ...row, load }, head));
  }
  if (cells.size === 0) throw new InputError({ file }, 'at least one row');
  return validateRecordedTable({ ...head, cells: [...cells.values()] }, file);
}

function readHead(line: string, file: string): Head {
  let json: unknown;
  try {
    json = JSON.parse(line.slice(1));
  } catch {
    throw new InputError(
      { file, line: 1, value: line.trim() },
      '# and a JSON object with id, pod, windowSeconds and loadUnit',
    );
  }
  return parseWith(headSchema, json, `${file}:1`);
}

function besideHead(beside: HeadBeside | undefined, file: string): Head {
  if (beside !== undefined) return parseWith(headSchema, beside.head, beside.file);
  throw new InputError(
    { file, line: 1 },
    `# and a JSON object with id, pod, windowSeconds and loadUnit, or the same object in ${file}.json`,
  );
}

/** Where in a line each of our columns stands. */
function columnPlaces(
  names: readonly string[],
  columns: Head['columns'],
  place: { readonly file: string; readonly line: number },
): ReadonlyMap<TableColumn, number> {
  const places = new Map<TableColumn, number>();
  if (columns === undefined)
    for (const [i, name] of names.entries()) {
      const column = tableColumns.find((known) => known === name);
      if (column === undefined || places.has(column))
        throw new InputError({ ...place, field: name }, `each at most once, columns of ${tableColumns.join(', ')}`);
      places.set(column, i);
    }
  else
    for (const [column, name] of Object.entries(columns)) {
      const at = names.indexOf(name);
      if (at < 0) throw new InputError({ ...place, field: `columns.${column}`, value: name }, 'a column of the file');
      places.set(column as TableColumn, at);
    }
  return places;
}

function readRow(
  line: readonly string[],
  names: readonly string[],
  places: ReadonlyMap<TableColumn, number>,
  place: { readonly file: string; readonly line: number },
): Partial<Record<TableColumn, number>> {
  if (line.length !== names.length) throw new InputError({ ...place, value: line.length }, `${names.length} cells`);
  const row: Partial<Record<TableColumn, number>> = {};
  for (const [column, at] of places) {
    const text = line[at]!.trim();
    const value = text === '' ? Number.NaN : Number(text);
    const bad = column === 'pods' ? !Number.isInteger(value) || value < 1 : !(value >= 0 && Number.isFinite(value));
    if (bad)
      throw new InputError(
        { ...place, field: names[at]!, value: line[at] },
        column === 'pods' ? 'a whole number ≥ 1' : 'a number ≥ 0',
      );
    row[column] = value;
  }
  return row;
}

function oneOfColumns(columns: readonly TableColumn[]): string {
  return columns.length === 1 ? 'this column' : `one of the columns ${columns.join(', ')}`;
}
