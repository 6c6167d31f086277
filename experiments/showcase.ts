import { InputError } from '../env/core/input-error.js';
import type { ReportBase } from './report-data.js';

/** Which workloads the report shows in full: some of the run's choosing, or these. */
export type WorkloadChoice =
  | { readonly kind: 'telling'; readonly count: number }
  | { readonly kind: 'named'; readonly workloads: readonly string[] };

/** A workload that the report shows in full, and why. */
export interface ChosenWorkload {
  /** Position in the summary's workloads. */
  readonly workload: number;
  readonly reason: string;
}

/** What makes a workload worth showing. Amounts are means over the agents that compete. */
export type Criterion<Key extends string> =
  /** The ordinary case: the workload in the middle by the first of these metrics that the run has. */
  | { readonly kind: 'median'; readonly of: readonly { readonly key: Key; readonly reason: string }[] }
  /** The workload with most of a metric, if any has some. */
  | { readonly kind: 'most'; readonly key: Key; readonly reason: string }
  /** The one on which agents differ most, the largest amount relative to the least. */
  | { readonly kind: 'spread'; readonly key: Key; readonly reason: string };

/**
 * Chooses workloads for the report: by the criteria in order, none twice, then the rest in order. Ties go to the earlier
 * workload.
 *
 * @param flag what the choice was given by, named in the error
 * @throws InputError when a named workload is not part of the run
 */
export function chooseWorkloads<Key extends string>(
  summary: ReportBase<Key>,
  criteria: readonly Criterion<Key>[],
  choice: WorkloadChoice,
): readonly ChosenWorkload[] {
  if (choice.kind === 'named')
    return positionsOf(choice.workloads, summary.workloads).map((workload) => ({ workload, reason: 'asked for' }));
  const chosen: ChosenWorkload[] = [];
  for (const { workload, reason } of candidates(summary, criteria)) {
    if (chosen.length >= choice.count) break;
    if (!chosen.some((one) => one.workload === workload)) chosen.push({ workload, reason });
  }
  return chosen;
}

/**
 * Where the named workloads stand among those of a run.
 * @throws InputError for the first that is not part of it
 */
export function positionsOf(
  named: readonly string[],
  workloads: readonly { readonly id: string }[],
  flag = 'workloads to show',
): number[] {
  return named.map((id) => {
    const workload = workloads.findIndex((one) => one.id === id);
    if (workload >= 0) return workload;
    const known = workloads.map((one) => one.id).join(', ');
    throw new InputError({ file: flag, value: id }, `a number, or workloads of this run: ${known}`);
  });
}

function* candidates<Key extends string>(
  summary: ReportBase<Key>,
  criteria: readonly Criterion<Key>[],
): Generator<ChosenWorkload> {
  for (const criterion of criteria) {
    const found = criterion.kind === 'median' ? ordinary(summary, criterion.of) : foremost(summary, criterion);
    if (found !== null) yield found;
  }
  for (const workload of summary.workloads.keys()) yield { workload, reason: 'another workload' };
}

function ordinary<Key extends string>(
  summary: ReportBase<Key>,
  metrics: readonly { readonly key: Key; readonly reason: string }[],
): ChosenWorkload | null {
  for (const { key, reason } of metrics) {
    const order = ranked(summary, (workload) => level(summary, workload, key));
    if (order.length > 0) return { workload: order[Math.floor(order.length / 2)]!, reason };
  }
  return null;
}

function foremost<Key extends string>(
  summary: ReportBase<Key>,
  { kind, key, reason }: Exclude<Criterion<Key>, { readonly kind: 'median' }>,
): ChosenWorkload | null {
  const amount = (workload: number) => (kind === 'most' ? level : spread)(summary, workload, key);
  const [workload] = ranked(summary, amount);
  return workload !== undefined && amount(workload)! > 0 ? { workload, reason } : null;
}

/** Workloads that have the amount, largest first. */
function ranked(
  { workloads }: Pick<ReportBase<string>, 'workloads'>,
  of: (workload: number) => number | null,
): number[] {
  return [...workloads.keys()].filter((workload) => of(workload) !== null).sort((a, b) => of(b)! - of(a)! || a - b);
}

/** Mean of a metric over the agents that compete on one workload. */
function level<Key extends string>(summary: ReportBase<Key>, workload: number, key: Key): number | null {
  const values = ofCompetitors(summary, workload, key);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The largest amount relative to the least on one workload. */
function spread<Key extends string>(summary: ReportBase<Key>, workload: number, key: Key): number | null {
  const values = ofCompetitors(summary, workload, key);
  return values.length < 2 || Math.min(...values) === 0 ? null : Math.max(...values) / Math.min(...values) - 1;
}

function ofCompetitors<Key extends string>(
  { workloads, agents }: ReportBase<Key>,
  workload: number,
  key: Key,
): number[] {
  return agents.flatMap(({ role }, agent) => {
    const value = workloads[workload]!.metrics[agent]![key];
    return role !== 'bound' && value !== null ? [value] : [];
  });
}
