import type { Half, HalfId, Halves, SeriesLookup } from '../half.js';
import type { DecisionTime } from '../trial.js';

/** Work for one worker; trials name their series. */
export type TrialTask<E extends HalfId> = TrialsTask<E> | TimelineTask<E>;

/** Run these trials. */
export interface TrialsTask<E extends HalfId> {
  readonly kind: 'trials';
  readonly trials: readonly Halves[E]['trial'][];
}

/** Run one trial and keep its course, in buckets of so many steps. */
export interface TimelineTask<E extends HalfId> {
  readonly kind: 'timeline';
  readonly trial: Halves[E]['trial'];
  readonly bucketSteps: number;
}

/** What each kind of task gives. */
export interface TrialTaskResults<E extends HalfId> {
  readonly trials: { readonly results: readonly Halves[E]['result'][]; readonly times: readonly DecisionTime[] };
  readonly timeline: Halves[E]['recorded'];
}

/** What came of a task of either kind. */
export type TrialTaskResult<E extends HalfId> = TrialTaskResults<E>[keyof TrialTaskResults<E>];

/** Runs a task where it stands: in a worker, or in the calling thread. */
export function runTrialTask<E extends HalfId>(
  half: Half<E>,
  task: TrialTask<E>,
  find: SeriesLookup<E>,
): TrialTaskResult<E> {
  switch (task.kind) {
    case 'trials': {
      const runs = task.trials.map((trial) => half.runTrial(trial, find));
      return { results: runs.map(({ result }) => result), times: runs.map(({ time }) => time) };
    }
    case 'timeline':
      return half.recordTrial(task.trial, find, task.bucketSteps);
  }
}
