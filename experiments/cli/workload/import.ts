import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { z } from 'zod';
import { InputError } from '../../../env/core/input-error.js';
import { createSeriesFile } from '../../../workloads/series-writer.js';
import { expandPaths } from '../../../workloads/traces/byte-source.js';
import type { TraceFormat } from '../../../workloads/traces/format.js';
import { chooseFormat, traceFormats } from '../../../workloads/traces/formats.js';
import { ImportReport } from '../../../workloads/traces/import-report.js';
import { importTrace } from '../../../workloads/traces/import-trace.js';
import { selectionOptions } from '../../../workloads/traces/selection.js';
import type { SeriesSource } from '../../../workloads/usage-series.js';
import { folderFromFlag } from '../folder-flag.js';
import { interruptible } from '../interrupt.js';
import { ImportProgress } from './import-progress.js';
import { importReportLine, importReportText } from './import-report-text.js';

interface ImportFlags {
  readonly format: string;
  readonly out?: string;
  readonly force?: true;
  readonly lenient?: true;
  readonly list?: true;
  readonly set?: readonly string[];
  readonly entities?: string;
  readonly maxEntities?: string;
  readonly minHours?: string;
  readonly from?: string;
  readonly to?: string;
  readonly step?: string;
  readonly maxGap?: string;
}

/** Flags that stand for an option of the format; `--set` reaches the others. */
const optionOfFlag = {
  maxEntities: 'maxEntities',
  minHours: 'minHours',
  from: 'from',
  to: 'to',
  step: 'stepSeconds',
  maxGap: 'maxGapSteps',
} as const;

/**
 * `scalegym workload import PATH…`: reads trace files of a published format into series on a fixed grid and prints what became of
 * every row. Exit code 2 for files, rows and options that do not fit; then nothing is written.
 */
export function importCommand(): Command {
  return new Command('import')
    .description('Read traces of a published format into series of usage and loads.')
    .addHelpText(
      'after',
      `
Examples:
  scalegym workload import --list
  scalegym workload import --format borg-2019 traces/borg --min-hours 24 --out data/workloads/borg
  scalegym workload import prometheus-cpu.json prometheus-memory.json
  scalegym workload import --format nasa-http traces/nasa --out data/workloads/web
  scalegym workload import --format azure-vm --set coresIfUnknown=4 vm_cpu_readings-file-1-of-125.csv.gz
`,
    )
    .argument('[path...]', 'trace files, or folders of them')
    .option('--format <name>', 'format, or the beginning of several (borg-2019); auto tells it from the files', 'auto')
    .option('--out <folder>', 'where to (default: data/workloads/<format>)', folderFromFlag)
    .option('--force', 'replace the series in the folder')
    .option('--entities <ids>', 'only these, separated by commas')
    .option('--max-entities <count>', 'at most so many, the first that appear')
    .option('--min-hours <hours>', 'only entities seen over at least so long')
    .option('--from <seconds>', 'begin here, on the clock of the trace')
    .option('--to <seconds>', 'end before this, on the clock of the trace')
    .option('--step <seconds>', 'step of the series')
    .option('--max-gap <steps>', 'longest gap that is filled')
    .option('--set <option=value>', 'another option of the format, for example coresPerNcu=32; may be repeated', append)
    .option('--lenient', 'count malformed rows and leave them out')
    .option('--list', 'list the formats and their options, import nothing')
    .action(async (paths: readonly string[], flags: ImportFlags) => {
      if (flags.list === true) process.stdout.write(formatList());
      else await runImport(paths, flags);
    });
}

