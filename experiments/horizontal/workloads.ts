import { basename, extname } from 'node:path';
import { InputError } from '../../env/core/input-error.js';
import type { Seed } from '../../env/core/random.js';
import type { HorizontalConfigOptions } from '../../env/horizontal/config-options.js';
import { readConfigFile } from '../../workloads/generators/config-file.js';
import { generateLoad } from '../../workloads/generators/generate-load.js';
import { readLoadCsv } from '../../workloads/load-csv.js';
import { generateLoadPreset, loadPresetNames } from '../../workloads/load-presets.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import {
  importSeries,
  namedSources,
  readStoredSeries,
  requirePath,
  type WorkloadSources,
} from '../workload-sources.js';
import { customScenario } from './custom-scenario.js';
import type { Scenario } from './scenario.js';
import { loadScenario, readScenario, scenarioNames } from './scenarios.js';

/** What is done to the scenarios of a comparison. */
export interface ScenarioChanges {
  /** Put over the options of every scenario; the service of loads that bring none. */
  readonly config: HorizontalConfigOptions;
  /** The file that {@link config} stands in, named in errors. */
  readonly configFile?: string;
  /** Highest step of loads that bring no service; by default they are scaled to what a dozen pods can do. */
  readonly peak: number | null;
}

/**
 * Loads what a comparison runs on: scenarios by name or as a JSON file (`describe`, `config`, `load`); loads by a preset's name, as a load
 * configuration (`.json`), CSV, series files or folders, and traces. Every scenario when nothing is named. What is generated is drawn anew
 * for every seed; files and traces hold what they hold.
 *
 * @throws InputError for a name that is neither, for whatever is wrong in a file, and for a peak where scenarios say how high loads are
 */
export async function loadScenarios(
  sources: WorkloadSources,
  seeds: readonly number[],
  changes: ScenarioChanges,
): Promise<Scenario[]> {
  const scenarios: Scenario[] = [];
  for (const source of namedSources(sources) ?? scenarioNames()) scenarios.push(...loadSource(source, seeds, changes));
  for (const trace of sources.trace ?? [])
    for (const load of await importSeries(trace, 'load')) scenarios.push(fromTrace(trace, load, changes));
  return scenarios;
}

/** An imported load on the service, with what the importer assumed. */
function fromTrace(trace: string, load: LoadSeries, changes: ScenarioChanges): Scenario {
  const scenario = onService(trace, [load], changes);
  const imported = Object.entries(load.source.assumptions).map(([name, value]) => `${name} ${value}`);
  if (imported.length === 0) return scenario;
  return { ...scenario, assumptions: [`the trace is read with ${imported.join(', ')}`, ...scenario.assumptions] };
}

function loadSource(source: string, seeds: readonly number[], changes: ScenarioChanges): Scenario[] {
  if (scenarioNames().includes(source)) {
    refusePeak(source, changes);
    return [loadScenario(source, seeds, changes.config, changes.configFile)];
  }
  if (loadPresetNames().includes(source))
    return [drawn(source, source, seeds, changes, (seed) => generateLoadPreset(source, seed))];
  requirePath(source, 'scenarios and loads', [...scenarioNames(), ...loadPresetNames()]);
  switch (extname(source)) {
    case '.json':
      return [fromJson(source, seeds, changes)];
    case '.csv':
      return [onService(source, [readLoadCsv(source)], changes)];
    default:
      return readStoredSeries(source, 'load').map((load) => onService(source, [load], changes));
  }
}

/** A file with a `load`, `config` or `describe` in it is a scenario, any other the configuration of a load. */
function fromJson(file: string, seeds: readonly number[], changes: ScenarioChanges): Scenario {
  const raw = readConfigFile(file);
  const id = basename(file, extname(file));
  if (!isScenario(raw)) return drawn(id, file, seeds, changes, (seed) => generateLoad(raw, { seed, id, file }));
  if (!('load' in raw))
    throw new InputError(
      { file, field: 'load' },
      'an object that describes a load (it is missing; with config or describe a file is a scenario)',
    );
  refusePeak(file, changes);
  const { config, configFile } = changes;
  const place = { id, origin: file, file, seeds, changes: config };
  return readScenario(raw, configFile === undefined ? place : { ...place, changesFile: configFile });
}

function isScenario(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && ['load', 'config', 'describe'].some((field) => field in raw);
}

function drawn(
  id: string,
  origin: string,
  seeds: readonly number[],
  changes: ScenarioChanges,
  draw: (seed: Seed) => LoadSeries,
): Scenario {
  const loads = seeds.map((seed) => ({ ...draw(seed), id }));
  // Seeds of comparisons are numbers: this is none of them.
  return onService(origin, loads, changes, { ...draw('calibration'), id: `${id}-calibration` });
}

function onService(
  origin: string,
  loads: readonly LoadSeries[],
  { config, configFile, peak }: ScenarioChanges,
  calibration?: LoadSeries,
): Scenario {
  return customScenario({
    origin,
    loads,
    config,
    ...(configFile === undefined ? {} : { configFile }),
    ...(calibration === undefined ? {} : { calibration }),
    ...(peak === null ? {} : { peak }),
  });
}

function refusePeak(source: string, { peak }: ScenarioChanges): void {
  if (peak !== null)
    throw new InputError(
      { file: '--peak', value: peak },
      `no peak with the scenario ${source}, which says how high its load is`,
    );
}
