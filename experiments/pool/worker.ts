import { parentPort, workerData } from 'node:worker_threads';
import type { HalfId } from '../half.js';
import { halfOf } from '../halves.js';
import { lookUpIn, type SeriesPool } from './series-pool.js';
import { runTrialTask, type TrialTask, type TrialTaskResult } from './trial-task.js';
import { errorMessage, type ReplyMessage, type TaskMessage } from './worker-pool.js';

/** What a worker is handed once: which half it works for, and the series of all trials. */
export interface WorkerData<E extends HalfId> {
  readonly env: E;
  readonly pool: SeriesPool<E>;
}

serve(workerData as WorkerData<HalfId>);

/** Answers every task with one reply. */
function serve<E extends HalfId>({ env, pool }: WorkerData<E>): void {
  const half = halfOf(env);
  const find = lookUpIn(pool);
  const port = parentPort!;
  port.on('message', ({ index, task }: TaskMessage<TrialTask<E>>) => {
    let reply: ReplyMessage<TrialTaskResult<E>>;
    try {
      reply = { index, result: runTrialTask(half, task, find) };
    } catch (error) {
      reply = { index, error: errorMessage(error) };
    }
    port.postMessage(reply);
  });
}
