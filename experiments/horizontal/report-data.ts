import type { HorizontalConfig } from '../../env/horizontal/config.js';
import type { ReportAgent, ReportBase, ReportTrial, ReportWorkload, Timeline } from '../report-data.js';
import type { Estimate } from '../statistics.js';
import type { HorizontalMetricKey } from './metric-definitions.js';

/**
 * A comparison of autoscalers. Means over the workloads of a seed come first; intervals, pairs and tests then go over seeds, so
 * with one seed there is none.
 */
export interface HorizontalSummary extends ReportBase<HorizontalMetricKey> {
  readonly env: 'HorizontalScaling-v0';
  readonly workloads: readonly HorizontalReportWorkload[];
  readonly trials: readonly HorizontalReportTrial[];
}

/** A summary, and what the report shows besides. */
export interface HorizontalReport extends HorizontalSummary {
  /** A few loads with their timelines under every agent. */
  readonly episodes: readonly ReportEpisode[];
  /** By workload, then agent. */
  readonly curves: readonly ReportCurve[];
}

/** An autoscaler, or the clairvoyant planner: the best plan that was found, not a proven bound unless `exact`, so regret may be negative. */
export type HorizontalReportAgent = ReportAgent<HorizontalMetricKey>;

/** A load on its service, and every agent on it. */
export interface HorizontalReportWorkload extends ReportWorkload<HorizontalMetricKey> {
  /** What it tests, in a sentence. */
  readonly describe: string;
  /** What had to be assumed of it, in plain words. */
  readonly assumed: readonly string[];
  /** The environment this load was run in, complete: platform, objective, limits, prices. */
  readonly config: HorizontalConfig;
  /** Decisions in an episode. */
  readonly decisions: number;
  /** What the load counts, and its mean and largest step over the episodes of all seeds, on the platform's scale. */
  readonly loadUnit: 'users' | 'requestsPerSecond';
  readonly meanLoad: number;
  readonly peakLoad: number;
  /** By agent, as {@link ReportWorkload.metrics}, with intervals over seeds. */
  readonly estimates: readonly Readonly<Record<HorizontalMetricKey, Estimate | null>>[];
}

/** One trial. */
export interface HorizontalReportTrial extends ReportTrial<HorizontalMetricKey> {
  /** Tuned agents only: the label of the candidate that was chosen and ran. */
  readonly chosen: string | null;
}

/** A load on its service, under every agent with one seed, on one time grid. */
export interface ReportEpisode {
  /** Position in the report's workloads. */
  readonly workload: number;
  readonly seed: number;
  /** Why it was chosen, in plain words: `asked for`, `most violations` … */
  readonly reason: string;
  /** Unix seconds of the beginning of bucket 0 (seconds since the series began where it has no calendar). */
  readonly startTime: number;
  /** Seconds a bucket covers: a whole number of decision intervals. Every array below has one value a bucket. */
  readonly bucketSeconds: number;
  /** Load offered, mean over the bucket; what it counts. */
  readonly load: Timeline;
  readonly loadUnit: 'users' | 'requestsPerSecond';
  /** The objective for the percentile of latency. */
  readonly objectiveMs: number;
  /** Least pods that meet the objective under the bucket's load, were it to last; highest of the bucket. Null where it was not computed. */
  readonly leastPods: Timeline | null;
  /** By agent. */
  readonly timelines: readonly ReportEpisodeTimeline[];
}

/** One agent's course. */
export interface ReportEpisodeTimeline {
  /** Position in the report's agents. */
  readonly agent: number;
  /** The objective's percentile of latency, highest interval of the bucket; null when no request was answered. */
  readonly latencyMs: Timeline;
  /** Replicas asked for at the end of the bucket. */
  readonly replicas: Timeline;
  /** Pods that serve, mean over the bucket. */
  readonly readyPods: Timeline;
  /** Share of the bucket's intervals that violate the objective, 0 … 1. */
  readonly violated: Timeline;
  /** Dollars since the beginning, at the end of the bucket. */
  readonly cumulativeCost: Timeline;
}

/** How far an agent has fallen behind the clairvoyant plan as an episode goes on: one learning curve. */
export interface ReportCurve {
  /** Positions in the report's workloads and agents. */
  readonly workload: number;
  readonly agent: number;
  /** Hours since the beginning at each point. */
  readonly hours: readonly number[];
  /** Dollars above the clairvoyant plan of the same seed; null without one. Mean and interval over seeds, by point. */
  readonly regret: readonly Estimate[] | null;
  /** Hours in violation so far, by point. */
  readonly violationHours: readonly Estimate[];
}
