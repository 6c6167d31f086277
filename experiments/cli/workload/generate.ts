import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../../env/core/input-error.js';
import { writeFileAtomically } from '../../../workloads/atomic-file.js';
import { readConfigFile } from '../../../workloads/generators/config-file.js';
import { generateSeries } from '../../../workloads/generators/generate-series.js';
import { plainType, usageGenerators } from '../../../workloads/generators/registry.js';
import { presetConfig, presetNames } from '../../../workloads/presets.js';
import { writeSeries } from '../../../workloads/series-writer.js';
import { inspectionText, inspectSeries } from './inspection.js';

interface GenerateFlags {
  readonly workloadType?: string;
  readonly preset?: string;
  readonly config?: string;
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly id?: string;
  readonly out?: string;
  readonly force?: true;
}

const examples = `
Examples:
  scalegym workload generate --workload-type step --id walk --seed 7
  scalegym workload generate --workload-type sinusoidal --set timesteps=2880 --set config.periods=2
  scalegym workload generate --config shop.json --out data/workloads/shop
`;

/**
 * `scalegym workload generate`: draws a synthetic workload and saves it as a folder with the configuration and the series.
 * Exit code 2 for a wrong configuration or a folder that is taken.
 */
export function generateCommand(): Command {
  return new Command('generate')
    .description('make a synthetic workload')
    .option('--workload-type <type>', 'generator, as listed below')
    .option('--preset <name>', 'begin with a bundled workload, as listed below')
    .option('--config <file>', 'configuration as JSON; keys it leaves out take their defaults')
    .option('--set <key=value...>', 'change one field, for example timesteps=2880 or config.max_usage.cpu=500m', append)
    .option('--seed <seed>', 'a whole number, or any text')
    .option('--id <id>', 'name of the series (default: type or preset, and the seed)')
    .option('--out <folder>', 'where to (default: data/workloads/<id>)')
    .option('--force', 'replace the folder when it exists')
    .addHelpText(
      'after',
      () => `\nGenerators:\n${listGenerators()}\nPresets:\n  ${presetNames().join(', ')}\n${examples}`,
    )
    .action(generate);
}

function generate(flags: GenerateFlags): void {
  const { config, name, file } = baseConfig(flags);
  for (const assignment of flags.set ?? []) assign(config, assignment);
  if (flags.seed !== undefined) config.seed = seedOf(flags.seed);
  const id = flags.id ?? `${name}-${config.seed ?? 42}`;
  if (flags.out === undefined && !/^[\w][\w.@+-]*$/.test(id))
    throw new InputError({ field: '--id', value: id }, 'letters, digits and . _ @ + - (or --out for the folder)');
  const out = flags.out ?? join('data', 'workloads', id);
  if (existsSync(out) && flags.force !== true)
    throw new InputError({ file: out }, 'a folder that does not exist yet (or --force to replace it)');
  const series = generateSeries(config, { id, ...(file === undefined ? {} : { file }) });
  writeFileAtomically(join(out, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
  writeSeries(join(out, 'usage.series'), series);
  process.stdout.write(`${inspectionText([inspectSeries(series)])}wrote ${out}\n`);
}

type PlainConfig = Record<string, unknown>;

/** The configuration that flags change, what the series is called after, and the file that errors name. */
function baseConfig({ workloadType, preset, config, seed }: GenerateFlags): {
  config: PlainConfig;
  name: string;
  file?: string;
} {
  if (preset !== undefined && (workloadType !== undefined || config !== undefined))
    throw new InputError({ field: '--preset', value: preset }, 'no --workload-type and no --config beside it');
  if (preset !== undefined) return { config: presetConfig(preset) as PlainConfig, name: preset };
  if (config === undefined) {
    if (workloadType === undefined)
      throw new InputError({ field: '--workload-type', value: seed }, 'a type, a preset or a configuration');
    return { config: { type: plainType(workloadType) }, name: plainType(workloadType) };
  }
  const read = readConfigFile(config);
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new InputError({ file: config, value: read }, 'a JSON object');
  const type = workloadType === undefined ? (read as PlainConfig).type : plainType(workloadType);
  return { config: { ...read, ...(type === undefined ? {} : { type }) }, name: String(type), file: config };
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

function listGenerators(): string {
  return usageGenerators.generators.map(({ type, summary }) => `  ${type.padEnd(16)}${summary}\n`).join('');
}

function append(value: string, list: readonly string[] | undefined): readonly string[] {
  return [...(list ?? []), value];
}
