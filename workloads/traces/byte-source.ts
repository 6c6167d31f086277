import { createReadStream, existsSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../env/core/input-error.js';
import { parquetColumns } from './parquet-groups.js';

/** Size of the pieces in which files are read and decompressed, bytes. */
const CHUNK_BYTES = 1 << 20;

/** How a file is wrapped, told from its first bytes and never from its name. */
export type Wrapping = 'plain' | 'gzip' | 'parquet';

/** Called with the number of bytes of the file that were read since the last call (compressed bytes for a gzip file). */
export type BytesRead = (count: number) => void;

/**
 * The files behind a list of paths: a directory stands for every file under it. Files of one directory come in the order of
 * their names with numbers compared as numbers (`part-2` before `part-10`), hidden files are left out, and a file named
 * twice comes once.
 *
 * @throws InputError for a path that does not exist and for a directory without files
 */
export async function expandPaths(paths: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    if (!existsSync(path)) throw new InputError({ file: path }, 'a file or directory that exists');
    if ((await stat(path)).isDirectory()) {
      const inside = await filesUnder(path);
      if (inside.length === 0) throw new InputError({ file: path }, 'a directory with at least one file');
      for (const file of inside) files.add(file);
    } else {
      files.add(path);
    }
  }
  return [...files];
}

async function filesUnder(directory: string): Promise<string[]> {
  const entries = (await readdir(directory, { withFileTypes: true })).filter((entry) => !entry.name.startsWith('.'));
  entries.sort((a, b) => compareNames(a.name, b.name));
  const nested = entries.map(async (entry) => {
    const path = join(directory, entry.name);
    return (await stat(path)).isDirectory() ? filesUnder(path) : [path];
  });
  return (await Promise.all(nested)).flat();
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/** How a file is wrapped: `1f 8b` is gzip and `PAR1` Parquet, whatever the file is called. */
export async function wrappingOf(path: string): Promise<Wrapping> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return wrapping(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function wrapping(head: Uint8Array): Wrapping {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const isParquet = head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x52 && head[3] === 0x31;
  return isParquet ? 'parquet' : 'plain';
}

/**
 * A file's content in pieces: gzip unpacked, a UTF-8 byte-order mark left out. A piece is only valid until the next is asked for.
 *
 * @throws InputError for damaged or truncated gzip, and for a Parquet or UTF-16 file, which is not text
 */
export async function* openBytes(path: string, onRead?: BytesRead): AsyncGenerator<Uint8Array, void> {
  const kind = await wrappingOf(path);
  if (kind === 'parquet')
    throw new InputError({ file: path, value: 'PAR1' }, 'a text file, and this is a Parquet file');
  let first = true;
  for await (const chunk of kind === 'gzip' ? gunzipped(path, onRead) : plain(path, onRead)) {
    yield first ? withoutMark(chunk, path) : chunk;
    first = false;
  }
}

/** Reads one piece ahead of the consumer. */
async function* plain(path: string, onRead?: BytesRead): AsyncGenerator<Uint8Array, void> {
  const file = await open(path, 'r');
  let [current, next] = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)];
  let pending = file.read(current, 0, CHUNK_BYTES, null);
  try {
    for (;;) {
      const { bytesRead } = await pending;
      if (bytesRead === 0) return;
      pending = file.read(next, 0, CHUNK_BYTES, null);
      onRead?.(bytesRead);
      yield current.subarray(0, bytesRead);
      [current, next] = [next, current];
    }
  } finally {
    await Promise.allSettled([pending]);
    await file.close();
  }
}

async function* gunzipped(path: string, onRead?: BytesRead): AsyncGenerator<Uint8Array, void> {
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  source.on('data', (chunk) => onRead?.(chunk.length));
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (isZlibError(error))
      throw new InputError({ file: path, value: error.message }, 'an undamaged, complete gzip file');
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function isZlibError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

function withoutMark(chunk: Uint8Array, path: string): Uint8Array {
  if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) return chunk.subarray(3);
  const isUtf16 = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
  if (isUtf16) throw new InputError({ file: path, value: 'a UTF-16 byte-order mark' }, 'text in UTF-8');
  return chunk;
}

/**
 * The beginning of a file's content, unpacked, as format detection sees it. A Parquet file keeps its column names at its end, so its head
 * is `PAR1` and the names of its columns, separated by commas: `PAR1,start_time,average_usage.cpus,…`.
 */
export async function readHead(path: string, length = 1 << 16): Promise<Uint8Array> {
  if ((await wrappingOf(path)) === 'parquet') return Buffer.from(['PAR1', ...(await parquetColumns(path))].join(','));
  const parts: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of openBytes(path)) {
    parts.push(Uint8Array.from(chunk.subarray(0, length - total)));
    total += parts.at(-1)!.length;
    if (total >= length) break;
  }
  return Buffer.concat(parts);
}

/**
 * A whole file as text, for formats that are one document (a Prometheus or Cloud Monitoring answer).
 * @throws InputError above `maxBytes`, so that a file of the wrong kind is not read into memory
 */
export async function readText(path: string, onRead?: BytesRead, maxBytes = 1 << 29): Promise<string> {
  const decoder = new TextDecoder('utf-8');
  let text = '';
  let total = 0;
  for await (const chunk of openBytes(path, onRead)) {
    total += chunk.length;
    if (total > maxBytes)
      throw new InputError({ file: path, value: `${total} bytes` }, `a document below ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
