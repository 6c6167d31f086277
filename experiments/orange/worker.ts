import { parentPort, workerData } from 'node:worker_threads';
import { errorMessage, type ReplyMessage, type TaskMessage } from '../pool/worker-pool.js';
import type { OrangePlan } from './plan.js';
import { type OrangeRun, playRun } from './run.js';

const { plan } = workerData as { readonly plan: OrangePlan };
const port = parentPort!;

port.on('message', ({ index, task }: TaskMessage<number>) => {
  let reply: ReplyMessage<OrangeRun>;
  try {
    reply = { index, result: playRun(plan, task) };
  } catch (error) {
    reply = { index, error: errorMessage(error) };
  }
  port.postMessage(reply);
});
