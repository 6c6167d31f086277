import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { InputError } from '../../env/core/input-error.js';
import { type BytesRead, openBytes } from './byte-source.js';

/** One record of a CSV file. */
export interface CsvRecord {
  /** One-based number of the record; with line breaks inside quotes more than that of its line. */
  readonly number: number;
  readonly cells: readonly string[];
}

/**
 * Reads any CSV, quoted and dirty, record by record: separator found by itself unless it is said, blank lines left out. Slower than the
 * row scanner of the big traces, and more forgiving.
 *
 * @param options separator: one character, undefined lets Papa Parse find it; decimal: a mark that is then no separator
 * @throws InputError for a quote that is never closed
 */
export async function* csvRecords(
  path: string,
  { separator, decimal }: { readonly separator?: string | undefined; readonly decimal: '.' | ',' },
  onRead?: BytesRead,
): AsyncGenerator<CsvRecord, void> {
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, {
    skipEmptyLines: 'greedy',
    ...(separator === undefined ? {} : { delimiter: separator }),
    delimitersToGuess: [',', ';', '\t', '|'].filter((candidate) => candidate !== decimal),
  });
  const source = Readable.from(decoded(path, onRead), { objectMode: false });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number++;
      if (cells.some((cell) => cell.length > 1 << 20))
        throw new InputError({ file: path, line: number }, 'a closing quote (a cell is longer than a mebibyte)');
      yield { number, cells };
    }
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** Copies, because the pieces of a file are only valid until the next. */
async function* decoded(path: string, onRead?: BytesRead): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of openBytes(path, onRead)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
