/** Trials, comparisons and their reports. */
export { type Comparison, type ComparisonRun, runComparison } from './comparison.js';
export { contentHash, seriesHash } from './content-hash.js';
export { parseDuration } from './duration.js';
export type { MetricDefinition } from './metric-definition.js';
export { type AgentTiming, summaryCsv, timingCsv, trialsCsv } from './outputs/csv.js';
export { trialsParquet } from './outputs/parquet.js';
export { comparisonTable } from './outputs/table.js';
export { type TrialColumn, type TrialColumns, trialColumns } from './outputs/trial-columns.js';
export { writeOutputs } from './outputs/write-outputs.js';
export {
  type ComparisonOptions,
  type Plan,
  type PlannedAgent,
  type PlannedTrial,
  type PlannedWorkload,
  planComparison,
  trialOf,
  type Workload,
} from './plan.js';
export type { Progress } from './plan-run.js';
export type {
  ReportAgent,
  ReportComparison,
  ReportData,
  ReportTrial,
  ReportWorkload,
} from './report-data.js';
export { RunFolder } from './run-folder.js';
export { bootstrapInterval, confidence, type Estimate, holm, meanInterval, signFlipTest } from './statistics.js';
export { studentTCdf, studentTQuantile } from './student-t.js';
export { type Summary, type SummaryOptions, summarise } from './summary.js';
export { type DecisionTime, type SeriesReference, trialId } from './trial.js';
export { Episode } from './vertical/episode.js';
export {
  type MeasuredMetricKey,
  type MeasuredMetrics,
  type MetricKey,
  measuredMetricKeys,
  metricDefinition,
  metricDefinitions,
  type TrialMetrics,
} from './vertical/metric-definitions.js';
export { type EpisodeFacts, MetricsRecorder } from './vertical/metrics.js';
export { type Bound, Bounds } from './vertical/optimum.js';
export { type ChosenPod, choosePods, type PodChoice } from './vertical/pods.js';
export type { ReportPod, ReportTimeline, VerticalReport } from './vertical/report-data.js';
export { runTrial } from './vertical/run-trial.js';
export type { VerticalTrial, VerticalTrialResult } from './vertical/trial.js';
export { loadWorkloads, type WorkloadSources } from './workload-sources.js';
