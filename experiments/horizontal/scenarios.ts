import { z } from 'zod';
import type { Seed } from '../../env/core/random.js';
import type { HorizontalConfigOptions } from '../../env/horizontal/config-options.js';
import { horizontalConfig } from '../../env/horizontal/config-schema.js';
import { within } from '../../env/horizontal/within.js';
import { dataPath } from '../../workloads/data-folder.js';
import { readConfigFile } from '../../workloads/generators/config-file.js';
import { generateLoad } from '../../workloads/generators/generate-load.js';
import { loadPresetConfig } from '../../workloads/load-presets.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { parseWith } from '../../workloads/parse-with.js';
import { configNamed, configNames } from '../../workloads/preset-folder.js';
import { seriesHash } from '../content-hash.js';
import { changedOptions, changedOrigin } from './changed-options.js';
import { engineAssumptions } from './engine-assumptions.js';
import { optionsInFile } from './options-in-file.js';
import type { Scenario } from './scenario.js';

/** Where the bundled scenarios stand. */
const folder = () => dataPath('configs', 'scenarios');

/**
 * The names of the bundled scenarios, in alphabetical order. A pod costs a dollar an hour in all of them, and an hour in violation twenty,
 * so that means over scenarios weigh them alike and costs read as pods. Episodes begin with the pods that are needed on average: a service
 * that is not scaled has too few at one time and too many at another.
 */
export function scenarioNames(): readonly string[] {
  return configNames(folder());
}

/**
 * A bundled scenario.
 * @param seeds the load is drawn for each of them
 * @param changes put over the scenario's own options
 * @param changesFile where the changes stand, named in errors
 * @throws InputError when there is no scenario of this name, and for changes that do not fit it
 */
export function loadScenario(
  name: string,
  seeds: readonly Seed[],
  changes: HorizontalConfigOptions = {},
  changesFile?: string,
): Scenario {
  const raw = readConfigFile(configNamed(folder(), name, 'scenario'));
  const place = { id: name, origin: name, file: name, seeds, changes };
  return readScenario(raw, changesFile === undefined ? place : { ...place, changesFile });
}

/** What is known of a scenario besides what its file says. */
export interface ScenarioPlace {
  readonly id: string;
  readonly origin: string;
  /** Named in errors, and where the paths in it start from: a file, or the name of a bundled scenario. */
  readonly file: string;
  readonly seeds: readonly Seed[];
  /** Options put over the file's. */
  readonly changes?: HorizontalConfigOptions;
  /** The file that the changes stand in, named in errors. */
  readonly changesFile?: string;
}

const scenarioSchema = z.strictObject({
  /** What the scenario tests, in a sentence. */
  describe: z.string().min(1),
  /** Options of `horizontalConfig`. */
  config: z.custom<HorizontalConfigOptions>(isObject, { error: 'an object with options of the environment' }),
  /** A configuration of `generateLoad`, or `preset`, the name of a bundled load, and the fields of its configuration that differ. */
  load: z.custom<{ readonly preset?: unknown }>(isObject, { error: 'an object that describes a load' }),
});

/**
 * Makes a scenario from what a file holds: its load is drawn once for every seed and once more to calibrate on, with a seed that is text and
 * therefore none of a comparison's. A load that comes out the same for all seeds is kept once.
 *
 * @throws InputError naming the file and the dotted field
 */
export function readScenario(raw: unknown, place: ScenarioPlace): Scenario {
  const { id, origin, file, seeds, changes = {}, changesFile } = place;
  const { describe, config, load } = parseWith(scenarioSchema, raw, file);
  const draw = (seed: Seed) =>
    within('load', () => generateLoad(fromPreset(load), { seed, id: `${id}-${seed}`, file }));
  const calibration = draw('calibration');
  const drawn = seeds.map(draw);
  const isFixed = drawn.every((series) => seriesHash(series) === seriesHash(calibration));
  const complete = within('config', () =>
    horizontalConfig(changedOptions(optionsInFile(config, file), changes), changedOrigin(file, changesFile)),
  );
  return {
    id,
    origin,
    describe,
    config: complete,
    loads: isFixed ? [fixed(calibration, id)] : drawn,
    calibration: isFixed ? fixed(calibration, id) : calibration,
    assumptions: engineAssumptions(complete),
  };
}

/** The configuration that a load with a preset stands for. */
function fromPreset(load: { readonly preset?: unknown }): object {
  const { preset, ...changes } = load;
  return preset === undefined ? load : { ...(loadPresetConfig(String(preset)) as object), ...changes };
}

function fixed(series: LoadSeries, id: string): LoadSeries {
  return { ...series, id };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
