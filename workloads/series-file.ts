import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { InputError } from '../env/core/input-error.js';
import { parseWith } from './parse-with.js';
import {
  type AnySeries,
  channelsOf,
  preambleBytes,
  requireLittleEndian,
  type SeriesIndex,
  type SeriesIndexEntry,
  seriesIndexSchema,
  seriesMagic,
  seriesVersion,
  valueBytes,
} from './series-layout.js';

/** How the values of a series are read. */
export interface ReadOptions {
  /** Put the values into a SharedArrayBuffer, so that worker threads get them without a copy. Default false. */
  readonly shared?: boolean;
  /** Compare the block's CRC-32 with the index (about 0.4 ns a byte). Default true. */
  readonly verify?: boolean;
}

/**
 * Reads what a series file holds, without the values.
 * @throws InputError naming the file and the field when it is foreign, of another version, truncated or damaged
 */
export function readSeriesIndex(path: string): SeriesIndex {
  requireLittleEndian();
  return withFile(path, (descriptor) => {
    const size = fstatSync(descriptor).size;
    const head = readExactly(descriptor, path, 0, Math.min(size, preambleBytes));
    const magic = new TextDecoder('latin1').decode(head.subarray(0, seriesMagic.length));
    if (magic !== seriesMagic)
      throw new InputError(
        { file: path, field: 'magic', value: magic },
        `a series file, beginning with ${seriesMagic}`,
      );
    if (size < preambleBytes)
      throw new InputError(
        { file: path, field: 'size', value: size },
        `at least ${preambleBytes} bytes; it is truncated`,
      );
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const version = view.getUint32(8, true);
    if (version !== seriesVersion)
      throw new InputError(
        { file: path, field: 'version', value: version },
        `version ${seriesVersion} of the series file`,
      );
    const offset = Number(view.getBigUint64(16, true));
    const length = Number(view.getBigUint64(24, true));
    if (offset < preambleBytes || offset % 8 !== 0)
      throw new InputError({ file: path, field: 'indexOffset', value: offset }, 'a multiple of 8 after the preamble');
    if (offset + length !== size)
      throw new InputError(
        { file: path, field: 'size', value: size },
        `${offset + length} bytes; it is truncated or damaged`,
      );
    const text = readExactly(descriptor, path, offset, length);
    const sum = crc32(text);
    if (sum !== view.getUint32(12, true))
      throw new InputError(
        { file: path, field: 'indexCrc32', value: sum },
        `${view.getUint32(12, true)}; the index is damaged`,
      );
    const index = parseWith(seriesIndexSchema, parseJson(text, path), path);
    for (const [i, entry] of index.series.entries()) checkEntry(entry, `series.${i}`, offset, path);
    return index;
  });
}

/**
 * Reads one series: one `read` of its block, then views over it.
 * @param entry from {@link readSeriesIndex} of the same file
 * @throws InputError naming the file and the series when the block is cut short or damaged
 */
export function readSeriesBlock(path: string, entry: SeriesIndexEntry, options: ReadOptions = {}): AnySeries {
  const buffer = options.shared === true ? new SharedArrayBuffer(entry.bytes) : new ArrayBuffer(entry.bytes);
  const bytes = new Uint8Array(buffer);
  withFile(path, (descriptor) => readInto(descriptor, path, entry.offset, bytes));
  if (options.verify !== false) {
    const sum = crc32(bytes);
    if (sum !== entry.crc32)
      throw new InputError(
        { file: path, field: `${entry.id}.crc32`, value: sum },
        `${entry.crc32}; the series is damaged`,
      );
  }
  const arrays: Record<string, Float64Array | Uint8Array> = {};
  for (const [channel, position] of Object.entries(entry.channels)) {
    const at = position - entry.offset;
    arrays[channel] =
      channel === 'origin' ? new Uint8Array(buffer, at, entry.length) : new Float64Array(buffer, at, entry.length);
  }
  const { id, startTime, stepSeconds, source } = entry;
  return { id, startTime, stepSeconds, ...arrays, source } as unknown as AnySeries;
}

function checkEntry(entry: SeriesIndexEntry, field: string, dataEnd: number, file: string): void {
  const end = entry.offset + entry.bytes;
  if (entry.offset < preambleBytes || entry.offset % 8 !== 0 || end > dataEnd)
    throw new InputError({ file, field: `${field}.offset`, value: entry.offset }, `a multiple of 8 within the data`);
  const names = Object.keys(entry.channels);
  if (entry.kind === 'usage' && !('cpuMillicores' in entry.channels && 'memoryBytes' in entry.channels))
    throw new InputError({ file, field: `${field}.channels`, value: names }, 'cpuMillicores and memoryBytes');
  if (entry.kind === 'load' && !('requestsPerSecond' in entry.channels || 'users' in entry.channels))
    throw new InputError({ file, field: `${field}.channels`, value: names }, 'requestsPerSecond or users');
  for (const [channel, position] of Object.entries(entry.channels)) {
    if (!channelsOf[entry.kind].includes(channel))
      throw new InputError(
        { file, field: `${field}.channels`, value: channel },
        `one of ${channelsOf[entry.kind].join(', ')}`,
      );
    const size = valueBytes(channel);
    if (position % size !== 0 || position < entry.offset || position + entry.length * size > end)
      throw new InputError(
        { file, field: `${field}.channels.${channel}`, value: position },
        'an aligned offset in the block',
      );
  }
}

function parseJson(text: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (error) {
    throw new InputError({ file, field: 'index', value: (error as Error).message }, 'UTF-8 JSON');
  }
}

function withFile<T>(path: string, use: (descriptor: number) => T): T {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw new InputError({ file: path, value: (error as NodeJS.ErrnoException).code }, 'a file that can be read');
  }
  try {
    if (fstatSync(descriptor).isDirectory()) throw new InputError({ file: path, value: 'a folder' }, 'a series file');
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readExactly(descriptor: number, path: string, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  readInto(descriptor, path, position, bytes);
  return bytes;
}

function readInto(descriptor: number, path: string, position: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(descriptor, bytes, done, bytes.length - done, position + done);
    if (read === 0)
      throw new InputError(
        { file: path, field: 'size', value: position + done },
        `${bytes.length - done} bytes more; it is truncated`,
      );
    done += read;
  }
}
