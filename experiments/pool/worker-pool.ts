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

/** An error as it crosses the border between threads: bad input, or a defect of ours. */
export type ErrorMessage =
  | { readonly kind: 'input'; readonly place: InputPlace; readonly expected: string }
  | { readonly kind: 'defect'; readonly message: string; readonly stack: string | undefined };

/** Options of a worker pool. */
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
  private readonly workers: readonly Worker[];
  /** The run the workers are busy with; replies that come after its end are dropped. */
  private current: PoolRun<Task, Result> | null = null;

  constructor({ entry, workers, data }: PoolOptions<Data>) {
    this.workers = Array.from({ length: workers }, () => {
      const worker = new Worker(entry, { workerData: data });
      worker.on('message', (reply: ReplyMessage<Result>) => this.current?.take(worker, reply));
      worker.on('error', (error) => this.current?.fail(error));
      worker.on('exit', (code) => this.current?.fail(new Error(`a worker ended early with code ${code}`)));
      return worker;
    });
  }

  /**
   * Runs every task. Results are handed over in the order in which they finish, with the task's position. One run at a time;
   * after a run that failed or was aborted the pool can only be closed.
   *
   * @param signal stops the run: no further task is handed out and the promise rejects with the signal's reason
   * @throws the first error of a task; an `InputError` in a worker arrives as an `InputError`
   */
  async run(
    tasks: readonly Task[],
    onResult: (index: number, result: Result) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    signal?.throwIfAborted();
    if (tasks.length === 0) return;
    const run = new PoolRun(tasks, onResult);
    const abort = () => run.fail(signal?.reason);
    signal?.addEventListener('abort', abort);
    this.current = run;
    for (const worker of this.workers) run.give(worker);
    try {
      await run.end;
    } finally {
      this.current = null;
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends the workers, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** Which tasks have been handed out, and which have come back. */
class PoolRun<Task, Result> {
  /** Settles when every task has come back or one has failed. */
  readonly end: Promise<void>;
  private next = 0;
  private finished = 0;
  private succeed!: () => void;
  /** Ends the run; only the first end counts. */
  fail!: (error: unknown) => void;

  constructor(
    private readonly tasks: readonly Task[],
    private readonly onResult: (index: number, result: Result) => void,
  ) {
    this.end = new Promise((resolve, reject) => {
      this.succeed = resolve;
      this.fail = reject;
    });
  }

  give(worker: Worker): void {
    if (this.next >= this.tasks.length) return;
    const index = this.next++;
    worker.postMessage({ index, task: this.tasks[index]! } satisfies TaskMessage<Task>);
  }

  take(worker: Worker, reply: ReplyMessage<Result>): void {
    if ('error' in reply) {
      this.fail(revive(reply.error));
      return;
    }
    // The worker is given its next task first, so that it works while the result is taken in.
    this.give(worker);
    try {
      this.onResult(reply.index, reply.result);
      if (++this.finished === this.tasks.length) this.succeed();
    } catch (error) {
      this.fail(error);
    }
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
