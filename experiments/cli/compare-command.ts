import { join } from 'node:path';
import { Command, Option } from 'commander';
import { InputError } from '../../env/core/input-error.js';
import { loadPresetNames } from '../../workloads/load-presets.js';
import { presetNames } from '../../workloads/presets.js';
import { type Comparison, runComparison } from '../comparison.js';
import type { HalfId, Halves } from '../half.js';
import { halfOf } from '../halves.js';
import { scenarioNames } from '../horizontal/scenarios.js';
import { comparisonTable } from '../outputs/table.js';
import { writeOutputs } from '../outputs/write-outputs.js';
import { RunFolder } from '../run-folder.js';
import { listAgents } from './agents-command.js';
import { type HorizontalFlags, horizontalFlags, prepareHorizontal } from './compare-horizontal.js';
import { type CompareFlags, type PreparedComparison, workersFromFlag } from './compare-options.js';
import { prepareVertical, type VerticalFlags, verticalFlags } from './compare-vertical.js';
import { folderFromFlag } from './folder-flag.js';
import { Interrupted, interruptible } from './interrupt.js';
import { ProgressLine } from './progress.js';

const examples = `
Examples:
  scalegym compare
  scalegym compare --agents kubernetes,autopilot,moving-window:percentile=0.99,hours=48 --workloads web-diurnal --seeds 10
  scalegym compare --workloads ./my-cluster.series --update-mode InPlaceOrRecreate --out results/in-place
  scalegym compare --trace prometheus:./usage.json --history 2d --workers 8

  scalegym compare --env horizontal
  scalegym compare --env horizontal --agents kubernetes-hpa,keda,hslinucb --limits 1..20 --seeds 20
  scalegym compare --env horizontal --trace nasa-http:./access_log_Jul95 --platform web --objective-ms 200 --peak 150
  scalegym compare --env horizontal --trace prometheus:rps.json --platform web --objective-ms 200
  scalegym compare --env horizontal --trace csv:time=ts,requestCount=hits:minutes.csv

A trace may carry options of its format, which scalegym workload import --list tells: FORMAT:OPTION=VALUE,…:PATH.
`;

/** Which half a flag that the other does not have belongs to. */
const ownFlags = { vertical: verticalFlags, horizontal: horizontalFlags } as const;

type HalfName = keyof typeof ownFlags;

interface Flags extends VerticalFlags, HorizontalFlags {
  readonly env: HalfName;
}

/** `scalegym compare`: usage series or loads in, a comparison of recommenders or autoscalers out. */
export function compareCommand(): Command {
  const command = new Command('compare')
    .description('Compare vertical-scaling recommenders on usage series, or horizontal autoscalers on loads.')
    .addOption(
      new Option('--env <half>', 'what is scaled: the size of pods, or their number')
        .choices(Object.keys(ownFlags))
        .default('vertical'),
    )
    .option('--agents <list>', 'agents with their options, separated by commas; may be repeated', append)
    .option(
      '--workloads <list>',
      'presets or scenarios (see below), series files or folders, CSV, configurations; may be repeated',
      append,
    )
    .option('--trace <format:path>', 'a trace file to import, or format:option=value,…:path; may be repeated', append)
    .option('--config <file>', 'environment options as JSON')
    .option('--seeds <n>', 'seeds 1 to n (default: 3; horizontal: 10)')
    .option('--workers <n>', 'threads (default: one a core)')
    .option(
      '--out <dir>',
      'run folder; the same command resumes what is in it (default: results/compare-<hash>)',
      folderFromFlag,
    )
    .option(
      '--reference <agent>',
      'agent the others are compared with; none for none (default: kubernetes; calibrated-hpa)',
    )
    .option('--no-bound', 'leave out the planner that knows the future, and with it regret')
    .option('--force', 'replace what another comparison left in the run folder')
    .option('--json', 'print the summary as JSON instead of a table')
    .addHelpText('after', agentsAndExamples)
    .action(compare);
  for (const [half, flags] of Object.entries(ownFlags)) {
    command.optionsGroup(`Only with --env ${half}:`);
    for (const [written, text, standard] of flags) command.option(written, text, standard);
  }
  return command;
}

async function compare(flags: Flags, command: Command): Promise<void> {
  refuseForeignFlags(flags.env, command);
  await (flags.env === 'vertical'
    ? carryOut(await prepareVertical(flags), flags)
    : carryOut(await prepareHorizontal(flags), flags));
}

/** @throws InputError for a flag that was given and belongs to the other half */
function refuseForeignFlags(env: HalfName, command: Command): void {
  for (const [half, flags] of Object.entries(ownFlags)) {
    if (half === env) continue;
    for (const [written, text] of flags) {
      const option = new Option(written, text);
      if (command.getOptionValueSource(option.attributeName()) === 'cli')
        throw new InputError({ file: option.long! }, `no such flag with --env ${env}; it belongs to --env ${half}`);
    }
  }
}

async function carryOut<E extends HalfId>(prepared: PreparedComparison<E>, flags: CompareFlags): Promise<void> {
  const { plan } = prepared;
  const workers = workersFromFlag(flags.workers);
  const path = flags.out ?? join('results', `compare-${plan.id}`);
  const folder = RunFolder.open<Halves[E]['result']>(path, plan, flags.force === true);
  const progress = new ProgressLine();
  let done = 0;
  let comparison: Comparison<E>;
  try {
    comparison = await interruptible((signal) =>
      runComparison<E>({
        ...prepared,
        folder,
        workers,
        signal,
        onProgress: (state) => {
          done = state.doneTrials;
          progress.show(state);
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw new Interrupted(
      `interrupted: ${done} of ${plan.trials.length} trials are kept in ${path}; the same command with --out ${path} goes on from there`,
    );
  } finally {
    progress.clear();
  }
  const files = await writeOutputs(folder, comparison);
  const { summary, timings } = comparison;
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(summary, null, 2)}\n`
      : `${comparisonTable(halfOf(prepared.plan.env), summary, timings)}\nWritten to ${path}: ${files.join(', ')}\n`,
  );
}

function agentsAndExamples(): string {
  return `
Agents of --env vertical (scalegym agents shows their options):
${listAgents('vertical')}
Agents of --env horizontal:
${listAgents('horizontal')}
Presets of --env vertical:
  ${presetNames().join(', ')}

Scenarios of --env horizontal; a JSON file with describe, config and load is one too:
  ${scenarioNames().join(', ')}

Loads of --env horizontal, for a service of your choice (--platform):
  ${loadPresetNames().join(', ')}
${examples}`;
}

function append(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
