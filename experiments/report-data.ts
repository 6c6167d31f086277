import type { HorizontalReport } from './horizontal/report-data.js';
import type { MetricDefinition } from './metric-definition.js';
import type { Estimate } from './statistics.js';
import type { VerticalReport } from './vertical/report-data.js';

/**
 * Everything the HTML report shows, as plain JSON. It depends on the plan alone: neither the machine, nor the date, nor the
 * number of workers, nor the wall clock enter it, so the report is byte-identical wherever it is made. `env` says which half of
 * the environment was run.
 */
export type ReportData = VerticalReport | HorizontalReport;

/**
 * What the summaries, and with them the reports, of both halves hold. Agents are referred to by their position in {@link ReportBase.agents}, workloads by
 * theirs in {@link ReportBase.workloads}.
 */
export interface ReportBase<Key extends string> {
  readonly format: 'scalegym-report/1';
  readonly run: ReportRun;
  /** Columns, in order, with titles, units and meanings. */
  readonly metrics: readonly MetricDefinition<Key>[];
  /** Cheapest first; bounds (the clairvoyant planner) among them. */
  readonly agents: readonly ReportAgent<Key>[];
  readonly workloads: readonly ReportWorkload<Key>[];
  /** One row a trial, in the plan's order: workload, seed, agent. */
  readonly trials: readonly ReportTrial<Key>[];
}

/** What was run. */
export interface ReportRun {
  /** Content hash of the plan (12 hex digits). */
  readonly id: string;
  readonly scalegymVersion: string;
  readonly seeds: readonly number[];
  /** Label of the agent all others are compared with; null when there is none. */
  readonly referenceAgent: string | null;
  /** Confidence level of all intervals, 0.95. */
  readonly confidence: number;
  /** Which workloads were left out, and why, in plain words. */
  readonly skipped: readonly { readonly workload: string; readonly reason: string }[];
}

/** A mean with its interval over sampling units: which ones, the half says. */
export type ReportEstimate = Estimate;

/** What an agent is in a comparison: one that competes, by its half's word for it, or a planner that sees the future. */
export type AgentRole = 'recommender' | 'autoscaler' | 'bound';

/** An agent and its metrics over all workloads. */
export interface ReportAgent<Key extends string = string> {
  /** The label people gave or the id; unique in the run. */
  readonly label: string;
  /** Id in the registry. */
  readonly id: string;
  readonly title: string;
  readonly describe: string;
  /** Options the agent ran with, defaults included. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly role: AgentRole;
  /** Bounds only: whether it is proven for every trial that no agent can cost less. Null for agents that compete. */
  readonly exact: boolean | null;
  /** Null where no trial has the metric. */
  readonly metrics: Readonly<Record<Key, ReportEstimate | null>>;
  /** Cost against the reference agent; null for the reference itself, for bounds, and without one. */
  readonly versusReference: ReportComparison | null;
}

/** An agent's cost against the reference agent's, paired by sampling unit. */
export interface ReportComparison {
  /** Mean paired difference of cost, in the cost metric's unit; below 0 is cheaper than the reference. */
  readonly difference: ReportEstimate;
  /** Total cost relative to the reference's, percent: 100·(Σcost / Σreference − 1), with a bootstrap interval. */
  readonly relativePercent: ReportEstimate;
  /** Two-sided p of a paired sign-flip permutation test, Holm-corrected over all agents; null with fewer than two units. */
  readonly pHolm: number | null;
}

/** A workload and every agent on it. */
export interface ReportWorkload<Key extends string = string> {
  /** Series id; unique in the run. */
  readonly id: string;
  /** Where it came from: preset or scenario name, file or trace. */
  readonly origin: string;
  readonly dataset: string;
  /** Constants assumed on import, by name. */
  readonly assumptions: Readonly<Record<string, string | number | boolean>>;
  readonly stepSeconds: number;
  /** Scored steps of the series. */
  readonly steps: number;
  /** Metrics by agent (position in {@link ReportBase.agents}), mean over seeds. */
  readonly metrics: readonly Readonly<Record<Key, number | null>>[];
}

/** One trial: positions of its workload and agent, its seed and its metrics. */
export interface ReportTrial<Key extends string = string> {
  readonly workload: number;
  readonly agent: number;
  readonly seed: number;
  readonly metrics: Readonly<Record<Key, number | null>>;
}

/** A value a bucket; null where nothing was measured or there is no such limit. */
export type Timeline = readonly (number | null)[];
