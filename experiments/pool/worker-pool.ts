import { Worker } from 'node:worker_threads';
import { InputError, type InputPlace } from '../../env/core/input-error.js';

/** What goes to a worker. */
export interface TaskMessage<Task> {
  readonly index: number;
  readonly task: Task;
}

/** What comes back: a result, or an error as plain data (an `InputError` keeps its place). */
export type ReplyMessage<Result> =
  | { readonly index: number; readonly result: Result }
  | { readonly index: number; readonly error: ErrorMessage };

export type ErrorMessage =
  | { readonly kind: 'input'; readonly place: InputPlace; readonly expected: string }
  | { readonly kind: 'defect'; readonly message: string; readonly stack: string | undefined };

export interface PoolOptions<Data> {
  /** Module each worker runs; it answers every {@link TaskMessage} with one {@link ReplyMessage}. */
  readonly entry: URL;
  /** At least 1. */
  readonly workers: number;
  /** Handed to every worker once; `SharedArrayBuffer`s in it are shared, all else is copied. */
  readonly data: Data;
}

/** Worker threads that take tasks one at a time. Started at once, stopped by {@link WorkerPool.close}. */
export class WorkerPool<Task, Result, Data = unknown> {
  private readonly workers: Worker[];

  constructor({ entry, workers, data }: PoolOptions<Data>) {
    this.workers = Array.from({ length: workers }, () => new Worker(entry, { workerData: data }));
  }

  /**
   * Runs every task. Results are handed over in the order in which they finish, with the task's position.
   *
   * @param signal stops the run: no further task is handed out and the promise rejects with the signal's reason
   * @throws the first error of a task; an `InputError` in a worker arrives as an `InputError`
   */
  run(tasks: readonly Task[], onResult: (index: number, result: Result) => void, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let next = 0;
      let finished = 0;
      const settle = (end: () => void) => {
        signal?.removeEventListener('abort', onAbort);
        for (const worker of this.workers) worker.removeAllListeners();
        end();
      };
      const onAbort = () => settle(() => reject(signal?.reason));
      const give = (worker: Worker) => {
        if (next >= tasks.length) return;
        const index = next++;
        worker.postMessage({ index, task: tasks[index]! } satisfies TaskMessage<Task>);
      };
      if (signal?.aborted) return onAbort();
      if (tasks.length === 0) return resolve();
      signal?.addEventListener('abort', onAbort);
      for (const worker of this.workers) {
        worker.on('message', (reply: ReplyMessage<Result>) => {
          if ('error' in reply) return settle(() => reject(revive(reply.error)));
          give(worker);
          try {
            onResult(reply.index, reply.result);
          } catch (error) {
            return settle(() => reject(error));
          }
          if (++finished === tasks.length) settle(resolve);
        });
        worker.on('error', (error) => settle(() => reject(error)));
        worker.on('exit', (code) => settle(() => reject(new Error(`a worker ended early with code ${code}`))));
        give(worker);
      }
    });
  }

  /** Ends the workers, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** An error as data that survives the way between threads. */
export function errorMessage(error: unknown): ErrorMessage {
  if (error instanceof InputError) return { kind: 'input', place: error.place, expected: error.expected };
  if (error instanceof Error) return { kind: 'defect', message: error.message, stack: error.stack };
  return { kind: 'defect', message: String(error), stack: undefined };
}

function revive(message: ErrorMessage): Error {
  if (message.kind === 'input') return new InputError(message.place, message.expected);
  const error = new Error(message.message);
  if (message.stack !== undefined) error.stack = message.stack;
  return error;
}
