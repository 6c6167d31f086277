import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UsageSeries } from '../../workloads/usage-series.js';
import { shareSeries } from './shared-series.js';
import { runTrialTask, type TrialTask, type TrialTaskResult } from './trial-task.js';
import { WorkerPool } from './worker-pool.js';

/** Runs trial tasks, one after the other or on several threads; what comes out is the same. */
export interface TrialRunner {
  /**
   * Runs every task and hands over each result as it comes, with the task's position.
   * @param signal stops the run between tasks; the promise rejects with the signal's reason
   */
  run(
    tasks: readonly TrialTask[],
    onResult: (index: number, result: TrialTaskResult) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param series the series tasks refer to by position
 * @param workers threads; 1 stays in the calling thread
 */
export function trialRunner(series: readonly UsageSeries[], workers: number): TrialRunner {
  if (workers > 1)
    return new WorkerPool<TrialTask, TrialTaskResult>({
      entry: new URL('./worker.js', import.meta.url),
      workers,
      data: { series: series.map(shareSeries) },
    });
  return {
    async run(tasks, onResult, signal) {
      for (const [index, task] of tasks.entries()) {
        signal?.throwIfAborted();
        onResult(index, runTrialTask(task, series));
        await nextTurn();
      }
    },
    async close() {},
  };
}
