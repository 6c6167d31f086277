import { InputError } from '../../env/core/input-error.js';
import { type BytesRead, openBytes } from './byte-source.js';
import type { Row, ScanOptions, ScanPlan } from './row.js';
import { RowSplitter } from './row-splitter.js';

export type { Row, ScanOptions, ScanPlan } from './row.js';
export { RowSplitter } from './row-splitter.js';

/**
 * Scans one file of separated text, gzip or not, in flat memory.
 * @throws InputError for a malformed row (unless `options.refuse` takes it) and for damaged gzip
 */
export async function scanRows(
  path: string,
  onRow: (row: Row) => void,
  options: ScanOptions & { readonly onRead?: BytesRead } = {},
): Promise<void> {
  const scanner = new RowSplitter(path, onRow, options);
  for await (const chunk of openBytes(path, options.onRead)) scanner.push(chunk);
  scanner.end();
}

/** Where the named columns of a file with a header stand. */
export type Header = ReadonlyMap<string, number>;

/**
 * Scans one file whose first row names the columns.
 *
 * @param onHeader receives the names, in order, and answers what is to be done with every row after it; it may prepare the scan
 * @throws InputError as {@link scanRows}, for a file without a header too
 */
export async function scanTable(
  path: string,
  onHeader: (header: Header, names: readonly string[], prepare: (plan: ScanPlan) => void) => (row: Row) => void,
  options: ScanOptions & { readonly onRead?: BytesRead } = {},
): Promise<void> {
  let onRow: ((row: Row) => void) | undefined;
  const scanner: RowSplitter = new RowSplitter(
    path,
    (row) => {
      if (onRow !== undefined) return onRow(row);
      const names = Array.from({ length: row.fieldCount }, (_, field) => row.text(field));
      onRow = onHeader(new Map(names.map((name, field) => [name, field])), names, (plan) => scanner.prepare(plan));
      scanner.setHeader(names);
    },
    options,
  );
  for await (const chunk of openBytes(path, options.onRead)) scanner.push(chunk);
  scanner.end();
  if (onRow === undefined) throw new InputError({ file: path }, 'a header row with the names of the columns');
}

/**
 * Where a column stands under any of its names.
 * @throws InputError naming the columns there are
 */
export function columnOf(header: Header, file: string, ...names: readonly string[]): number {
  for (const name of names) {
    const field = header.get(name);
    if (field !== undefined) return field;
  }
  throw new InputError({ file, line: 1, value: [...header.keys()].join(',') }, `a column named ${names.join(' or ')}`);
}
