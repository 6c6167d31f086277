import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../../env/core/input-error.js';
import { writeFileAtomically } from '../../../workloads/atomic-file.js';
import { generateLoad } from '../../../workloads/generators/generate-load.js';
import { generateSeries } from '../../../workloads/generators/generate-series.js';
import { isLoadConfig } from '../../../workloads/generators/load-config.js';
import { type GeneratorRegistry, loadGenerators, usageGenerators } from '../../../workloads/generators/registry.js';
import { loadPresetNames } from '../../../workloads/load-presets.js';
import { presetNames } from '../../../workloads/presets.js';
import { writeSeries } from '../../../workloads/series-writer.js';
import { folderFromFlag } from '../folder-flag.js';
import { baseConfig, type ConfigFlags } from './generate-config.js';
import { inspectSeries } from './inspection.js';
import { inspectionText } from './inspection-text.js';

interface GenerateFlags extends ConfigFlags {
  readonly id?: string;
  readonly out?: string;
  readonly force?: true;
}

const examples = `
Examples:
  scalegym workload generate --workload-type step --id walk --seed 7
  scalegym workload generate --workload-type sinusoidal --set timesteps=2880 --set config.periods=2
  scalegym workload generate --config shop.json --out data/workloads/shop
  scalegym workload generate --load diurnal --seed 3
  scalegym workload generate --users triangular --set users.config.high=80 --set time_interval=10
  scalegym workload generate --requests-per-second bursty --set requestsPerSecond.config.base=40
`;

/** Names of the file a generated series is written to, by its kind. */
const files = { usage: 'usage.series', load: 'load.series' } as const;

/**
 * `scalegym workload generate`: draws synthetic usage or a synthetic load and saves it as a folder with the configuration and the
 * series. Exit code 2 for a wrong configuration or a folder that is taken.
 */
export function generateCommand(): Command {
  return new Command('generate')
    .description('Make synthetic usage of a container, or a synthetic load of a service.')
    .option('--workload-type <type>', 'usage by a generator, as listed below')
    .option('--preset <name>', 'bundled usage, as listed below')
    .option('--users <type>', 'a load of users by a generator, as listed below')
    .option('--requests-per-second <type>', 'a load of requests by a generator, as listed below')
    .option('--load <name>', 'a bundled load, as listed below')
    .option('--config <file>', 'configuration as JSON; keys it leaves out take their defaults')
    .option('--set <key=value...>', 'change one field, for example timesteps=2880 or config.max_usage.cpu=500m', append)
    .option('--seed <seed>', 'a whole number, or any text')
    .option('--id <id>', 'name of the series (default: type or preset, and the seed)')
    .option('--out <folder>', 'where to (default: data/workloads/<id>)', folderFromFlag)
    .option('--force', 'replace the folder when it exists')
    .addHelpText('after', help)
    .action(generate);
}

function help(): string {
  return `
Generators:
${listGenerators()}
Bundled usage:
  ${presetNames().join(', ')}

Bundled loads:
  ${loadPresetNames().join(', ')}
${examples}`;
}

function generate(flags: GenerateFlags): void {
  const { config, name, file } = baseConfig(flags);
  const id = flags.id ?? `${name}-${config.seed ?? 42}`;
  if (flags.out === undefined && !/^[\w][\w.@+-]*$/.test(id))
    throw new InputError({ field: '--id', value: id }, 'letters, digits and . _ @ + - (or --out for the folder)');
  const out = flags.out ?? join('data', 'workloads', id);
  if (existsSync(out) && flags.force !== true)
    throw new InputError({ file: out }, 'a folder that does not exist yet (or --force to replace it)');
  const options = { id, ...(file === undefined ? {} : { file }) };
  const isLoad = isLoadConfig(config);
  const series = isLoad ? generateLoad(config, options) : generateSeries(config, options);
  writeFileAtomically(join(out, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
  writeSeries(join(out, isLoad ? files.load : files.usage), series);
  rmSync(join(out, isLoad ? files.usage : files.load), { force: true });
  process.stdout.write(`${inspectionText([inspectSeries(series)])}wrote ${out}\n`);
}

/** Every generator, and which make usage alone. */
function listGenerators(): string {
  const typesOf = ({ generators }: GeneratorRegistry) => generators.map(({ type }) => type);
  const ofLoads = typesOf(loadGenerators);
  return usageGenerators.generators
    .map(({ type, summary }) => `  ${type.padEnd(16)}${summary}${ofLoads.includes(type) ? '' : ' (usage only)'}\n`)
    .join('');
}

function append(value: string, list: readonly string[] | undefined): readonly string[] {
  return [...(list ?? []), value];
}
