import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../env/core/input-error.js';
import type { LoadSeries } from './load-series.js';
import { type ReadOptions, readSeriesBlock, readSeriesIndex } from './series-file.js';
import { type SeriesIndexEntry, type SeriesKind, seriesExtension } from './series-layout.js';
import type { UsageSeries } from './usage-series.js';

/** A series inside a dataset, as the index knows it: everything but the values. */
export interface DatasetEntry extends SeriesIndexEntry {
  /** The series file it stands in. */
  readonly file: string;
}

/** Many series of one or more files; opening it reads the names, reading a series copies one block. */
export interface SeriesDataset {
  /** The path it was opened with. */
  readonly path: string;
  /** In the order of the files' names, then of writing. */
  readonly entries: readonly DatasetEntry[];
  /** What the import that made it read, kept and dropped; summed over the files. */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * @param which position in `entries`, or an id
   * @throws InputError when there is no such series, it is a load series, or its block is damaged
   */
  usage(which: number | string, options?: ReadOptions): UsageSeries;
  /** Like `usage`, for load series. */
  load(which: number | string, options?: ReadOptions): LoadSeries;
}

/**
 * Opens a series file, or every series file below a folder, as one dataset.
 *
 * @throws InputError when the path does not exist, a folder holds no series, a file is damaged, or an id stands twice
 */
export function openDataset(path: string): SeriesDataset {
  const entries: DatasetEntry[] = [];
  const byId = new Map<string, DatasetEntry>();
  const counts: Record<string, number> = {};
  for (const file of seriesFiles(path)) {
    const index = readSeriesIndex(file);
    for (const [name, count] of Object.entries(index.counts)) counts[name] = (counts[name] ?? 0) + count;
    for (const plain of index.series) {
      const entry = { ...plain, file };
      const twin = byId.get(entry.id);
      if (twin !== undefined)
        throw new InputError({ file, field: 'id', value: entry.id }, `an id of its own; ${twin.file} has it too`);
      byId.set(entry.id, entry);
      entries.push(entry);
    }
  }
  const find = (which: number | string, kind: SeriesKind): DatasetEntry => {
    const entry = typeof which === 'number' ? entries[which] : byId.get(which);
    if (entry === undefined) {
      const expected = typeof which === 'number' ? `0 to ${entries.length - 1}` : `one of ${someIds(entries)}`;
      throw new InputError({ file: path, field: 'series', value: which }, expected);
    }
    if (entry.kind !== kind)
      throw new InputError({ file: entry.file, field: `${entry.id}.kind`, value: entry.kind }, kind);
    return entry;
  };
  const read = (entry: DatasetEntry, options?: ReadOptions) => readSeriesBlock(entry.file, entry, options);
  return {
    path,
    entries,
    counts,
    usage: (which, options) => read(find(which, 'usage'), options) as UsageSeries,
    load: (which, options) => read(find(which, 'load'), options) as LoadSeries,
  };
}

/**
 * Reads the usage series of a file or folder that holds exactly one.
 * @throws InputError as {@link openDataset}, or when there are more
 */
export function readSeries(path: string, options?: ReadOptions): UsageSeries {
  const dataset = openDataset(path);
  if (dataset.entries.length !== 1)
    throw new InputError({ file: path, field: 'series', value: dataset.entries.length }, 'exactly one series');
  return dataset.usage(0, options);
}

/**
 * Reads the load of a file or folder that holds exactly one.
 * @throws InputError as {@link openDataset}, or when there are more
 */
export function readLoad(path: string, options?: ReadOptions): LoadSeries {
  const dataset = openDataset(path);
  if (dataset.entries.length !== 1)
    throw new InputError({ file: path, field: 'series', value: dataset.entries.length }, 'exactly one load series');
  return dataset.load(0, options);
}

/** Reads every load of a file or folder, whatever else is there. */
export function readAllLoads(path: string, options?: ReadOptions): LoadSeries[] {
  const dataset = openDataset(path);
  return dataset.entries.flatMap((entry, i) => (entry.kind === 'load' ? [dataset.load(i, options)] : []));
}

/** Reads every usage series of a file or folder. For big datasets prefer {@link openDataset} and one series at a time. */
export function readAllSeries(path: string, options?: ReadOptions): UsageSeries[] {
  const dataset = openDataset(path);
  return dataset.entries.flatMap((entry, i) => (entry.kind === 'usage' ? [dataset.usage(i, options)] : []));
}

/**
 * The series files a path stands for: itself, or all below a folder, by name.
 * @throws InputError when the path does not exist or the folder holds none
 */
export function seriesFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new InputError({ file: path }, 'a series file, or a folder of them; it does not exist');
  if (!stats.isDirectory()) return [path];
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(seriesExtension) && !name.split(/[\\/]/).some((part) => part.startsWith('.')))
    .sort()
    .map((name) => join(path, name));
  if (files.length === 0) throw new InputError({ file: path }, `a folder with ${seriesExtension} files`);
  return files;
}

function someIds(entries: readonly DatasetEntry[]): string {
  const shown = entries.slice(0, 5).map(({ id }) => id);
  return entries.length > shown.length
    ? `${shown.join(', ')} and ${entries.length - shown.length} more`
    : shown.join(', ');
}