async function runImport(paths: readonly string[], flags: ImportFlags): Promise<void> {
  if (paths.length === 0) throw new InputError({ field: 'path' }, 'at least one trace file or folder');
  const options = optionsOf(flags);
  const format = await chooseFormat(flags.format, paths);
  const folder = flags.out ?? join('data', 'workloads', format.id);
  const target = join(folder, `${format.id}.series`);
  if (existsSync(target) && flags.force !== true)
    throw new InputError({ file: target }, 'a file that does not exist yet (or --force to replace it)');
  const { report, assumptions } = await interruptible((signal) =>
    writeImport(format, paths, options, target, flags.lenient === true, signal),
  );
  const assumed = Object.entries(assumptions).map(([name, value]) => `${name} ${value}`);
  process.stdout.write(`${format.title} (${format.id})\n${importReportText(report)}`);
  if (assumed.length > 0) process.stdout.write(`assumed: ${assumed.join(', ')}\n`);
  process.stdout.write(`wrote ${target}\n`);
  if (format.licence !== undefined) process.stdout.write(`${format.licence}\n`);
}

interface Outcome {
  readonly report: ImportReport;
  /** Of the first series. */
  readonly assumptions: SeriesSource['assumptions'];
}

async function writeImport(
  format: TraceFormat,
  paths: readonly string[],
  options: Readonly<Record<string, unknown>>,
  target: string,
  lenient: boolean,
  signal: AbortSignal,
): Promise<Outcome> {
  const report = new ImportReport();
  const sizes = (await expandPaths(paths)).map((path) => statSync(path).size);
  const progress = new ImportProgress(
    sizes.reduce((sum, size) => sum + size, 0),
    process.stderr,
  );
  const onRead = (bytes: number) => {
    signal.throwIfAborted();
    progress.add(bytes);
  };
  const writer = createSeriesFile(target);
  try {
    let assumptions: SeriesSource['assumptions'] = {};
    for await (const { series } of importTrace(format, paths, { options, lenient, report, onRead })) {
      signal.throwIfAborted();
      if (writer.size === 0) assumptions = series.source.assumptions;
      writer.append(series);
    }
    if (writer.size === 0)
      throw new InputError({ file: paths.join(', ') }, `at least one series to remain (${importReportLine(report)})`);
    writer.finish(Object.fromEntries(Object.entries(report.counts).filter(([, count]) => count > 0)));
    return { report, assumptions };
  } catch (error) {
    writer.discard();
    throw error;
  } finally {
    progress.clear();
  }
}

/** The options of the format as the flags give them; the format's schema checks them. */
function optionsOf(flags: ImportFlags): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  if (flags.entities !== undefined) options.entities = flags.entities.split(',').map((id) => id.trim());
  for (const [flag, option] of Object.entries(optionOfFlag)) {
    const text = flags[flag as keyof typeof optionOfFlag];
    if (text === undefined) continue;
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value))
      throw new InputError({ field: `--${kebab(flag)}`, value: text }, 'a number');
    options[option] = value;
  }
  if (Number(options.from) >= Number(options.to))
    throw new InputError({ field: '--to', value: flags.to }, `a time after --from ${flags.from}`);
  for (const assignment of flags.set ?? []) {
    const at = assignment.indexOf('=');
    if (at <= 0) throw new InputError({ field: '--set', value: assignment }, 'option=value');
    options[assignment.slice(0, at)] = parseValue(assignment.slice(at + 1));
  }
  return options;
}

/** A value of `--set`: JSON where it is JSON, else text. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function append(value: string, list: readonly string[] | undefined): readonly string[] {
  return [...(list ?? []), value];
}

/** Every format with what it reads and its own options; those of the flags are left out. */
function formatList(): string {
  const common = Object.keys(selectionOptions.shape);
  return traceFormats
    .map(({ id, title, describe, options }) => {
      const own = Object.entries(options.shape).filter(([name]) => !common.includes(name));
      return `${id}: ${title}\n  ${describe}\n${own.map(([name, schema]) => optionLine(name, schema as z.ZodType)).join('')}`;
    })
    .join('\n');
}

function optionLine(name: string, schema: z.ZodType): string {
  const { data } = schema.safeParse(undefined);
  const standard = data === undefined ? '' : ` (${JSON.stringify(data)})`;
  return `  --set ${name}=…  ${schema.description ?? ''}${standard}\n`;
}
