import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeMatch } from '../env/core/close-match.js';
import { InputError } from '../env/core/input-error.js';
import type { Seed } from '../env/core/random.js';
import { dataPath } from './data-folder.js';
import { readConfigFile } from './generators/config-file.js';
import { generateSeries } from './generators/generate-series.js';
import type { UsageSeries } from './usage-series.js';

/** Where the presets stand. What each was fitted to, and how well, is in `docs/workload-presets.md`. */
const folder = () => dataPath('configs', 'workloads', 'presets');

/** The bundled workloads by name, in alphabetical order: eight days at 60 s each, fitted to real traces. */
export function presetNames(): readonly string[] {
  return readdirSync(folder())
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/**
 * The configuration of a preset as it stands in its file, for `generateSeries`.
 * @throws InputError when there is no preset of this name
 */
export function presetConfig(name: string): unknown {
  return readConfigFile(presetFile(name));
}

/**
 * The series of a preset for a seed. Its id is `<name>-<seed>`, its dataset `preset:<name>`.
 * @throws InputError when there is no preset of this name
 */
export function generatePreset(name: string, seed: Seed): UsageSeries {
  const file = presetFile(name);
  const series = generateSeries(readConfigFile(file), { seed, id: `${name}-${seed}`, file });
  return { ...series, source: { ...series.source, dataset: `preset:${name}` } };
}

function presetFile(name: string): string {
  const names = presetNames();
  if (!names.includes(name)) {
    const close = closeMatch(name, names);
    const hint = close === null ? '' : ` (did you mean ${close}?)`;
    throw new InputError({ field: 'preset', value: name }, `one of ${names.join(', ')}${hint}`);
  }
  return join(folder(), `${name}.json`);
}
