import type { LoadSeries } from '../workloads/load-series.js';
import type { UsageSeries } from '../workloads/usage-series.js';
import type { HorizontalMetricKey } from './horizontal/metric-definitions.js';
import type { HorizontalPlan, HorizontalPlannedWorkload } from './horizontal/plan.js';
import type { HorizontalReport, HorizontalSummary } from './horizontal/report-data.js';
import type { Scenario } from './horizontal/scenario.js';
import type { RecordedEpisode } from './horizontal/timeline.js';
import type { HorizontalTrial, HorizontalTrialResult } from './horizontal/trial.js';
import type { TableColumn } from './outputs/table.js';
import type { TrialPosition } from './plan.js';
import type { Recorded } from './recording.js';
import type { Criterion } from './showcase.js';
import type { SummaryOptions } from './summary.js';
import type { SeriesReference, TrialRun } from './trial.js';
import type { MetricKey } from './vertical/metric-definitions.js';
import type { VerticalPlan, VerticalPlannedWorkload, VerticalWorkload } from './vertical/plan.js';
import type { VerticalReport, VerticalSummary } from './vertical/report-data.js';
import type { RecordedPod } from './vertical/timeline.js';
import type { VerticalTrial, VerticalTrialResult } from './vertical/trial.js';

/** The types of both halves, by the id of the environment they run. */
export interface Halves {
  readonly 'VerticalScaling-v0': {
    readonly series: UsageSeries;
    readonly workload: VerticalWorkload;
    readonly plan: VerticalPlan;
    readonly plannedWorkload: VerticalPlannedWorkload;
    readonly trial: VerticalTrial;
    readonly result: VerticalTrialResult;
    readonly metric: MetricKey;
    readonly recorded: RecordedPod;
    readonly summary: VerticalSummary;
    readonly report: VerticalReport;
  };
  readonly 'HorizontalScaling-v0': {
    readonly series: LoadSeries;
    readonly workload: Scenario;
    readonly plan: HorizontalPlan;
    readonly plannedWorkload: HorizontalPlannedWorkload;
    readonly trial: HorizontalTrial;
    readonly result: HorizontalTrialResult;
    readonly metric: HorizontalMetricKey;
    readonly recorded: RecordedEpisode;
    readonly summary: HorizontalSummary;
    readonly report: HorizontalReport;
  };
}

/** Names a half: the id of the environment its comparisons run. */
export type HalfId = keyof Halves;

/** Everything a comparison does otherwise in one half than in the other; all the rest is shared. */
export interface Half<E extends HalfId> {
  readonly env: E;
  /** A workload's id, by which plans refer to it. */
  idOf(workload: Halves[E]['workload']): string;
  /** The trial at one point of a plan's grid, complete in itself. */
  trialOf(plan: Halves[E]['plan'], at: TrialPosition): Halves[E]['trial'];
  /** A workload's series with the references its trials have. */
  seriesOf(
    planned: Halves[E]['plannedWorkload'],
    workload: Halves[E]['workload'],
  ): readonly (readonly [SeriesReference, Halves[E]['series']])[];
  runTrial(trial: Halves[E]['trial'], find: SeriesLookup<E>): TrialRun<Halves[E]['result']>;
  /** Steps of an episode, as {@link Half.recordTrial} counts them. */
  episodeSteps(workload: Halves[E]['plannedWorkload']): number;
  /** Runs a trial once more and keeps its course, in buckets of so many steps. */
  recordTrial(trial: Halves[E]['trial'], find: SeriesLookup<E>, bucketSteps: number): Halves[E]['recorded'];
  summarise(
    plan: Halves[E]['plan'],
    results: readonly Halves[E]['result'][],
    options: SummaryOptions,
  ): Halves[E]['summary'];
  /** What makes a workload worth showing in full, most telling first. */
  readonly criteria: readonly Criterion<Halves[E]['metric']>[];
  report(finished: Finished<E>): Halves[E]['report'];
  /** What a terminal shows of every agent, and what it says below. */
  tableColumns(summary: Halves[E]['summary']): readonly TableColumn<Halves[E]['metric']>[];
  footnotes(summary: Halves[E]['summary']): readonly string[];
}

/** Finds the series a trial refers to. */
export type SeriesLookup<E extends HalfId> = (reference: SeriesReference) => Halves[E]['series'];

/** Everything a report is made of. */
export interface Finished<E extends HalfId> {
  readonly plan: Halves[E]['plan'];
  /** One for each trial of the plan, in its order. */
  readonly results: readonly Halves[E]['result'][];
  readonly summary: Halves[E]['summary'];
  readonly recorded: readonly Recorded<Halves[E]['recorded']>[];
}
