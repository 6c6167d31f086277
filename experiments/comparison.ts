import type { UsageSeries } from '../workloads/usage-series.js';
import type { AgentTiming } from './outputs/csv.js';
import { type Plan, type PlannedTrial, seriesIndex, trialOf, type Workload } from './plan.js';
import { type ChosenPod, choosePods, type PodChoice } from './pods.js';
import { type TrialRunner, trialRunner } from './pool/trial-runner.js';
import type { TrialTask, TrialTaskResult } from './pool/trial-task.js';
import type { ReportData, ReportPod, ReportTimeline } from './report-data.js';
import { chunksOf, type RunFolder } from './run-folder.js';
import { type Summary, summarise } from './summary.js';
import { bucketStepsFor } from './timeline.js';
import type { DecisionTime, TrialResult } from './trial.js';

export interface ComparisonRun {
  readonly plan: Plan;
  /** The workloads the plan was made of; those it skipped may be among them. */
  readonly workloads: readonly Workload[];
  /** Where finished trials are kept and looked for; null keeps them in memory only. */
  readonly folder: RunFolder | null;
  readonly workers: number;
  /** Label of the agent the others are compared with. */
  readonly reference: string | null;
  /** Pods whose timelines are recorded. */
  readonly pods: PodChoice;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly doneTrials: number;
  readonly totalTrials: number;
  /** Trials that an earlier, interrupted run had finished. */
  readonly resumedTrials: number;
}

export interface Comparison {
  readonly report: ReportData;
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
  const pool = new SeriesPool(run.plan, run.workloads);
  const runner = trialRunner(pool.series, run.workers);
  try {
    const { results, times } = await runTrials(run, pool, runner);
    const summary = summarise(run.plan, results, { reference: run.reference });
    const pods = await recordPods(run, pool, runner, summary, choosePods(summary, run.pods));
    return { report: { format: 'scalegym-report/1', ...summary, pods }, timings: timingsOf(run.plan, times) };
  } finally {
    await runner.close();
  }
}

/** All series of a plan in one list, and where in it each trial's series lies. */
class SeriesPool {
  readonly series: readonly UsageSeries[];
  private readonly offsets: readonly number[];

  constructor(
    private readonly plan: Plan,
    workloads: readonly Workload[],
  ) {
    const byId = new Map(workloads.map(({ series }) => [series[0]!.id, series]));
    const offsets: number[] = [];
    const all: UsageSeries[] = [];
    for (const { id } of plan.workloads) {
      offsets.push(all.length);
      all.push(...byId.get(id)!);
    }
    this.series = all;
    this.offsets = offsets;
  }

  indexOf({ workload, seed }: Pick<PlannedTrial, 'workload' | 'seed'>): number {
    return this.offsets[workload]! + seriesIndex(this.plan.workloads[workload]!, seed);
  }
}

async function runTrials(
  { plan, folder, signal, onProgress }: ComparisonRun,
  pool: SeriesPool,
  runner: TrialRunner,
): Promise<{ results: TrialResult[]; times: DecisionTime[] }> {
  const results = new Array<TrialResult>(plan.trials.length);
  const times = new Array<DecisionTime>(plan.trials.length);
  const chunks = chunksOf(plan);
  const keep = (from: number, chunk: { results: readonly TrialResult[]; times: readonly DecisionTime[] }) => {
    for (const [i, result] of chunk.results.entries()) {
      results[from + i] = result;
      times[from + i] = chunk.times[i]!;
    }
  };
  const open = chunks.flatMap(({ from, to }, chunk) => {
    const stored = folder?.readChunk(chunk, from, to) ?? null;
    if (stored === null) return [{ chunk, from, to }];
    keep(from, stored);
    return [];
  });
  const totalTrials = plan.trials.length;
  let doneTrials = totalTrials - open.reduce((sum, { from, to }) => sum + to - from, 0);
  const resumedTrials = doneTrials;
  onProgress?.({ doneTrials, totalTrials, resumedTrials });
  const tasks = open.map(
    ({ from, to }): TrialTask => ({
      kind: 'trials',
      trials: plan.trials.slice(from, to).map((at) => ({ trial: trialOf(plan, at), series: pool.indexOf(at) })),
    }),
  );
  await runner.run(
    tasks,
    (index, result) => {
      if (result.kind !== 'trials') return;
      const { chunk, from, to } = open[index]!;
      keep(from, result);
      folder?.writeChunk(chunk, from, result.results, result.times);
      doneTrials += to - from;
      onProgress?.({ doneTrials, totalTrials, resumedTrials });
    },
    signal,
  );
  return { results, times };
}

async function recordPods(
  { plan, signal }: ComparisonRun,
  pool: SeriesPool,
  runner: TrialRunner,
  summary: Summary,
  chosen: readonly ChosenPod[],
): Promise<ReportPod[]> {
  const agents = summary.agents.map(({ label }) => plan.agents.findIndex((agent) => agent.label === label));
  const grid = chosen.flatMap((pod) =>
    agents.map((agent) => ({ pod, at: { workload: pod.workload, seed: 0, agent } })),
  );
  const tasks = grid.map(
    ({ at }): TrialTask => ({
      kind: 'timeline',
      trial: trialOf(plan, at),
      series: pool.indexOf(at),
      bucketSteps: bucketStepsFor(plan.workloads[at.workload]!.steps),
    }),
  );
  const recorded = new Array<Extract<TrialTaskResult, { kind: 'timeline' }>>(tasks.length);
  await runner.run(
    tasks,
    (index, result) => {
      if (result.kind === 'timeline') recorded[index] = result;
    },
    signal,
  );
  return chosen.map((pod, position): ReportPod => {
    const { startTime, stepSeconds, steps } = plan.workloads[pod.workload]!;
    const own = recorded.slice(position * agents.length, (position + 1) * agents.length);
    return {
      workload: pod.workload,
      seed: plan.seeds[0]!,
      reason: pod.reason,
      startTime,
      bucketSeconds: bucketStepsFor(steps) * stepSeconds,
      demand: own[0]!.demand,
      timelines: own.map(({ timeline }, agent): ReportTimeline => ({ agent, ...timeline })),
    };
  });
}

function timingsOf(plan: Plan, times: readonly DecisionTime[]): AgentTiming[] {
  return plan.agents.map(({ label }, agent) => {
    let decisions = 0;
    let seconds = 0;
    for (const [index, trial] of plan.trials.entries()) {
      if (trial.agent !== agent) continue;
      decisions += times[index]!.decisions;
      seconds += times[index]!.seconds;
    }
    return { agent: label, decisions, seconds };
  });
}
