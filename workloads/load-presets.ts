import type { Seed } from '../env/core/random.js';
import { dataPath } from './data-folder.js';
import { readConfigFile } from './generators/config-file.js';
import { generateLoad } from './generators/generate-load.js';
import type { LoadSeries } from './load-series.js';
import { configNamed, configNames } from './preset-folder.js';

/** Where the presets stand. What each is, and what some were fitted to, is in `docs/load-presets.md`. */
const folder = () => dataPath('configs', 'loads');

/**
 * The bundled loads by name, in alphabetical order: about four hours at 15 s each, up to some 50 users, with the requests/s that
 * so many users send.
 */
export function loadPresetNames(): readonly string[] {
  return configNames(folder());
}

/**
 * The configuration of a preset as it stands in its file, for `generateLoad`.
 * @throws InputError when there is no preset of this name
 */
export function loadPresetConfig(name: string): unknown {
  return readConfigFile(configNamed(folder(), name, 'load'));
}

/**
 * The load of a preset for a seed. Its id is `<name>-<seed>`, its dataset `preset:<name>`.
 * @param field what the name is the value of, in errors
 * @throws InputError when there is no preset of this name
 */
export function generateLoadPreset(name: string, seed: Seed, field = 'load'): LoadSeries {
  const file = configNamed(folder(), name, field);
  const series = generateLoad(readConfigFile(file), { seed, id: `${name}-${seed}`, file });
  return { ...series, source: { ...series.source, dataset: `preset:${name}` } };
}
