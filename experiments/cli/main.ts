#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { InputError } from '../../env/core/input-error.js';
import { scalegymVersion } from '../package-version.js';
import { Interrupted } from './interrupt.js';

/** Exit codes: 0 done, 1 a defect of ours, 2 bad input or usage, 130 interrupted. */
const exitCodes = { defect: 1, input: 2, interrupted: 130 } as const;

interface Entry {
  readonly describe: string;
  /** Loads the command, and all it needs, only when it is asked for. */
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  compare: {
    describe: 'compare recommenders on usage series, or autoscalers on loads',
    load: async () => (await import('./compare-command.js')).compareCommand(),
  },
  agents: {
    describe: 'list the agents and their options',
    load: async () => (await import('./agents-command.js')).agentsCommand(),
  },
  replay: {
    describe: "replay samples or series through Kubernetes' recommender and updater",
    load: async () => (await import('./replay-command.js')).replayCommand(),
  },
  reproduce: {
    describe: 'run published experiments again, beside what was published',
    load: async () => (await import('./reproduce-command.js')).reproduceCommand(),
  },
  workload: {
    describe: 'make, import, fetch and look at usage series and loads',
    load: async () => (await import('./workload-command.js')).workloadCommand(),
  },
};

const examples = `
Examples:
  scalegym compare                                    all agents on the bundled workloads, and a report
  scalegym compare --trace prometheus:usage.json      the same on your own history
  scalegym compare --env horizontal                   autoscalers on the bundled scenarios
  scalegym replay --every 1440 prometheus.json        what Kubernetes' VPA would have done, and when
  scalegym reproduce orange                           HSLinUCB and Q-learning as released, and corrected
  scalegym workload import --format borg-2019 traces/
  scalegym help workload
`;

async function main(args: readonly string[]): Promise<void> {
  const asked = args.find((arg) => !arg.startsWith('-'));
  const program = new Command('scalegym')
    .description('Compare autoscaling agents on usage traces and loads.')
    .version(scalegymVersion)
    .showHelpAfterError(await advice(asked))
    .addHelpText('after', examples);
  const named = asked === 'help' ? args[args.indexOf(asked) + 1] : asked;
  for (const [name, { describe, load }] of Object.entries(commands))
    program.addCommand(name === named ? await load() : new Command(name).description(describe));
  throwInsteadOfExit(program);
  await program.parseAsync(args as string[], { from: 'user' });
}

/** What to do about bad usage: one who asks for part of a command by itself is told where it belongs. */
async function advice(asked: string | undefined): Promise<string> {
  const general = '(scalegym --help shows what there is)';
  if (asked === undefined || asked === 'help' || Object.hasOwn(commands, asked)) return general;
  for (const [name, { load }] of Object.entries(commands))
    if ((await load()).commands.some((part) => part.name() === asked))
      return `(Did you mean scalegym ${name} ${asked}?)`;
  return general;
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.input;
  if (error instanceof InputError) {
    process.stderr.write(`scalegym: ${error.message}\n`);
    return exitCodes.input;
  }
  if (error instanceof Interrupted) {
    process.stderr.write(`scalegym: ${error.message}\n`);
    return exitCodes.interrupted;
  }
  process.stderr.write(`scalegym: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.defect;
}

// A reader that has seen enough (`scalegym agents | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}
