import { InputError } from '../../env/core/input-error.js';
import { type Row, RowSplitter } from '../../workloads/traces/row-scanner.js';

/** Hears the events of one container, in the order of the file. */
export interface EventHandler {
  /** A usage sample; NaN where a field is empty. @param line one-based */
  sample(timeSeconds: number, cpuMillicores: number, memoryBytes: number, line: number): void;
  /** An OOM kill, with the memory the container requested. */
  oom(timeSeconds: number, memoryRequestBytes: number, line: number): void;
}

/** Columns of a sample. */
const sampleFields = ['kind', 'unixSeconds', 'cpuMillicores', 'memoryBytes'];

/** Whether content begins like an event file. */
export function isEvents(head: Uint8Array): boolean {
  return /^\s*[SO],/.test(Buffer.from(head.subarray(0, 256)).toString('latin1'));
}

/**
 * Reads a stream of events, in flat memory whatever its length. One event a line:
 * `S,unixSeconds,cpuMillicores,memoryBytes` is a usage sample and `O,unixSeconds,requestedMemoryBytes` an OOM kill.
 *
 * @param name what the stream is called in errors
 * @throws InputError naming line, field and value of the first bad line
 */
export async function readEvents(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  handler: EventHandler,
  afterChunk: () => Promise<void> = async () => {},
): Promise<void> {
  const splitter = new RowSplitter(name, (row) => deliver(row, handler), { names: sampleFields });
  for await (const chunk of bytes) {
    splitter.push(chunk);
    await afterChunk();
  }
  splitter.end();
}

function deliver(row: Row, handler: EventHandler): void {
  switch (row.text(0)) {
    case 'S':
      if (row.fieldCount !== 4) throw wrongLength(row, 'S,unixSeconds,cpuMillicores,memoryBytes');
      handler.sample(time(row), usage(row, 2), usage(row, 3), row.line);
      return;
    case 'O':
      if (row.fieldCount !== 3) throw wrongLength(row, 'O,unixSeconds,requestedMemoryBytes');
      handler.oom(time(row), requestedMemory(row), row.line);
      return;
    default:
      throw row.error(0, 'S for a usage sample or O for an OOM kill');
  }
}

function time(row: Row): number {
  const seconds = row.number(1);
  if (!Number.isFinite(seconds)) throw row.error(1, 'Unix seconds');
  return seconds;
}

function usage(row: Row, field: number): number {
  const amount = row.number(field);
  if (amount < 0 || amount === Number.POSITIVE_INFINITY) throw row.error(field, 'a finite number ≥ 0, or nothing');
  return amount;
}

/** The columns are named for samples, so an OOM kill names its own. */
function requestedMemory(row: Row): number {
  const text = row.text(2);
  const bytes = text === '' ? Number.NaN : Number(text);
  if (!(bytes >= 0 && bytes < Number.POSITIVE_INFINITY)) {
    const place = { file: row.file, line: row.line, field: 'requestedMemoryBytes', value: text };
    throw new InputError(place, 'a finite number ≥ 0');
  }
  return bytes;
}

function wrongLength({ file, line, fieldCount }: Row, expected: string): InputError {
  return new InputError({ file, line, value: `${fieldCount} fields` }, expected);
}
