import { existsSync } from 'node:fs';
import { InputError } from '../env/core/input-error.js';
import { openDataset } from '../workloads/dataset.js';
import type { LoadSeries } from '../workloads/load-series.js';
import type { SeriesKind } from '../workloads/series-layout.js';
import type { UsageSeries } from '../workloads/usage-series.js';
import { emptyImport } from './empty-import.js';

/** Where the workloads of a comparison come from, as the command line names them. */
export interface WorkloadSources {
  /** Names, files and folders; several in one text are separated by commas. */
  readonly workloads?: readonly string[];
  /**
   * `format:path`, or `format:option=value,…:path` with options of the format; with the format `auto`, or the beginning of several
   * formats' names, the file decides.
   */
  readonly trace?: readonly string[];
}

/** Series of one kind. */
interface SeriesOf {
  readonly usage: UsageSeries;
  readonly load: LoadSeries;
}

const kindText: Readonly<Record<SeriesKind, string>> = {
  usage: 'usage series, which compare runs on',
  load: 'load series, which compare --env horizontal runs on',
};

/** The sources that people named, one by one; null when they named nothing at all. */
export function namedSources({ workloads, trace }: WorkloadSources): readonly string[] | null {
  const named = (workloads ?? []).flatMap((text) => text.split(',')).map((name) => name.trim());
  return named.length === 0 && (trace ?? []).length === 0 ? null : named;
}

/**
 * Checks that a source is a path.
 * @param names what it could have been instead
 * @throws InputError when there is nothing
 */
export function requirePath(source: string, kindOfNames: string, names: readonly string[]): void {
  if (!existsSync(source))
    throw new InputError(
      { file: '--workloads', value: source },
      `a path, or one of the ${kindOfNames} ${names.join(', ')}`,
    );
}

/**
 * Reads every series of a kind in a series file or folder, into shared memory.
 * @throws InputError when it holds none
 */
export function readStoredSeries<Kind extends SeriesKind>(path: string, kind: Kind): readonly SeriesOf[Kind][] {
  const dataset = openDataset(path);
  const read = { usage: dataset.usage, load: dataset.load }[kind] as (
    which: number,
    options: { readonly shared: true },
  ) => SeriesOf[Kind];
  const series = dataset.entries.flatMap((entry, i) => (entry.kind === kind ? [read(i, { shared: true })] : []));
  if (series.length === 0) throw new InputError({ file: path }, kindText[kind]);
  return series;
}

/** A trace as the command line names it. */
interface NamedTrace {
  readonly format: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly path: string;
}

/** Options of a format before a path: `option=value,…:`. A value ends at the comma before the next option. */
const optionsPattern = /^((?:\w+=[^:]*?)(?:,\w+=[^:]*?)*):(.+)$/s;

/** @throws InputError for a text that is no `format:path` */
export function parseTrace(trace: string): NamedTrace {
  const colon = trace.indexOf(':');
  if (colon <= 0) throw new InputError({ file: '--trace', value: trace }, 'FORMAT:PATH, or auto:PATH');
  const [format, rest] = [trace.slice(0, colon), trace.slice(colon + 1)];
  const match = optionsPattern.exec(rest);
  if (match === null || existsSync(rest)) return { format, options: {}, path: rest };
  const pairs = match[1]!.split(/,(?=\w+=)/).map((pair): [string, unknown] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), optionValue(pair.slice(at + 1))];
  });
  return { format, options: Object.fromEntries(pairs), path: match[2]! };
}

/** A number where the text is one, else the text. */
function optionValue(text: string): string | number {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/**
 * Imports every series of a kind from a trace.
 * @param trace `format:path`, or `format:option=value,…:path`
 * @throws InputError for an unknown format, for whatever is wrong in the file, and when it gives none
 */
export async function importSeries<Kind extends SeriesKind>(trace: string, kind: Kind): Promise<SeriesOf[Kind][]> {
  const { format: name, options, path } = parseTrace(trace);
  // Importers are many and seldom needed: they are loaded only here.
  const { chooseFormat } = await import('../workloads/traces/formats.js');
  const { ImportReport } = await import('../workloads/traces/import-report.js');
  const { importTrace } = await import('../workloads/traces/import-trace.js');
  const format = await chooseFormat(name, [path]);
  const report = new ImportReport();
  const series: SeriesOf[Kind][] = [];
  for await (const imported of importTrace(format, [path], { options, report, wanted: kind }))
    if (imported.kind === kind) series.push(imported.series as SeriesOf[Kind]);
  if (series.length === 0) throw emptyImport(path, kindText[kind], report);
  return series;
}
