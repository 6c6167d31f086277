import type { AgentSpec } from '../agents/agent-spec.js';
import type { Resources, VerticalConfig } from '../env/vertical/config.js';
import { contentHash } from './content-hash.js';
import type { MeasuredMetrics } from './metric-definitions.js';

/** Which series a trial runs on. The arrays travel beside the trial; the hash says whether they are the right ones. */
export interface SeriesReference {
  readonly id: string;
  /** Hash of grid and values (`seriesHash`). */
  readonly hash: string;
}

/** One agent on one series with one seed: plain JSON that gives the same rows wherever it is run. */
export interface Trial {
  readonly env: { readonly id: 'VerticalScaling-v0'; readonly config: VerticalConfig };
  readonly agent: AgentSpec;
  readonly series: SeriesReference;
  /** Seconds at the beginning of the series that the agent hears and that are not scored. */
  readonly historySeconds: number;
  /** Seconds between recommendations; below the series' step it means every step. */
  readonly recommendationSeconds: number;
  readonly seed: number;
}

/** What a trial gives. Plain JSON and, the decision time apart, a function of the trial alone. */
export interface TrialResult {
  readonly metrics: MeasuredMetrics;
  /** Dollars over the scored episode, all replicas. */
  readonly cost: number;
  /** Container-days scored: replicas × days. */
  readonly containerDays: number;
  readonly initialRequest: Resources;
  /** Planners only: what the plan promised; {@link TrialResult.cost} is what following it did cost. */
  readonly plan: { readonly cost: number; readonly exact: boolean } | null;
}

/** Wall-clock time an agent took: never part of a deterministic file. */
export interface DecisionTime {
  readonly decisions: number;
  readonly seconds: number;
}

/** Version of what a trial means; raising it makes old results unusable for resuming. */
const trialFormat = 1;

/** Content hash of a trial, 16 hex digits: equal for equal trials, on every machine. */
export function trialId(trial: Trial): string {
  return contentHash([trialFormat, trial]);
}
