import type { Seed } from '../env/core/random.js';
import { dataPath } from './data-folder.js';
import { readConfigFile } from './generators/config-file.js';
import { generateSeries } from './generators/generate-series.js';
import { configNamed, configNames } from './preset-folder.js';
import type { UsageSeries } from './usage-series.js';

/** Where the presets stand. What each was fitted to, and how well, is in `docs/workload-presets.md`. */
const folder = () => dataPath('configs', 'workloads', 'presets');

/** The bundled workloads by name, in alphabetical order: eight days at 60 s each, fitted to real traces. */
export function presetNames(): readonly string[] {
  return configNames(folder());
}

/**
 * The configuration of a preset as it stands in its file, for `generateSeries`.
 * @throws InputError when there is no preset of this name
 */
export function presetConfig(name: string): unknown {
  return readConfigFile(configNamed(folder(), name, 'preset'));
}

/**
 * The series of a preset for a seed. Its id is `<name>-<seed>`, its dataset `preset:<name>`.
 * @throws InputError when there is no preset of this name
 */
export function generatePreset(name: string, seed: Seed): UsageSeries {
  const file = configNamed(folder(), name, 'preset');
  const series = generateSeries(readConfigFile(file), { seed, id: `${name}-${seed}`, file });
  return { ...series, source: { ...series.source, dataset: `preset:${name}` } };
}
