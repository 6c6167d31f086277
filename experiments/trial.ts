import { contentHash } from './content-hash.js';

/** Which series a trial runs on. The arrays travel beside the trial; the hash says whether they are the right ones. */
export interface SeriesReference {
  readonly id: string;
  /** Hash of grid and values (`seriesHash`). */
  readonly hash: string;
}

/** Wall-clock time an agent took: never part of a deterministic file. */
export interface DecisionTime {
  readonly decisions: number;
  readonly seconds: number;
}

/** What both halves' trials give. Plain JSON and, the decision time apart, a function of the trial alone. */
export interface TrialResult {
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Dollars over the scored episode. */
  readonly cost: number;
  /** Planners only: what the plan promised; {@link TrialResult.cost} is what following it did cost. */
  readonly plan: { readonly cost: number; readonly exact: boolean } | null;
}

/** A trial that was run: its result, which depends on the trial alone, and the wall-clock time its decisions took, which does not. */
export interface TrialRun<Result> {
  readonly result: Result;
  readonly time: DecisionTime;
}

/** Version of what a trial means; raising it makes old results unusable for resuming. */
const trialFormat = 1;

/** Content hash of a trial, plain JSON of either half, 16 hex digits: equal for equal trials, on every machine. */
export function trialId(trial: object): string {
  return contentHash([trialFormat, trial]);
}
