import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { z } from 'zod';
import { InputError } from '../env/core/input-error.js';
import { parseWith } from './parse-with.js';
import { sourceSchema } from './series-layout.js';
import type { SeriesSource } from './usage-series.js';

/** What series of both kinds have in common. */
export interface CsvHead {
  readonly id: string;
  readonly startTime: number;
  readonly stepSeconds: number;
  readonly source: SeriesSource;
}

/** A series as a table: its head, its columns in order, and its mask if it has one. */
export interface CsvTable {
  readonly head: CsvHead;
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
  readonly origin: Uint8Array | undefined;
}

/** The name of a channel as a column: `cpuMaxMillicores` is `cpu_max_millicores`. */
export function columnOf(channel: string): string {
  return channel.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Columns by name, with the channel each holds. */
export function columnsOf<Channel extends string>(channels: readonly Channel[]): Readonly<Record<string, Channel>> {
  return Object.fromEntries(channels.map((channel) => [columnOf(channel), channel]));
}

const headSchema = z.object({
  id: z.string().min(1),
  startTime: z.number(),
  stepSeconds: z.number().positive(),
  source: sourceSchema,
});

/**
 * A table as CSV text: a comment line with the head as JSON, the names, one row a step. Missing values are empty cells; numbers are
 * written so that they are read back exactly.
 */
export function formatCsvTable({ head, columns, origin }: CsvTable): string {
  const { id, startTime, stepSeconds, source } = head;
  const names = ['time', ...columns.map(({ name }) => name), ...(origin === undefined ? [] : ['origin'])];
  const lines = [`# ${JSON.stringify({ id, startTime, stepSeconds, source })}`, names.join(',')];
  const length = columns[0]?.values.length ?? 0;
  for (let step = 0; step < length; step++) {
    const cells = [String(startTime + step * stepSeconds)];
    for (const { values } of columns) cells.push(Number.isNaN(values[step]!) ? '' : String(values[step]));
    if (origin !== undefined) cells.push(String(origin[step]));
    lines.push(cells.join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** The names in a CSV text's line of names. */
export function csvNames(text: string): readonly string[] {
  const { lines, firstRow } = linesOf(text);
  return namesIn(lines[firstRow - 1]);
}

/**
 * Reads a table from CSV text. Without a comment line the id is the file's name, and the step the distance of the first two times.
 *
 * @param known the columns there may be besides `time` and `origin`
 * @param needed those of them without which there is nothing to read; one is enough
 * @param file named in errors
 * @throws InputError naming line and column
 */
export function parseCsvTable(
  text: string,
  known: readonly string[],
  needed: readonly string[],
  file: string,
): CsvTable {
  const { lines, firstRow } = linesOf(text);
  const names = namesIn(lines[firstRow - 1]);
  const unknown = names.find((name) => name !== 'time' && name !== 'origin' && !known.includes(name));
  if (unknown !== undefined)
    throw new InputError({ file, line: firstRow, field: unknown }, `columns time, ${known.join(', ')}, origin`);
  for (const oneOf of [['time'], needed])
    if (!oneOf.some((name) => names.includes(name)))
      throw new InputError({ file, line: firstRow, field: oneOf.join(' or ') }, 'this column');
  const length = lines.length - firstRow;
  if (length === 0) throw new InputError({ file }, 'at least one row');
  const table = names.map(() => new Float64Array(length));
  for (let row = 0; row < length; row++)
    readRow(lines[firstRow + row]!, row, names, table, { file, line: firstRow + row + 1 });
  const times = table[names.indexOf('time')]!;
  const head = firstRow === 2 ? readHead(lines[0]!, file) : gridOf(times, file, firstRow);
  checkTimes(times, head, file, firstRow);
  const origin = table[names.indexOf('origin')];
  return {
    head,
    columns: names.flatMap((name, i) => (known.includes(name) ? [{ name, values: table[i]! }] : [])),
    origin: origin === undefined ? undefined : Uint8Array.from(origin),
  };
}

/** @throws InputError when the file cannot be read */
export function readCsvText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError({ file: path, value: (error as NodeJS.ErrnoException).code }, 'a file that can be read');
  }
}

/** Lines without the last line's end, and where the rows begin. */
function linesOf(text: string): { readonly lines: readonly string[]; readonly firstRow: 1 | 2 } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return { lines, firstRow: lines[0]?.startsWith('#') === true ? 2 : 1 };
}

function namesIn(line: string | undefined): readonly string[] {
  return (line ?? '').split(',').map((name) => name.trim());
}

function readHead(line: string, file: string): CsvHead {
  let json: unknown;
  try {
    json = JSON.parse(line.slice(1));
  } catch {
    throw new InputError(
      { file, line: 1, value: line },
      '# and a JSON object with id, startTime, stepSeconds and source',
    );
  }
  const { source, ...grid } = parseWith(headSchema, json, file);
  return { ...grid, source: source as SeriesSource };
}

function readRow(
  line: string,
  row: number,
  names: readonly string[],
  table: readonly Float64Array[],
  place: { readonly file: string; readonly line: number },
): void {
  const cells = line.split(',');
  if (cells.length !== names.length) throw new InputError({ ...place, value: cells.length }, `${names.length} cells`);
  for (const [i, cell] of cells.entries()) {
    const value = cell.trim() === '' ? Number.NaN : Number(cell);
    const name = names[i]!;
    const expected = expectedInstead(name, cell, value);
    if (expected !== null) throw new InputError({ ...place, field: name, value: cell }, expected);
    table[i]![row] = value;
  }
}

/** What a cell should have held, null when it is well; an empty one is missing. */
function expectedInstead(name: string, cell: string, value: number): string | null {
  if (name === 'origin') return Number.isInteger(value) && value >= 0 && value <= 4 ? null : 'an origin from 0 to 4';
  if (name === 'time') return Number.isFinite(value) ? null : 'a number';
  if (cell.trim() === '') return null;
  return Number.isFinite(value) && value >= 0 ? null : 'a number ≥ 0';
}

function gridOf(times: Float64Array, file: string, firstRow: number): CsvHead {
  const id = basename(file, extname(file));
  const stepSeconds = times.length > 1 ? times[1]! - times[0]! : 60;
  if (!(stepSeconds > 0))
    throw new InputError({ file, line: firstRow + 2, field: 'time', value: times[1] }, 'times that rise');
  return { id, startTime: times[0]!, stepSeconds, source: { dataset: 'csv', entity: id, assumptions: {} } };
}

function checkTimes(times: Float64Array, { startTime, stepSeconds }: CsvHead, file: string, firstRow: number): void {
  for (let row = 0; row < times.length; row++) {
    const expected = startTime + row * stepSeconds;
    if (Math.abs(times[row]! - expected) > 1e-6 * stepSeconds)
      throw new InputError(
        { file, line: firstRow + row + 1, field: 'time', value: times[row] },
        `${expected}, on a grid of ${stepSeconds} s`,
      );
  }
}
