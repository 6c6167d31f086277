import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UsageSeries } from '../../workloads/usage-series.js';
import { shareSeries } from './shared-series.js';
import { runTrialTask, type TrialTask, type TrialTaskResult, type TrialTaskResults } from './trial-task.js';
import { WorkerPool } from './worker-pool.js';

/** Runs trial tasks, one after the other or on several threads; what comes out is the same. */
export interface TrialRunner {
  /**
   * Runs tasks of one kind and hands over each result as it comes, with the task's position.
   * @param signal stops the run between tasks; the promise rejects with the signal's reason
   */
  run<Kind extends keyof TrialTaskResults>(
    tasks: readonly Extract<TrialTask, { readonly kind: Kind }>[],
    onResult: (index: number, result: TrialTaskResults[Kind]) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param series the series tasks refer to by position
 * @param workers threads; 1 stays in the calling thread
 */
export function trialRunner(series: readonly UsageSeries[], workers: number): TrialRunner {
  return workers > 1 ? threadedRunner(series, workers) : callingThreadRunner(series);
}

function threadedRunner(series: readonly UsageSeries[], workers: number): TrialRunner {
  const pool = new WorkerPool<TrialTask, TrialTaskResult>({
    entry: new URL('./worker.js', import.meta.url),
    workers,
    data: { series: series.map(shareSeries) },
  });
  return {
    run: (tasks, onResult, signal) =>
      pool.run(tasks, onResult as (index: number, result: TrialTaskResult) => void, signal),
    close: () => pool.close(),
  };
}

function callingThreadRunner(series: readonly UsageSeries[]): TrialRunner {
  return {
    async run(tasks, onResult, signal) {
      for (const [index, task] of tasks.entries()) {
        signal?.throwIfAborted();
        onResult(index, runTrialTask(task, series) as Parameters<typeof onResult>[1]);
        // Lets signals in: Ctrl-C is seen between two tasks.
        await nextTurn();
      }
    },
    async close() {},
  };
}
