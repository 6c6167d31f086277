import { Command } from 'commander';
import { exportCommand } from './workload/export.js';
import { fetchCommand } from './workload/fetch.js';
import { generateCommand } from './workload/generate.js';
import { importCommand } from './workload/import.js';
import { inspectCommand } from './workload/inspect.js';

/**
 * `scalegym workload`: make, import, fetch and look at series of usage and loads.
 *
 * A sub-command is one file in `workload/`, named for it, that exports `<name>Command(): Command`. It parses with commander,
 * throws `InputError` on bad input, writes its answer to standard output, and ends the process itself never.
 */
const subcommands: readonly (() => Command)[] = [
  generateCommand,
  inspectCommand,
  importCommand,
  exportCommand,
  fetchCommand,
];

/** `scalegym workload` with its subcommands. */
export function workloadCommand(): Command {
  const command = new Command('workload')
    .description('Make, import, fetch and look at usage series and loads.')
    .addHelpText(
      'after',
      `
Examples:
  scalegym workload generate --workload-type diurnal --id shop
  scalegym workload generate --load flash-crowd --id sale
  scalegym workload fetch azure-2019 --out traces/azure && scalegym workload import traces/azure
  scalegym workload inspect data/workloads/shop
`,
    );
  for (const subcommand of subcommands) command.addCommand(subcommand());
  return command;
}
