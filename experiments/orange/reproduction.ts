import { setImmediate as nextTurn } from 'node:timers/promises';
import { WorkerPool } from '../pool/worker-pool.js';
import type { OrangeFolder } from './orange-folder.js';
import type { OrangePlan } from './plan.js';
import { type OrangeRun, playRun } from './run.js';
import { type OrangeSummary, summariseOrange } from './summary.js';

/** How a reproduction is run. */
export interface OrangeReproduction {
  readonly plan: OrangePlan;
  /** Keeps finished runs and holds those of an earlier start; null for none. */
  readonly folder?: OrangeFolder | null;
  /** Threads; 1, the default, stays in the calling thread. */
  readonly workers?: number;
  /** Stops between runs; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears how many runs are done, and how many of them an earlier start had done. */
  readonly onProgress?: (done: number, resumed: number) => void;
}

/**
 * The experiment of the seed's authors (specification horizontal.md §2), run after run, with the agents as they were released, corrected ones
 * and rules. The result depends on the plan alone.
 */
export async function runOrange(options: OrangeReproduction): Promise<OrangeSummary> {
  const { plan, folder = null, workers = 1, signal, onProgress } = options;
  const runs = Array.from({ length: plan.runs }, (_, i) => folder?.readRun(i + 1) ?? null);
  const open = runs.flatMap((run, i) => (run === null ? [i + 1] : []));
  const resumed = plan.runs - open.length;
  let done = resumed;
  onProgress?.(done, resumed);
  const keep = (run: OrangeRun) => {
    folder?.writeRun(run);
    runs[run.run - 1] = run;
    onProgress?.(++done, resumed);
  };
  if (workers > 1 && open.length > 1) await runOnThreads(plan, open, Math.min(workers, open.length), keep, signal);
  else
    for (const run of open) {
      signal?.throwIfAborted();
      keep(playRun(plan, run));
      // Lets signals in: Ctrl-C is seen between two runs.
      await nextTurn();
    }
  return summariseOrange(plan, runs as OrangeRun[]);
}

async function runOnThreads(
  plan: OrangePlan,
  open: readonly number[],
  workers: number,
  keep: (run: OrangeRun) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pool = new WorkerPool<number, OrangeRun>({
    entry: new URL('./worker.js', import.meta.url),
    workers,
    data: { plan },
  });
  try {
    await pool.run(open, (_, run) => keep(run), signal);
  } finally {
    await pool.close();
  }
}
