import { InputError } from '../../env/core/input-error.js';
import { openBytes } from './byte-source.js';
import type { ImportRun } from './format.js';

const NEWLINE = 0x0a;
const INT64_MAX = '9223372036854775807';

/** One line of newline-separated JSON. Fields are named by their path: `number('average_usage', 'cpus')`. */
export class JsonLine {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly value: Readonly<Record<string, unknown>>,
  ) {}

  /**
   * A number, or the text of one (int64 in JSON); NaN when it is absent or null.
   * @throws InputError when it is neither
   */
  number(...path: readonly string[]): number {
    const value = this.at(path);
    if (value === undefined || value === null) return Number.NaN;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || Number.isNaN(number)) throw this.error(path, 'a number');
    return number;
  }

  /**
   * A whole number; 2⁶³−1 ("after the end") becomes Infinity.
   * @throws InputError when it is something else that a double cannot hold exactly
   */
  integer(...path: readonly string[]): number {
    if (this.at(path) === INT64_MAX) return Number.POSITIVE_INFINITY;
    const value = this.number(...path);
    if (!Number.isSafeInteger(value) && !Number.isNaN(value)) throw this.error(path, 'a whole number, or 2⁶³−1');
    return value;
  }

  /**
   * A time stamp: {@link integer} that has to be there.
   * @throws InputError when it is absent too
   */
  stamp(...path: readonly string[]): number {
    const value = this.integer(...path);
    if (Number.isNaN(value)) throw this.error(path, 'a time stamp');
    return value;
  }

  /**
   * A text, or a number as text.
   * @throws InputError when it is absent
   */
  text(...path: readonly string[]): string {
    const value = this.at(path);
    if (typeof value !== 'string' && typeof value !== 'number') throw this.error(path, 'a text');
    return String(value);
  }

  error(path: readonly string[], expected: string): InputError {
    return new InputError({ file: this.file, line: this.line, field: path.join('.'), value: this.at(path) }, expected);
  }

  private at(path: readonly string[]): unknown {
    let value: unknown = this.value;
    for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name];
    return value;
  }
}

/**
 * Reads newline-separated JSON objects, gzip or not, in flat memory. Blank lines are left out.
 * @throws InputError for a line that is no object (unless `options.refuse` takes it)
 */
export async function scanJsonLines(
  path: string,
  onLine: (line: JsonLine) => void,
  { onRead, refuse }: Partial<ImportRun['scan']> = {},
): Promise<void> {
  const decoder = new TextDecoder('utf-8');
  let rest: Uint8Array = new Uint8Array(0);
  let number = 0;
  const deliver = (bytes: Uint8Array) => {
    number++;
    const text = decoder.decode(bytes).trim();
    if (text === '') return;
    try {
      onLine(new JsonLine(path, number, parseObject(text, path, number)));
    } catch (error) {
      if (refuse === undefined || !(error instanceof InputError)) throw error;
      refuse(error);
    }
  };
  for await (const chunk of openBytes(path, onRead)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const piece = chunk.subarray(start, end);
      deliver(rest.length === 0 ? piece : Buffer.concat([rest, piece]));
      rest = new Uint8Array(0);
      start = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(start)]);
  }
  if (rest.length > 0) deliver(rest);
}

function parseObject(text: string, file: string, line: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError({ file, line, value: text }, 'a JSON object on one line');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError({ file, line, value: text }, 'a JSON object on one line');
  return value as Record<string, unknown>;
}
