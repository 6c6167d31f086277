import type { AgentSpec } from '../../agents/agent-spec.js';
import type { Resources, VerticalConfig } from '../../env/vertical/config.js';
import type { SeriesReference } from '../trial.js';
import type { MeasuredMetrics } from './metric-definitions.js';

/** One agent on one usage series with one seed: plain JSON that gives the same rows wherever it is run. */
export interface VerticalTrial {
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
export interface VerticalTrialResult {
  readonly metrics: MeasuredMetrics;
  /** Dollars over the scored episode, all replicas. */
  readonly cost: number;
  /** Container-days scored: replicas × days. */
  readonly containerDays: number;
  readonly initialRequest: Resources;
  /** Planners only: what the plan promised; {@link VerticalTrialResult.cost} is what following it did cost. */
  readonly plan: { readonly cost: number; readonly exact: boolean } | null;
}
