import type { Timeline } from '../report-data.js';
import type { Estimate } from '../statistics.js';

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
