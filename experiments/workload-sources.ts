import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { InputError } from '../env/core/input-error.js';
import { readAllSeries } from '../workloads/dataset.js';
import { readConfigFile } from '../workloads/generators/config-file.js';
import { generateSeries } from '../workloads/generators/generate-series.js';
import { generatePreset, presetNames } from '../workloads/presets.js';
import { readSeriesCsv } from '../workloads/series-csv.js';
import type { UsageSeries } from '../workloads/usage-series.js';
import type { Workload } from './plan.js';

/** Where the workloads of a comparison come from, as the command line names them. */
export interface WorkloadSources {
  /** Presets, series files or folders, CSV files, generator configurations; several in one text are separated by commas. */
  readonly workloads?: readonly string[];
  /** `format:path`; with the format `auto`, or the beginning of several formats' names, the file decides. */
  readonly trace?: readonly string[];
}

/**
 * Loads what a comparison runs on; every preset when nothing is named. Presets and generator configurations (`.json`) are
 * drawn anew for every seed; files and traces hold what they hold.
 *
 * @throws InputError for a name that is neither a preset nor a path, and for whatever is wrong in a file
 */
export async function loadWorkloads(sources: WorkloadSources, seeds: readonly number[]): Promise<Workload[]> {
  const named = (sources.workloads ?? []).flatMap((text) => text.split(',')).map((name) => name.trim());
  const traces = sources.trace ?? [];
  const all = named.length === 0 && traces.length === 0 ? presetNames() : named;
  const workloads = all.flatMap((source) => loadSource(source, seeds));
  for (const trace of traces) workloads.push(...(await loadTrace(trace)));
  return workloads;
}

function loadSource(source: string, seeds: readonly number[]): Workload[] {
  if (presetNames().includes(source))
    return [{ origin: source, series: seeds.map((seed) => ({ ...generatePreset(source, seed), id: source })) }];
  if (!existsSync(source))
    throw new InputError(
      { file: '--workloads', value: source },
      `a path, or one of the presets ${presetNames().join(', ')}`,
    );
  switch (extname(source)) {
    case '.json':
      return [drawn(source, readConfigFile(source), seeds)];
    case '.csv':
      return [fixed(source, readSeriesCsv(source))];
    default:
      return readAllSeries(source, { shared: true }).map((series) => fixed(source, series));
  }
}

async function loadTrace(trace: string): Promise<Workload[]> {
  const colon = trace.indexOf(':');
  if (colon <= 0) throw new InputError({ file: '--trace', value: trace }, 'FORMAT:PATH, or auto:PATH');
  const path = trace.slice(colon + 1);
  // Importers are many and seldom needed: they are loaded only here.
  const { chooseFormat } = await import('../workloads/traces/formats.js');
  const { importTrace } = await import('../workloads/traces/import-trace.js');
  const format = await chooseFormat(trace.slice(0, colon), [path]);
  const workloads: Workload[] = [];
  for await (const imported of importTrace(format, [path]))
    if (imported.kind === 'usage') workloads.push(fixed(trace, imported.series));
  if (workloads.length === 0) throw new InputError({ file: path }, `usage series in the format ${format.id}`);
  return workloads;
}

function fixed(origin: string, series: UsageSeries): Workload {
  return { origin, series: [series] };
}

function drawn(file: string, config: unknown, seeds: readonly number[]): Workload {
  const id = basename(file, extname(file));
  return { origin: file, series: seeds.map((seed) => generateSeries(config, { seed, id, file })) };
}
