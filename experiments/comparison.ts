import type { AgentTiming } from './outputs/csv.js';
import type { Plan, Workload } from './plan.js';
import { type Progress, runPlan } from './plan-run.js';
import { SeriesPool } from './pool/series-pool.js';
import { trialRunner } from './pool/trial-runner.js';
import type { RunFolder } from './run-folder.js';
import { summarise } from './summary.js';
import type { DecisionTime } from './trial.js';
import { recordPods } from './vertical/pod-recording.js';
import { choosePods, type PodChoice } from './vertical/pods.js';
import type { VerticalReport } from './vertical/report-data.js';

/** A comparison to carry out. */
export interface ComparisonRun {
  readonly plan: Plan;
  /** The workloads the plan was made of; those it skipped may be among them. */
  readonly workloads: readonly Workload[];
  /** Where finished trials are kept and looked for; null keeps them in memory only. */
  readonly folder: RunFolder | null;
  /** Threads; 1 stays in the calling thread. */
  readonly workers: number;
  /** Label of the agent the others are compared with. */
  readonly reference: string | null;
  /** Pods whose timelines are recorded. */
  readonly pods: PodChoice;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A finished comparison. */
export interface Comparison {
  readonly report: VerticalReport;
  /** Wall-clock decision times by agent, in the plan's order; never part of the report. */
  readonly timings: readonly AgentTiming[];
}

/**
 * Runs a plan: every trial that the folder does not hold yet, then the summary, then the timelines of the chosen pods. The
 * report depends on the plan alone, however many workers ran it and however often it was interrupted.
 *
 * @throws the signal's reason when it is aborted; finished trials stay in the folder
 */
export async function runComparison(run: ComparisonRun): Promise<Comparison> {
  const { plan, folder, reference, signal, onProgress } = run;
  const pool = new SeriesPool(plan, run.workloads);
  const runner = trialRunner(pool.series, Math.min(run.workers, plan.trials.length));
  try {
    const { results, times } = await runPlan(plan, pool, runner, folder, signal, onProgress);
    const summary = summarise(plan, results, { reference });
    const pods = await recordPods(plan, summary, choosePods(summary, run.pods), pool, runner, signal);
    return {
      report: { env: 'VerticalScaling-v0', format: 'scalegym-report/1', ...summary, pods },
      timings: timingsOf(plan, times),
    };
  } finally {
    await runner.close();
  }
}

function timingsOf(plan: Plan, times: readonly DecisionTime[]): AgentTiming[] {
  const timings = plan.agents.map(({ label }) => ({ agent: label, decisions: 0, seconds: 0 }));
  for (const [index, { agent }] of plan.trials.entries()) {
    timings[agent]!.decisions += times[index]!.decisions;
    timings[agent]!.seconds += times[index]!.seconds;
  }
  return timings;
}
