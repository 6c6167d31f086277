import { writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { InputError } from '../env/core/input-error.js';
import { openAtomicFile } from './atomic-file.js';
import { type LoadSeries, loadLength, validateLoadSeries } from './load-series.js';
import { parseWith } from './parse-with.js';
import {
  type AnySeries,
  aligned,
  channelsOf,
  kindOf,
  preambleBytes,
  requireLittleEndian,
  type SeriesIndex,
  type SeriesIndexEntry,
  seriesEntrySchema,
  seriesMagic,
  seriesVersion,
  valueBytes,
} from './series-layout.js';
import { seriesLength, type UsageSeries, validateSeries } from './usage-series.js';

/** Writes one series after the other into one file; memory stays flat however many there are. */
export interface SeriesWriter {
  /** Series appended so far. */
  readonly size: number;
  /**
   * Adds one series, whose arrays may be reused afterwards.
   * @throws InputError when it is not valid or its id is already in the file
   */
  append(series: AnySeries): void;
  /**
   * Writes the index and gives the file its name; before this nothing stands there.
   * @param counts what an import read, kept and dropped, by name
   */
  finish(counts?: Readonly<Record<string, number>>): void;
  /** Removes what was written. Does nothing after `finish`. */
  discard(): void;
}

/**
 * Begins a series file. The layout is in `series-layout.ts`.
 * @param path final name, by habit ending in `.series`; its folder is made when missing, an existing file replaced
 */
export function createSeriesFile(path: string): SeriesWriter {
  requireLittleEndian();
  const file = openAtomicFile(path);
  const entries: SeriesIndexEntry[] = [];
  const ids = new Set<string>();
  let end = preambleBytes;
  return {
    get size() {
      return entries.length;
    },
    append(series) {
      if (ids.has(series.id)) throw new InputError({ file: path, field: 'id', value: series.id }, 'an id of its own');
      const { entry, block } = encode(series, end, path);
      writeFully(file.descriptor, block, end);
      entries.push(entry);
      ids.add(series.id);
      end += block.length;
    },
    finish(counts = {}) {
      const index = new TextEncoder().encode(JSON.stringify({ counts, series: entries } satisfies SeriesIndex));
      writeFully(file.descriptor, index, end);
      writeFully(file.descriptor, preamble(index, end), 0);
      file.commit();
    },
    discard: () => file.discard(),
  };
}

/**
 * Writes series of either kind to one file, atomically.
 * @throws InputError when a series is not valid or two share an id; then nothing is written
 */
export function writeSeries(
  path: string,
  series: AnySeries | readonly AnySeries[],
  counts?: Readonly<Record<string, number>>,
): void {
  const writer = createSeriesFile(path);
  try {
    for (const one of [series].flat() as readonly AnySeries[]) writer.append(one);
    writer.finish(counts);
  } catch (error) {
    writer.discard();
    throw error;
  }
}

function encode(series: AnySeries, offset: number, file: string): { entry: SeriesIndexEntry; block: Uint8Array } {
  const kind = kindOf(series);
  const length = kind === 'usage' ? seriesLength(series as UsageSeries) : loadLength(series as LoadSeries);
  if (kind === 'usage') validateSeries(series as UsageSeries, file);
  else validateLoadSeries(series as LoadSeries, file);
  const arrays = series as unknown as Readonly<Record<string, Float64Array | Uint8Array | undefined>>;
  const present = channelsOf[kind].filter((channel) => arrays[channel] !== undefined);
  const bytes = aligned(present.reduce((sum, channel) => sum + length * valueBytes(channel), 0));
  const block = new Uint8Array(bytes);
  const channels: Record<string, number> = {};
  let at = 0;
  for (const channel of present) {
    const { buffer, byteOffset, byteLength } = arrays[channel]!;
    block.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    channels[channel] = offset + at;
    at += byteLength;
  }
  const { id, startTime, stepSeconds, source } = series;
  const entry = { id, kind, startTime, stepSeconds, length, offset, bytes, crc32: crc32(block), channels, source };
  return { entry: parseWith(seriesEntrySchema, entry, file), block };
}

function preamble(index: Uint8Array, offset: number): Uint8Array {
  const bytes = new Uint8Array(preambleBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(seriesMagic));
  view.setUint32(8, seriesVersion, true);
  view.setUint32(12, crc32(index), true);
  view.setBigUint64(16, BigInt(offset), true);
  view.setBigUint64(24, BigInt(index.length), true);
  return bytes;
}

function writeFully(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
}
