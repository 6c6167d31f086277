import type { Half, HalfId, Halves } from './half.js';
import type { TrialRunner } from './pool/trial-runner.js';
import { chunksOf, type RunFolder } from './run-folder.js';
import type { DecisionTime } from './trial.js';

/** How far a plan has come, in trials. */
export interface Progress {
  readonly doneTrials: number;
  readonly totalTrials: number;
  /** Trials that an earlier, interrupted run had finished. */
  readonly resumedTrials: number;
}

/** What running a plan gives. */
export interface PlanRun<Result> {
  /** One for each trial of the plan, in its order. */
  readonly results: readonly Result[];
  readonly times: readonly DecisionTime[];
}

/**
 * Gets every trial's result: from the folder where an earlier run left it, else by running it. Chunks are written to the
 * folder as they finish.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runPlan<E extends HalfId>(
  half: Half<E>,
  plan: Halves[E]['plan'],
  runner: TrialRunner<E>,
  folder: RunFolder<Halves[E]['result']> | null,
  signal?: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<PlanRun<Halves[E]['result']>> {
  const results = new Array<Halves[E]['result']>(plan.trials.length);
  const times = new Array<DecisionTime>(plan.trials.length);
  const totalTrials = plan.trials.length;
  let doneTrials = 0;
  let resumedTrials = 0;
  const keep = (from: number, chunk: PlanRun<Halves[E]['result']>) => {
    for (const [i, result] of chunk.results.entries()) {
      results[from + i] = result;
      times[from + i] = chunk.times[i]!;
    }
    doneTrials += chunk.results.length;
  };
  const open: { readonly chunk: number; readonly from: number; readonly to: number }[] = [];
  for (const [chunk, { from, to }] of chunksOf(plan).entries()) {
    const stored = folder?.readChunk(chunk, from, to) ?? null;
    if (stored === null) open.push({ chunk, from, to });
    else keep(from, stored);
  }
  resumedTrials = doneTrials;
  onProgress?.({ doneTrials, totalTrials, resumedTrials });
  const tasks = open.map(({ from, to }) => ({
    kind: 'trials' as const,
    trials: plan.trials.slice(from, to).map((at) => half.trialOf(plan, at)),
  }));
  await runner.run<'trials'>(
    tasks,
    (index, finished) => {
      const { chunk, from } = open[index]!;
      folder?.writeChunk(chunk, from, finished.results, finished.times);
      keep(from, finished);
      onProgress?.({ doneTrials, totalTrials, resumedTrials });
    },
    signal,
  );
  return { results, times };
}
