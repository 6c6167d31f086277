import { basename, extname } from 'node:path';
import { readConfigFile } from '../../workloads/generators/config-file.js';
import { generateSeries } from '../../workloads/generators/generate-series.js';
import { generatePreset, presetNames } from '../../workloads/presets.js';
import { readSeriesCsv } from '../../workloads/series-csv.js';
import type { UsageSeries } from '../../workloads/usage-series.js';
import {
  importSeries,
  namedSources,
  readStoredSeries,
  requirePath,
  type WorkloadSources,
} from '../workload-sources.js';
import type { VerticalWorkload } from './plan.js';

/**
 * Loads what a comparison runs on: presets, series files or folders, CSV files, generator configurations and traces; every
 * preset when nothing is named. Presets and generator configurations (`.json`) are drawn anew for every seed; files and traces
 * hold what they hold.
 *
 * @throws InputError for a name that is neither a preset nor a path, and for whatever is wrong in a file
 */
export async function loadWorkloads(sources: WorkloadSources, seeds: readonly number[]): Promise<VerticalWorkload[]> {
  const workloads = (namedSources(sources) ?? presetNames()).flatMap((source) => loadSource(source, seeds));
  for (const trace of sources.trace ?? [])
    for (const series of await importSeries(trace, 'usage')) workloads.push(fixed(trace, series));
  return workloads;
}

function loadSource(source: string, seeds: readonly number[]): VerticalWorkload[] {
  if (presetNames().includes(source))
    return [{ origin: source, series: seeds.map((seed) => ({ ...generatePreset(source, seed), id: source })) }];
  requirePath(source, 'presets', presetNames());
  switch (extname(source)) {
    case '.json':
      return [drawn(source, readConfigFile(source), seeds)];
    case '.csv':
      return [fixed(source, readSeriesCsv(source))];
    default:
      return readStoredSeries(source, 'usage').map((series) => fixed(source, series));
  }
}

function fixed(origin: string, series: UsageSeries): VerticalWorkload {
  return { origin, series: [series] };
}

function drawn(file: string, config: unknown, seeds: readonly number[]): VerticalWorkload {
  const id = basename(file, extname(file));
  return { origin: file, series: seeds.map((seed) => generateSeries(config, { seed, id, file })) };
}
