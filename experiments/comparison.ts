import type { HalfId, Halves } from './half.js';
import { halfOf } from './halves.js';
import type { AgentTiming } from './outputs/csv.js';
import type { PlanBase } from './plan.js';
import { type Progress, runPlan } from './plan-run.js';
import { seriesPool } from './pool/series-pool.js';
import { trialRunner } from './pool/trial-runner.js';
import { recordChosen } from './recording.js';
import type { RunFolder } from './run-folder.js';
import { chooseWorkloads, type WorkloadChoice } from './showcase.js';
import type { DecisionTime } from './trial.js';

/** A comparison to carry out, of either half: the plan says which. */
export interface ComparisonRun<E extends HalfId> {
  readonly plan: Halves[E]['plan'] & { readonly env: E };
  /** The workloads the plan was made of; those it skipped may be among them. */
  readonly workloads: readonly Halves[E]['workload'][];
  /** Where finished trials are kept and looked for; null keeps them in memory only. */
  readonly folder: RunFolder<Halves[E]['result']> | null;
  /** Threads; 1 stays in the calling thread. */
  readonly workers: number;
  /** Label of the agent the others are compared with. */
  readonly reference: string | null;
  /** Workloads whose timelines are recorded. */
  readonly timelines: WorkloadChoice;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A finished comparison. */
export interface Comparison<E extends HalfId> {
  readonly summary: Halves[E]['summary'];
  /** The summary, with the timelines of some workloads. */
  readonly report: Halves[E]['report'];
  /** Wall-clock decision times by agent, in the plan's order; never part of the report. */
  readonly timings: readonly AgentTiming[];
}

/**
 * Runs a plan: every trial that the folder does not hold yet, then the summary, then the timelines of the chosen workloads. The
 * report depends on the plan alone, however many workers ran it and however often it was interrupted.
 *
 * @throws the signal's reason when it is aborted; finished trials stay in the folder
 */
export async function runComparison<E extends HalfId>(run: ComparisonRun<E>): Promise<Comparison<E>> {
  const { plan, folder, reference, signal, onProgress } = run;
  const half = halfOf<E>(plan.env);
  const pool = seriesPool(half, plan.workloads, run.workloads);
  const runner = trialRunner(half, pool, Math.min(run.workers, plan.trials.length));
  try {
    const { results, times } = await runPlan(half, plan, runner, folder, signal, onProgress);
    const summary = half.summarise(plan, results, { reference });
    const chosen = chooseWorkloads<string>(summary, half.criteria, run.timelines);
    const recorded = await recordChosen(half, plan, summary, chosen, runner, signal);
    const report = half.report({ plan, results, summary, recorded });
    return { summary, report, timings: timingsOf(plan, times) };
  } finally {
    await runner.close();
  }
}

function timingsOf(plan: PlanBase, times: readonly DecisionTime[]): AgentTiming[] {
  const timings = plan.agents.map(({ label }) => ({ agent: label, decisions: 0, seconds: 0 }));
  for (const [index, { agent }] of plan.trials.entries()) {
    timings[agent]!.decisions += times[index]!.decisions;
    timings[agent]!.seconds += times[index]!.seconds;
  }
  return timings;
}
