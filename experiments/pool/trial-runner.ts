import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Half, HalfId } from '../half.js';
import { lookUpIn, type SeriesPool } from './series-pool.js';
import { shareSeries } from './shared-series.js';
import { runTrialTask, type TrialTask, type TrialTaskResult, type TrialTaskResults } from './trial-task.js';
import type { WorkerData } from './worker.js';
import { WorkerPool } from './worker-pool.js';

/** Runs trial tasks, one after the other or on several threads; what comes out is the same. */
export interface TrialRunner<E extends HalfId> {
  /**
   * Runs tasks of one kind and hands over each result as it comes, with the task's position.
   * @param signal stops the run between tasks; the promise rejects with the signal's reason
   */
  run<Kind extends keyof TrialTaskResults<E>>(
    tasks: readonly Extract<TrialTask<E>, { readonly kind: Kind }>[],
    onResult: (index: number, result: TrialTaskResults<E>[Kind]) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param pool the series trials refer to
 * @param workers threads; 1 stays in the calling thread
 */
export function trialRunner<E extends HalfId>(half: Half<E>, pool: SeriesPool<E>, workers: number): TrialRunner<E> {
  return workers > 1 ? threadedRunner(half, pool, workers) : callingThreadRunner(half, pool);
}

function threadedRunner<E extends HalfId>({ env }: Half<E>, pool: SeriesPool<E>, workers: number): TrialRunner<E> {
  const shared: SeriesPool<E> = new Map([...pool].map(([key, series]) => [key, shareSeries(series)]));
  const threads = new WorkerPool<TrialTask<E>, TrialTaskResult<E>, WorkerData<E>>({
    entry: new URL('./worker.js', import.meta.url),
    workers,
    data: { env, pool: shared },
  });
  return {
    run: (tasks, onResult, signal) =>
      threads.run(tasks, onResult as (index: number, result: TrialTaskResult<E>) => void, signal),
    close: () => threads.close(),
  };
}

function callingThreadRunner<E extends HalfId>(half: Half<E>, pool: SeriesPool<E>): TrialRunner<E> {
  const find = lookUpIn(pool);
  return {
    async run(tasks, onResult, signal) {
      for (const [index, task] of tasks.entries()) {
        signal?.throwIfAborted();
        onResult(index, runTrialTask(half, task, find) as Parameters<typeof onResult>[1]);
        // Lets signals in: Ctrl-C is seen between two tasks.
        await nextTurn();
      }
    },
    async close() {},
  };
}
