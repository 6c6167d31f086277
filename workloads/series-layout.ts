import { z } from 'zod';
import { type LoadSeries, loadChannels } from './load-series.js';
import { seriesChannels, type UsageSeries } from './usage-series.js';

/**
 * The series file, version 1. One file holds one series or many thousands of them; it is written in one pass and read with
 * one `read` a series, straight into typed arrays.
 *
 * | bytes | content |
 * |---|---|
 * | 0–7 | magic `SGSERIES` |
 * | 8–11 | version, uint32 |
 * | 12–15 | CRC-32 of the index, uint32 |
 * | 16–23 | offset of the index, uint64 |
 * | 24–31 | length of the index in bytes, uint64 |
 * | 32 … | one block a series: its channels one after the other, float64, then the mask, uint8, zero-padded to 8 bytes |
 * | index | UTF-8 JSON: {@link SeriesIndex} |
 *
 * Everything is little-endian; blocks and channels begin at multiples of 8. Offsets count from the beginning of the file.
 * The index stands at the end so that a writer needs no more memory than one series and the names of the others.
 */
export const seriesMagic = 'SGSERIES';

/** The version this code writes, and the only one it reads. */
export const seriesVersion = 1;

/** Bytes before the first block. */
export const preambleBytes = 32;

/** The extension of series files. */
export const seriesExtension = '.series';

const whole = z.int().min(0);
/** Checks a source. */
export const sourceSchema = z.object({
  dataset: z.string(),
  entity: z.string(),
  service: z.string().optional(),
  assumptions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  licence: z.string().optional(),
});

/** One series in the index. */
export const seriesEntrySchema = z.object({
  id: z.string().min(1),
  kind: z.enum(['usage', 'load']),
  startTime: z.number(),
  stepSeconds: z.number().positive(),
  /** Steps. */
  length: z.int().min(1),
  /** Where the block begins, and how long it is. */
  offset: whole,
  bytes: whole,
  crc32: whole,
  /** Where each channel begins, by its name in {@link UsageSeries} or {@link LoadSeries}. */
  channels: z.record(z.string(), whole),
  source: sourceSchema,
});

/** What the index of a series file holds. */
export const seriesIndexSchema = z.object({
  /** What an import read, kept and dropped, by name; empty when nothing was counted. */
  counts: z.record(z.string(), z.number()),
  series: z.array(seriesEntrySchema),
});

/** The index of a series file. */
export type SeriesIndex = z.infer<typeof seriesIndexSchema>;

/** What the index says of one series. */
export type SeriesIndexEntry = SeriesIndex['series'][number];

/** A series of either kind. */
export type AnySeries = UsageSeries | LoadSeries;

/** Whether a series is of usage or of load. */
export type SeriesKind = SeriesIndexEntry['kind'];

/** The channels of each kind in the order in which a block holds them; the mask comes last. */
export const channelsOf: Readonly<Record<SeriesKind, readonly string[]>> = {
  usage: [...seriesChannels, 'origin'],
  load: [...loadChannels, 'origin'],
};

/** Which kind of series this is, by its channels. */
export function kindOf(series: AnySeries): SeriesKind {
  return 'cpuMillicores' in series ? 'usage' : 'load';
}

/** The smallest multiple of 8 that is not below `bytes`. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Bytes one value of a channel takes. */
export function valueBytes(channel: string): number {
  return channel === 'origin' ? 1 : 8;
}

/** Series files hold little-endian numbers and are read by copying, which only a little-endian machine can do. */
export function requireLittleEndian(): void {
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1)
    throw new Error('series files can only be read and written on a little-endian machine');
}
