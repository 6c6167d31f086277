import { InputError } from '../../env/core/input-error.js';
import { validateLoadSeries } from '../load-series.js';
import { parseWith } from '../parse-with.js';
import { type SeriesSource, validateSeries } from '../usage-series.js';
import { type BytesRead, expandPaths, readHead } from './byte-source.js';
import type { ImportedSeries, ImportRun, TraceFile, TraceFormat } from './format.js';
import { ImportReport } from './import-report.js';
import { refusalOf } from './unusable-files.js';

/** Options of an import that every format has. */
export interface ImportOptions {
  /** The format's own options as they came from the command line, a file or the caller; checked against `format.options`. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Count malformed rows and leave them out instead of ending the import; default false. */
  readonly lenient?: boolean;
  readonly report?: ImportReport;
  /** Give series of this kind only; where a file does not say what it holds, it is taken to hold this. */
  readonly wanted?: ImportedSeries['kind'] | undefined;
  readonly onRead?: BytesRead;
}

/**
 * Reads trace files into series, one after the other.
 *
 * @param format one of `formats.ts`
 * @param paths files and directories
 * @throws InputError for a file, a row or an option that does not fit
 */
export async function* importTrace(
  format: TraceFormat,
  paths: readonly string[],
  { options = {}, lenient = false, report = new ImportReport(), wanted, onRead = () => {} }: ImportOptions = {},
): AsyncGenerator<ImportedSeries, void> {
  const refuse = (error: InputError) => report.refuse(error);
  const scan = { onRead, ...(lenient ? { refuse } : {}) };
  const run: ImportRun = { report, scan, ...(wanted === undefined ? {} : { wanted }) };
  const parsed = parseOptions(format, options);
  const files = await traceFiles(format, paths, report);
  for await (const imported of format.import(files, parsed, run)) {
    if (wanted !== undefined && imported.kind !== wanted) continue;
    if (imported.kind === 'usage') yield { kind: 'usage', series: validateSeries(licensed(imported.series, format)) };
    else yield { kind: 'load', series: validateLoadSeries(licensed(imported.series, format)) };
  }
}

function licensed<Series extends { readonly source: SeriesSource }>(series: Series, { licence }: TraceFormat): Series {
  if (licence === undefined || series.source.licence !== undefined) return series;
  return { ...series, source: { ...series.source, licence } };
}

/**
 * Checks a format's options and fills in the defaults.
 * @throws InputError naming the option, its value and what it should be
 */
export function parseOptions<Options>(
  format: TraceFormat<Options>,
  options: Readonly<Record<string, unknown>>,
): Options {
  const known = Object.keys(format.options.shape);
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw new InputError({ field: name }, `an option of the format ${format.id}: ${known.join(', ')}`);
  return parseWith(format.options, options);
}

/** The files a format can use, with their heads and roles. Files of a directory that are none of its own are counted and left out. */
async function traceFiles(format: TraceFormat, paths: readonly string[], report: ImportReport): Promise<TraceFile[]> {
  const files: TraceFile[] = [];
  let refusal: InputError | undefined;
  for (const path of await expandPaths(paths)) {
    const head = await readHead(path);
    const refused = refusalOf(head, path);
    refusal ??= refused;
    const role = format.detect(head, path);
    if (role !== undefined) {
      files.push({ path, head, role });
    } else if (paths.includes(path)) {
      if (refused !== undefined) throw refused;
      files.push({ path, head, role: 'usage' });
    } else {
      report.count('filesSkipped');
      report.remark(`skipped ${path}: not a file of ${format.id}`);
    }
  }
  report.count('filesRead', files.length);
  if (!files.some((file) => file.role === 'usage'))
    throw (
      refusal ??
      new InputError(
        { file: paths.join(', ') },
        `at least one file with the readings of ${format.title} (${format.id})`,
      )
    );
  return files;
}
