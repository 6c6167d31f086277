import { parentPort, workerData } from 'node:worker_threads';
import type { UsageSeries } from '../../workloads/usage-series.js';
import { runTrialTask, type TrialTask, type TrialTaskResult } from './trial-task.js';
import { errorMessage, type ReplyMessage, type TaskMessage } from './worker-pool.js';

const { series } = workerData as { readonly series: readonly UsageSeries[] };
const port = parentPort!;

port.on('message', ({ index, task }: TaskMessage<TrialTask>) => {
  let reply: ReplyMessage<TrialTaskResult>;
  try {
    reply = { index, result: runTrialTask(task, series) };
  } catch (error) {
    reply = { index, error: errorMessage(error) };
  }
  port.postMessage(reply);
});
