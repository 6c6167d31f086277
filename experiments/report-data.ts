import type { VerticalConfig } from '../env/vertical/config.js';
import type { MetricDefinition } from './metric-definition.js';
import type { MetricKey, TrialMetrics } from './metric-definitions.js';
import type { Estimate } from './statistics.js';

/**
 * Everything the HTML report shows, as plain JSON. It depends on the plan alone: neither the machine, nor the date, nor the
 * number of workers, nor the wall clock enter it, so the report is byte-identical wherever it is made.
 *
 * Agents are referred to by their position in {@link ReportData.agents}, workloads by theirs in {@link ReportData.workloads}.
 */
export interface ReportData {
  readonly format: 'scalegym-report/1';
  readonly run: ReportRun;
  /** Columns, in order, with titles, units and meanings. */
  readonly metrics: readonly MetricDefinition[];
  /** Cheapest first; bounds (the clairvoyant optimum) among them. */
  readonly agents: readonly ReportAgent[];
  readonly workloads: readonly ReportWorkload[];
  /** One row a trial, in the plan's order: workload, seed, agent. */
  readonly trials: readonly ReportTrial[];
  /** A few pods chosen for what they show, with their timelines. */
  readonly pods: readonly ReportPod[];
}

/** What was run. */
export interface ReportRun {
  /** Content hash of the plan (12 hex digits). */
  readonly id: string;
  readonly scalegymVersion: string;
  /** The environment's configuration, prices included; per-workload adjustments stand in {@link ReportWorkload}. */
  readonly config: VerticalConfig;
  readonly seeds: readonly number[];
  /** Seconds at the beginning of every series that agents hear and that are not scored. */
  readonly historySeconds: number;
  /** Seconds between recommendations. */
  readonly recommendationSeconds: number;
  /** Id of the agent all others are compared with; null when there is only one. */
  readonly referenceAgent: string | null;
  /** Confidence level of all intervals, 0.95. */
  readonly confidence: number;
  /** How many workloads were left out, and why, in plain words. */
  readonly skipped: readonly { readonly workload: string; readonly reason: string }[];
}

/** A mean with its interval over workloads, or over seeds when there is one workload only. */
export type ReportEstimate = Estimate;

/** An agent and its metrics over all workloads. */
export interface ReportAgent {
  /** The label people gave or the id; unique in the run. */
  readonly label: string;
  /** Id in the registry. */
  readonly id: string;
  readonly title: string;
  readonly describe: string;
  /** Options the agent ran with, defaults included. */
  readonly options: Readonly<Record<string, unknown>>;
  /** `recommender` competes; `bound` is a planner that sees the future. */
  readonly role: 'recommender' | 'bound';
  /** Bounds only: whether the bound is the exact optimum of every workload. Null for recommenders. */
  readonly exact: boolean | null;
  /** Null where no workload has the resource. */
  readonly metrics: Readonly<Record<MetricKey, ReportEstimate | null>>;
  /** Cost against the reference agent, paired by workload; null for the reference itself, for bounds, and without one. */
  readonly versusReference: ReportComparison | null;
}

/** An agent's cost against the reference agent's, paired by sampling unit. */
export interface ReportComparison {
  /** Mean paired difference of cost, dollars per container-day; below 0 is cheaper than the reference. */
  readonly difference: ReportEstimate;
  /** Total cost relative to the reference's, percent: 100·(Σcost / Σreference − 1), with a bootstrap interval. */
  readonly relativePercent: ReportEstimate;
  /** Two-sided p of a paired sign-flip permutation test, Holm-corrected over all agents; null with fewer than two units. */
  readonly pHolm: number | null;
}

/** A workload and every agent on it. */
export interface ReportWorkload {
  /** Series id; unique in the run. */
  readonly id: string;
  /** Where it came from: preset name, file or trace. */
  readonly origin: string;
  readonly dataset: string;
  /** Constants assumed on import, by name. */
  readonly assumptions: Readonly<Record<string, string | number | boolean>>;
  readonly stepSeconds: number;
  /** Scored steps. */
  readonly steps: number;
  readonly hasCpu: boolean;
  readonly hasMemory: boolean;
  /** Request in force when scoring begins, mean over the trials; 0 for a resource without data. */
  readonly initialRequest: { readonly cpuMillicores: number; readonly memoryMebibytes: number };
  /** Metrics by agent (position in {@link ReportData.agents}), mean over seeds. */
  readonly metrics: readonly TrialMetrics[];
}

/** One trial: positions of its workload and agent, its seed and its metrics. */
export interface ReportTrial {
  readonly workload: number;
  readonly agent: number;
  readonly seed: number;
  readonly metrics: TrialMetrics;
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

/** A value a bucket; null where nothing was measured or there is no such limit. */
export type Timeline = readonly (number | null)[];

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
