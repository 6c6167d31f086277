import { join } from 'node:path';
import { Command } from 'commander';
import { presetNames } from '../../workloads/presets.js';
import { type Comparison, runComparison } from '../comparison.js';
import { comparisonTable } from '../outputs/table.js';
import { writeOutputs } from '../outputs/write-outputs.js';
import { planComparison } from '../plan.js';
import { RunFolder } from '../run-folder.js';
import { positionsOf } from '../vertical/pods.js';
import { loadWorkloads } from '../workload-sources.js';
import { listAgents } from './agents-command.js';
import * as flagsOf from './compare-options.js';
import { Interrupted, interruptible } from './interrupt.js';
import { ProgressLine } from './progress.js';

const examples = `
Examples:
  scalegym compare
  scalegym compare --agents kubernetes,autopilot,moving-window:percentile=0.99,hours=48 --workloads web-diurnal --seeds 10
  scalegym compare --workloads ./my-cluster.series --update-mode InPlaceOrRecreate --out results/in-place
  scalegym compare --trace prometheus:./usage.json --history 2d --workers 8
`;

/** `scalegym compare`: usage series in, a comparison of recommenders out. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('Compare vertical-scaling recommenders on usage series.')
    .option('--agents <list>', 'agents with their options, separated by commas; may be repeated', append)
    .option('--workloads <list>', 'presets and series files or folders, separated by commas; may be repeated', append)
    .option('--trace <format:path>', 'a trace file to import; may be repeated', append)
    .option('--seeds <n>', 'seeds 1 to n', '3')
    .option('--workers <n>', 'threads (default: one a core)')
    .option('--out <dir>', 'run folder; the same command resumes what is in it (default: results/compare-<hash>)')
    .option('--history <time>', 'beginning of every series that agents hear and that is not scored', '1d')
    .option('--interval <time>', 'time between recommendations, at least one step of the series', '60s')
    .option('--updater <rule>', 'who applies recommendations: kubernetes, usage-bounds or direct')
    .option('--update-mode <mode>', 'Off, Initial, Recreate, InPlaceOrRecreate or InPlace')
    .option('--limit-ratio <ratios>', 'limit divided by request, as cpu=1,memory=1; none for no limit')
    .option('--config <file>', 'environment options as JSON')
    .option('--reference <agent>', 'agent the others are compared with; none for none (default: kubernetes)')
    .option('--no-bound', 'leave out the clairvoyant optimum, and with it regret')
    .option('--pods <choice>', 'pods shown in full in the report: how many, or their ids', '4')
    .option('--force', 'replace what another comparison left in the run folder')
    .option('--json', 'print the summary as JSON instead of a table')
    .addHelpText(
      'after',
      () =>
        `\nAgents (scalegym agents shows their options):\n${listAgents()}\nPresets:\n  ${presetNames().join(', ')}\n${examples}`,
    )
    .action(compare);
}

async function compare(flags: flagsOf.CompareFlags): Promise<void> {
  const seeds = flagsOf.seedsFromFlags(flags);
  const agents = flagsOf.agentsFromFlags(flags);
  const config = flagsOf.configFromFlags(flags);
  const pods = flagsOf.podsFromFlags(flags);
  const workers = flagsOf.workersFromFlags(flags);
  const historySeconds = flagsOf.historyFromFlags(flags);
  const recommendationSeconds = flagsOf.intervalFromFlags(flags);
  const workloads = await loadWorkloads(flags, seeds);
  const plan = planComparison({ agents, workloads, config, seeds, historySeconds, recommendationSeconds });
  const reference = flagsOf.referenceFromFlags(
    flags,
    plan.agents.filter(({ role }) => role === 'recommender').map(({ label }) => label),
  );
  if (pods.kind === 'named') positionsOf(pods.workloads, plan.workloads);
  const folder = RunFolder.open(flags.out ?? join('results', `compare-${plan.id}`), plan, flags.force === true);

  const progress = new ProgressLine();
  let done = 0;
  const run = (signal: AbortSignal): Promise<Comparison> =>
    runComparison({
      plan,
      workloads,
      folder,
      workers,
      reference,
      pods,
      signal,
      onProgress: (state) => {
        done = state.doneTrials;
        progress.show(state);
      },
    });
  let comparison: Comparison;
  try {
    comparison = await interruptible(run);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw new Interrupted(
      `interrupted: ${done} of ${plan.trials.length} trials are kept in ${folder.path}; the same command with --out ${folder.path} goes on from there`,
    );
  } finally {
    progress.clear();
  }
  const files = await writeOutputs(folder, comparison);
  const { pods: _, ...summary } = comparison.report;
  if (flags.json === true) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  else
    process.stdout.write(
      `${comparisonTable(summary, comparison.timings)}\nWritten to ${folder.path}: ${files.join(', ')}\n`,
    );
}

function append(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
