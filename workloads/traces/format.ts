import type { z } from 'zod';
import type { InputError } from '../../env/core/input-error.js';
import type { LoadSeries } from '../load-series.js';
import type { UsageSeries } from '../usage-series.js';
import type { BytesRead } from './byte-source.js';
import type { ImportReport } from './import-report.js';

/** One input file as an importer sees it. */
export interface TraceFile {
  readonly path: string;
  /** The first 64 KiB of its content, unpacked (of a Parquet file `PAR1` and its column names). */
  readonly head: Uint8Array;
  /** What the format said the file is; `usage` too when the format was named by hand and knows no better. */
  readonly role: FileRole;
}

/**
 * What a file is to a format: `usage` holds the readings, `side` a table that is joined to them (sizes, requests, lifetimes).
 */
export type FileRole = 'usage' | 'side';

/** What an import gives. */
export type ImportedSeries =
  | { readonly kind: 'usage'; readonly series: UsageSeries }
  | { readonly kind: 'load'; readonly series: LoadSeries };

/** What a running import is given besides its files and options. */
export interface ImportRun {
  readonly report: ImportReport;
  /** The only kind of series that will be used; decides what is meant where a file leaves it open. Any other kind may be left out. */
  readonly wanted?: ImportedSeries['kind'];
  /**
   * To be spread into the options of every scan: counts what is read, so that progress can be shown, and, in a lenient import, takes
   * malformed rows.
   */
  readonly scan: { readonly onRead: BytesRead; readonly refuse?: (error: InputError) => void };
}

/**
 * One published file format and how it becomes series.
 *
 * A format is a file of its own in this folder, exports one constant of this type and is listed in `formats.ts`.
 */
export interface TraceFormat<Options = unknown> {
  /** Name on the command line, for example `borg-2019-csv`. */
  readonly id: string;
  /** The data set's name. */
  readonly title: string;
  /** In one or two sentences: which files to give, what a series is, what is assumed. */
  readonly describe: string;
  /** Licence and citation the publisher asks for. */
  readonly licence?: string;
  /**
   * What a file is to this format, told from its content first and its name second; undefined when it is none of its files.
   * @param head first 64 KiB of the unpacked content; of a Parquet file `PAR1,` and its column names
   */
  detect(head: Uint8Array, path: string): FileRole | undefined;
  /**
   * Options, each with a default and a description. Begins with {@link selectionOptions} where entities can be selected. Every
   * constant that is assumed to turn the source's units into millicores and bytes is an option, and its value goes into
   * `series.source.assumptions`.
   */
  readonly options: z.ZodObject<z.ZodRawShape> & z.ZodType<Options>;
  /** Reads the files, sorted by path, into series. May read them more than once. */
  import(files: readonly TraceFile[], options: Options, run: ImportRun): AsyncIterable<ImportedSeries>;
}

/** The head of a file as text, one character a byte, for detection by pattern. */
export function headText(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
}

/** The first line of a file's head, without its line end. */
export function firstLine(head: Uint8Array): string {
  return headText(head).split(/\r?\n/, 1)[0]!;
}

/** Usage series as an import gives them. */
export function* importedUsage(series: Iterable<UsageSeries>): Generator<ImportedSeries, void> {
  for (const one of series) yield { kind: 'usage', series: one };
}
