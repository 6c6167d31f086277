import type { UsageSeries } from '../../workloads/usage-series.js';
import type { DecisionTime } from '../trial.js';
import type { ReportDemand, ReportTimeline } from '../vertical/report-data.js';
import { runTrial } from '../vertical/run-trial.js';
import { recordTimeline } from '../vertical/timeline.js';
import type { VerticalTrial, VerticalTrialResult } from '../vertical/trial.js';

/** Work for one worker; series are named by their position in the pool's series. */
export type TrialTask = TrialsTask | TimelineTask;

/** Run these trials; `series` are positions in the shared series. */
export interface TrialsTask {
  readonly kind: 'trials';
  readonly trials: readonly { readonly trial: VerticalTrial; readonly series: number }[];
}

/** Run one trial and keep its timeline, in buckets of so many steps. */
export interface TimelineTask {
  readonly kind: 'timeline';
  readonly trial: VerticalTrial;
  readonly series: number;
  readonly bucketSteps: number;
}

/** What each kind of task gives. */
export interface TrialTaskResults {
  readonly trials: { readonly results: readonly VerticalTrialResult[]; readonly times: readonly DecisionTime[] };
  readonly timeline: { readonly demand: ReportDemand; readonly timeline: Omit<ReportTimeline, 'agent'> };
}

export type TrialTaskResult = TrialTaskResults[keyof TrialTaskResults];

/** Runs a task where it stands: in a worker, or in the calling thread. */
export function runTrialTask(task: TrialTask, pool: readonly UsageSeries[]): TrialTaskResult {
  switch (task.kind) {
    case 'trials': {
      const runs = task.trials.map(({ trial, series }) => runTrial(trial, pool[series]!));
      return { results: runs.map(({ result }) => result), times: runs.map(({ time }) => time) };
    }
    case 'timeline':
      return recordTimeline(task.trial, pool[task.series]!, task.bucketSteps);
  }
}
