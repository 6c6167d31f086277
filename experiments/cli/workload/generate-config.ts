import { InputError } from '../../../env/core/input-error.js';
import { readConfigFile } from '../../../workloads/generators/config-file.js';
import { isLoadConfig } from '../../../workloads/generators/load-config.js';
import { plainType } from '../../../workloads/generators/registry.js';
import { loadPresetConfig } from '../../../workloads/load-presets.js';
import { loadChannels } from '../../../workloads/load-series.js';
import { presetConfig } from '../../../workloads/presets.js';

/** The flags of `workload generate` that make the configuration. */
export interface ConfigFlags {
  readonly workloadType?: string;
  readonly preset?: string;
  readonly users?: string;
  readonly requestsPerSecond?: string;
  readonly load?: string;
  readonly config?: string;
  readonly set?: readonly string[];
  readonly seed?: string;
}

/** A configuration as it stands in a file. */
export type PlainConfig = Record<string, unknown>;

/** The configuration the flags ask for, what its series is called after, and the file that errors name. */
export interface BaseConfig {
  readonly config: PlainConfig;
  readonly name: string;
  readonly file?: string;
}

const sources = ['preset', 'load', 'workloadType', 'users', 'requestsPerSecond', 'config'] as const;
/** Flags that may stand beside each other: a file, and the types that are put into it. */
const together: readonly (readonly string[])[] = [
  ['workloadType', 'config'],
  ['users', 'requestsPerSecond', 'config'],
];

/** @throws InputError for flags that contradict each other, an unknown preset, a file that cannot be read, or a bad `--set` */
export function baseConfig(flags: ConfigFlags): BaseConfig {
  const base = begin(flags);
  for (const assignment of flags.set ?? []) assign(base.config, assignment);
  if (flags.seed !== undefined) base.config.seed = seedOf(flags.seed);
  return base;
}

function begin(flags: ConfigFlags): BaseConfig {
  const given = sources.filter((source) => flags[source] !== undefined);
  const [first] = given;
  if (first === undefined)
    throw new InputError(
      { field: '--workload-type', value: flags.seed },
      'a type, a preset, a load or a configuration',
    );
  if (given.length > 1 && !together.some((set) => given.every((source) => set.includes(source))))
    throw new InputError(
      { field: flagOf(first), value: flags[first] },
      `no ${given.slice(1).map(flagOf).join(' and no ')} beside it`,
    );
  const { preset, load, workloadType, config } = flags;
  if (preset !== undefined) return { config: presetConfig(preset) as PlainConfig, name: preset };
  if (load !== undefined) return { config: loadPresetConfig(load) as PlainConfig, name: load };
  const read = config === undefined ? {} : readObject(config);
  const types = Object.fromEntries(
    loadChannels.flatMap((channel) => {
      const type = flags[channel];
      return type === undefined ? [] : [[channel, { type: plainType(type) }]];
    }),
  );
  const merged: PlainConfig = {
    ...read,
    ...(workloadType === undefined ? {} : { type: plainType(workloadType) }),
    ...types,
  };
  return { config: merged, name: nameOf(merged), ...(config === undefined ? {} : { file: config }) };
}

/** The type of the root. */
function nameOf(config: PlainConfig): string {
  const roots = isLoadConfig(config) ? loadChannels.map((channel) => config[channel]) : [config];
  return String((roots.find(Boolean) as PlainConfig | undefined)?.type);
}

function readObject(file: string): PlainConfig {
  const read = readConfigFile(file);
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new InputError({ file, value: read }, 'a JSON object');
  return read as PlainConfig;
}

/** Sets one dotted field; the value is read as JSON where it is JSON, and as text otherwise. */
function assign(config: PlainConfig, assignment: string): void {
  const at = assignment.indexOf('=');
  if (at <= 0) throw new InputError({ field: '--set', value: assignment }, 'key=value');
  const keys = assignment.slice(0, at).split('.');
  let target: PlainConfig = config;
  for (const key of keys.slice(0, -1)) {
    const inner = target[key] ?? {};
    if (typeof inner !== 'object') throw new InputError({ field: '--set', value: assignment }, `an object at ${key}`);
    target[key] = inner;
    target = inner as PlainConfig;
  }
  target[keys.at(-1)!] = fieldValue(assignment.slice(at + 1));
}

function fieldValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function seedOf(text: string): number | string {
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

function flagOf(source: string): string {
  return `--${source.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
