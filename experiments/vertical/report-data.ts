import type { VerticalConfig } from '../../env/vertical/config.js';
import type { ReportAgent, ReportBase, ReportRun, ReportWorkload, Timeline } from '../report-data.js';
import type { MetricKey } from './metric-definitions.js';

/** A comparison of recommenders. Intervals are over workloads, or over seeds when there is one workload only. */
export interface VerticalSummary extends ReportBase<MetricKey> {
  readonly env: 'VerticalScaling-v0';
  readonly run: VerticalReportRun;
  readonly workloads: readonly VerticalReportWorkload[];
}

/** A summary, and what the report shows besides. */
export interface VerticalReport extends VerticalSummary {
  /** A few pods chosen for what they show, with their timelines. */
  readonly pods: readonly ReportPod[];
}

/** What was run. */
export interface VerticalReportRun extends ReportRun {
  /** The environment's configuration, prices included; per-workload adjustments stand in {@link VerticalReportWorkload}. */
  readonly config: VerticalConfig;
  /** Seconds at the beginning of every series that agents hear and that are not scored. */
  readonly historySeconds: number;
  /** Seconds between recommendations. */
  readonly recommendationSeconds: number;
}

/** A recommender or the clairvoyant optimum; costs are dollars per container-day. */
export type VerticalReportAgent = ReportAgent<MetricKey>;

/** A usage series and every agent on it. */
export interface VerticalReportWorkload extends ReportWorkload<MetricKey> {
  readonly hasCpu: boolean;
  readonly hasMemory: boolean;
  /** Request in force when scoring begins, mean over the trials; 0 for a resource without data. */
  readonly initialRequest: { readonly cpuMillicores: number; readonly memoryMebibytes: number };
}

/** One pod's scored episode under every agent, on one time grid. */
export interface ReportPod {
  readonly workload: number;
  readonly seed: number;
  /** Why it was chosen, in plain words: `median regret`, `most OOM kills`, `most throttled demand`, `asked for` … */
  readonly reason: string;
  /** Unix seconds of the beginning of bucket 0 (seconds since the trace began where it has no calendar). */
  readonly startTime: number;
  /** Seconds a bucket covers: a whole number of steps. Every array below has one value a bucket. */
  readonly bucketSeconds: number;
  /** What the workload wanted, the same for every agent unless throttled work is carried over. */
  readonly demand: ReportDemand;
  /** By agent: position in {@link ReportData.agents}. */
  readonly timelines: readonly ReportTimeline[];
}

/** What a pod demands over time, whoever runs it. */
export interface ReportDemand {
  /** Mean over the bucket, millicores. */
  readonly cpuMean: Timeline;
  /** Highest step of the bucket, millicores. */
  readonly cpuMax: Timeline;
  /** MiB. */
  readonly memoryMean: Timeline;
  /** MiB. */
  readonly memoryMax: Timeline;
}

/** Millicores and MiB. Usage and throttling are means over the bucket; requests, limits and bounds are those at its end. */
export interface ReportTimeline {
  readonly agent: number;
  readonly cpuUsage: Timeline;
  readonly cpuRequest: Timeline;
  readonly cpuLimit: Timeline;
  readonly cpuLowerBound: Timeline;
  readonly cpuUpperBound: Timeline;
  /** Demand above the limit. */
  readonly cpuThrottled: Timeline;
  readonly memoryUsage: Timeline;
  readonly memoryRequest: Timeline;
  readonly memoryLimit: Timeline;
  readonly memoryLowerBound: Timeline;
  readonly memoryUpperBound: Timeline;
  /** Cumulative cost in dollars at the end of the bucket, in container-dollars from the beginning of scoring. */
  readonly cumulativeCost: Timeline;
  readonly marks: readonly ReportMark[];
}

/** An event on a timeline. */
export interface ReportMark {
  /** Unix seconds of the beginning of the step it happened in. */
  readonly time: number;
  readonly kind: 'oom' | 'restart' | 'resize';
  /** How many in that step (several replicas). */
  readonly count: number;
}
