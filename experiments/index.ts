/** Trials, comparisons and their reports. */
export { type Comparison, type ComparisonRun, runComparison } from './comparison.js';
export { contentHash, seriesHash } from './content-hash.js';
export { parseDuration } from './duration.js';
export { Episode } from './episode.js';
export type { MetricDefinition } from './metric-definition.js';
export {
  type MeasuredMetricKey,
  type MeasuredMetrics,
  type MetricKey,
  measuredMetricKeys,
  metricDefinition,
  metricDefinitions,
  type TrialMetrics,
} from './metric-definitions.js';
export { type EpisodeFacts, MetricsRecorder } from './metrics.js';
export { type Bound, Bounds } from './optimum.js';
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
export { type ChosenPod, choosePods, type PodChoice } from './pods.js';
export type {
  ReportAgent,
  ReportComparison,
  ReportData,
  ReportPod,
  ReportTimeline,
  ReportTrial,
  ReportWorkload,
} from './report-data.js';
export { RunFolder } from './run-folder.js';
export { runTrial } from './run-trial.js';
export { bootstrapInterval, confidence, type Estimate, holm, meanInterval, signFlipTest } from './statistics.js';
export { studentTCdf, studentTQuantile } from './student-t.js';
export { type Summary, type SummaryOptions, summarise } from './summary.js';
export { type DecisionTime, type SeriesReference, type Trial, type TrialResult, trialId } from './trial.js';
export { loadWorkloads, type WorkloadSources } from './workload-sources.js';
