import type { AgentSpec } from '../../agents/agent-spec.js';
import type { HorizontalConfig } from '../../env/horizontal/config.js';
import type { SeriesReference } from '../trial.js';
import type { HorizontalMeasured } from './metric-definitions.js';

/** One agent on one load with one seed: plain JSON that gives the same rows wherever it is run. */
export interface HorizontalTrial {
  readonly env: { readonly id: 'HorizontalScaling-v0'; readonly config: HorizontalConfig };
  readonly agent: AgentSpec;
  /** The load series. */
  readonly series: SeriesReference;
  /** The load that tuned agents are calibrated on; absent: {@link series} itself. Agents that are not tuned never see it. */
  readonly calibration?: SeriesReference;
  readonly seed: number;
}

/** What a trial gives. Plain JSON and, the decision time apart, a function of the trial alone. */
export interface HorizontalTrialResult {
  readonly metrics: HorizontalMeasured;
  /** Dollars over the scored episode. */
  readonly cost: number;
  /** Hours that passed, waiting for pods included. */
  readonly hours: number;
  /** Cumulative cost in dollars at the end of {@link curvePoints} equal parts of the episode (fewer when it has fewer decisions). */
  readonly costCurve: readonly number[];
  /** The same of hours in which the objective was violated. */
  readonly violationCurve: readonly number[];
  /** Planners only: what the plan promised; {@link HorizontalTrialResult.cost} is what following it did cost. */
  readonly plan: { readonly cost: number; readonly exact: boolean } | null;
  /** Tuned agents only: the candidate that was chosen. */
  readonly chosen: AgentSpec | null;
}

/** Points of the curves of a trial. */
export const curvePoints = 100;
