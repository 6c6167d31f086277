import { join } from 'node:path';
import { Command } from 'commander';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import { InputError } from '../../env/core/input-error.js';
import { OrangeFolder } from '../orange/orange-folder.js';
import { writeOrangeOutputs } from '../orange/outputs.js';
import { planOrange } from '../orange/plan.js';
import { runOrange } from '../orange/reproduction.js';
import { orangeTable } from '../orange/table-text.js';
import { splitAgents, workersFromFlag } from './compare-options.js';
import { folderFromFlag } from './folder-flag.js';
import { Interrupted, interruptible } from './interrupt.js';
import { ProgressLine } from './progress.js';

const orangeHelp = `
Records the two tables of the experiment from the calibrated platform, anew in every run, and plays the published rounds on them:
a cold start, a hot start on the table that was learned on, and one on the other table. Ours stands beside what was published.

Examples:
  scalegym reproduce orange
  scalegym reproduce orange --runs 3 --rounds 2000 --workers 1
  scalegym reproduce orange --agents linucb:alpha=1,linucb-hybrid --out results/orange-more
`;

interface OrangeFlags {
  readonly runs: string;
  readonly rounds: string;
  readonly seed: string;
  readonly agents?: readonly string[];
  readonly workers?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `scalegym reproduce`: published experiments, run again. */
export function reproduceCommand(): Command {
  const command = new Command('reproduce').description('run published experiments again, beside what was published');
  command
    .command('orange')
    .description("HSLinUCB's experiment (2021): bandit and Q-learning on recorded tables, as released and corrected.")
    .option('--runs <n>', 'repetitions, each with tables and random numbers of its own', '10')
    .option('--rounds <n>', 'decisions a play', '9000')
    .option('--seed <n>', 'seed of the first run', '1')
    .option('--agents <list>', 'further agents with their options, separated by commas; may be repeated', append)
    .option('--workers <n>', 'threads (default: one a core)')
    .option(
      '--out <dir>',
      'folder; the same command resumes what is in it (default: results/reproduce-orange-<hash>)',
      folderFromFlag,
    )
    .option('--force', 'replace what another run left in the folder')
    .option('--json', 'print the summary as JSON instead of tables')
    .addHelpText('after', orangeHelp)
    .action(reproduceOrange);
  return command;
}

async function reproduceOrange(flags: OrangeFlags): Promise<void> {
  const workers = workersFromFlag(flags.workers);
  const plan = planOrange({
    runs: wholeNumber('--runs', flags.runs, 1),
    rounds: wholeNumber('--rounds', flags.rounds, 1),
    seed: wholeNumber('--seed', flags.seed, 0),
    agents: (flags.agents ?? []).flatMap(splitAgents).map((text) => horizontalRoster.parse(text)),
  });
  const folder = OrangeFolder.open(
    flags.out ?? join('results', `reproduce-orange-${plan.id}`),
    plan,
    flags.force === true,
  );
  const progress = new ProgressLine(process.stderr, 'runs');
  let finished = 0;
  try {
    const summary = await interruptible((signal) =>
      runOrange({
        plan,
        folder,
        workers,
        signal,
        onProgress: (done, resumed) => {
          finished = done;
          progress.show({ doneTrials: done, totalTrials: plan.runs, resumedTrials: resumed });
        },
      }),
    );
    progress.clear();
    const files = await writeOrangeOutputs(folder, summary);
    if (flags.json === true) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    else process.stdout.write(`${orangeTable(summary)}\nWritten to ${folder.path}: ${files.join(', ')}\n`);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw new Interrupted(
      `interrupted: ${finished} of ${plan.runs} runs are kept in ${folder.path}; the same command with --out ${folder.path} goes on from there`,
    );
  } finally {
    progress.clear();
  }
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
    throw new InputError({ file: flag, value: text }, `a whole number ≥ ${least}`);
  return value;
}

function append(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
