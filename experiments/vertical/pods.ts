import { InputError } from '../../env/core/input-error.js';
import type { Summary } from '../summary.js';
import type { MetricKey } from './metric-definitions.js';

/** Which pods the report shows in full: some of the run's choosing, or workloads by id. */
export type PodChoice =
  | { readonly kind: 'telling'; readonly count: number }
  | { readonly kind: 'named'; readonly workloads: readonly string[] };

/** A pod that the report shows in full, and why. */
export interface ChosenPod {
  /** Position in the summary's workloads. */
  readonly workload: number;
  readonly reason: string;
}

/**
 * Chooses pods for the report. By itself it takes, without taking one twice: the workload of median regret (the ordinary
 * case), the one with most OOM kills, the one with most throttled demand, the one on which agents differ most, then the
 * rest in order. Amounts are means over the recommenders; ties go to the earlier workload.
 *
 * @throws InputError when a named workload is not part of the run
 */
export function choosePods(summary: Summary, choice: PodChoice): readonly ChosenPod[] {
  if (choice.kind === 'named')
    return positionsOf(choice.workloads, summary.workloads).map((workload) => ({ workload, reason: 'asked for' }));
  const chosen: ChosenPod[] = [];
  for (const { workload, reason } of candidates(summary)) {
    if (chosen.length >= choice.count) break;
    if (!chosen.some((one) => one.workload === workload)) chosen.push({ workload, reason });
  }
  return chosen;
}

/**
 * Where the named workloads stand among those of a run.
 * @throws InputError for the first that is not part of it
 */
export function positionsOf(named: readonly string[], workloads: readonly { readonly id: string }[]): number[] {
  return named.map((id) => {
    const workload = workloads.findIndex((one) => one.id === id);
    if (workload >= 0) return workload;
    const known = workloads.map((one) => one.id).join(', ');
    throw new InputError({ file: '--pods', value: id }, `a number, or workloads of this run: ${known}`);
  });
}

function* candidates(summary: Summary): Generator<ChosenPod> {
  const cost = summary.workloads.some((_, workload) => level(summary, workload, 'regretPercent') !== null)
    ? 'regretPercent'
    : 'costPerDay';
  const ordinary = ranked(summary, (workload) => level(summary, workload, cost));
  if (ordinary.length > 0)
    yield {
      workload: ordinary[Math.floor(ordinary.length / 2)]!,
      reason: cost === 'regretPercent' ? 'median regret' : 'median cost',
    };
  yield* worst(summary, 'most OOM kills', (workload) => level(summary, workload, 'oomKillsPerDay'));
  yield* worst(summary, 'most throttled demand', (workload) => level(summary, workload, 'throttledDemandPercent'));
  yield* worst(summary, 'agents differ most in cost', (workload) => spread(summary, workload));
  for (const workload of summary.workloads.keys()) yield { workload, reason: 'another workload' };
}

function* worst(summary: Summary, reason: string, of: (workload: number) => number | null): Generator<ChosenPod> {
  const [workload] = ranked(summary, of);
  if (workload !== undefined && of(workload)! > 0) yield { workload, reason };
}

/** Workloads that have the amount, largest first. */
function ranked(summary: Summary, of: (workload: number) => number | null): number[] {
  return [...summary.workloads.keys()]
    .filter((workload) => of(workload) !== null)
    .sort((a, b) => of(b)! - of(a)! || a - b);
}

/** Mean of a metric over the recommenders on one workload. */
function level(summary: Summary, workload: number, key: MetricKey): number | null {
  const values = ofRecommenders(summary, workload, key);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Dearest recommender's cost relative to the cheapest's on one workload. */
function spread(summary: Summary, workload: number): number | null {
  const costs = ofRecommenders(summary, workload, 'costPerDay');
  return costs.length < 2 || Math.min(...costs) === 0 ? null : Math.max(...costs) / Math.min(...costs) - 1;
}

function ofRecommenders({ workloads, agents }: Summary, workload: number, key: MetricKey): number[] {
  return agents.flatMap(({ role }, agent) => {
    const value = workloads[workload]!.metrics[agent]![key];
    return role === 'recommender' && value !== null ? [value] : [];
  });
}
