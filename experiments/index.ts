/** Trials, comparisons and their reports. */
export { type Comparison, type ComparisonRun, runComparison } from './comparison.js';
export { contentHash, seriesHash } from './content-hash.js';
export { parseDuration } from './duration.js';
export type { Half, HalfId, Halves } from './half.js';
export { halfOf } from './halves.js';
export { agentContext } from './horizontal/agent-context.js';
export { elasticity, elasticSpeedup, scalingDeviation } from './horizontal/elasticity.js';
export {
  type HorizontalMetricKey,
  type HorizontalMetrics,
  horizontalMetricDefinitions,
} from './horizontal/metric-definitions.js';
export { type HorizontalComparisonOptions, type HorizontalPlan, planHorizontalComparison } from './horizontal/plan.js';
export { HorizontalRecorder } from './horizontal/recorder.js';
export type { HorizontalReport, HorizontalSummary, ReportCurve, ReportEpisode } from './horizontal/report-data.js';
export { runHorizontalTrial } from './horizontal/run-trial.js';
export type { Scenario } from './horizontal/scenario.js';
export { summariseHorizontal } from './horizontal/summary.js';
export type { HorizontalTrial, HorizontalTrialResult } from './horizontal/trial.js';
export { loadScenarios, type ScenarioChanges } from './horizontal/workloads.js';
export type { MetricDefinition } from './metric-definition.js';
export { type AgentTiming, summaryCsv, timingCsv, trialsCsv } from './outputs/csv.js';
export { trialsParquet } from './outputs/parquet.js';
export { comparisonTable } from './outputs/table.js';
export { type TrialColumn, type TrialColumns, trialColumns } from './outputs/trial-columns.js';
export { writeOutputs } from './outputs/write-outputs.js';
export type { PlanBase, PlannedAgent, PlannedTrial, PlannedWorkload, SkippedWorkload, Workload } from './plan.js';
export type { Progress } from './plan-run.js';
export type {
  ReportAgent,
  ReportComparison,
  ReportData,
  ReportTrial,
  ReportWorkload,
} from './report-data.js';
export { RunFolder } from './run-folder.js';
export { type ChosenWorkload, chooseWorkloads, type WorkloadChoice } from './showcase.js';
export { bootstrapInterval, confidence, type Estimate, holm, meanInterval, signFlipTest } from './statistics.js';
export { studentTCdf, studentTQuantile } from './student-t.js';
export type { SummaryOptions } from './summary.js';
export { type DecisionTime, type SeriesReference, type TrialResult, type TrialRun, trialId } from './trial.js';
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
export {
  type ComparisonOptions,
  planComparison,
  type VerticalPlan,
  type VerticalWorkload,
  verticalTrial,
} from './vertical/plan.js';
export type { ReportPod, ReportTimeline, VerticalReport, VerticalSummary } from './vertical/report-data.js';
export { runTrial } from './vertical/run-trial.js';
export { summarise } from './vertical/summary.js';
export type { VerticalTrial, VerticalTrialResult } from './vertical/trial.js';
export { loadWorkloads } from './vertical/workloads.js';
export type { WorkloadSources } from './workload-sources.js';
