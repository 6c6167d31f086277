import { agentLabel } from '../../agents/agent-spec.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import type { PlannedTrial } from '../plan.js';
import { byKey, type ScoredTrial, type SummaryOptions, scorePlan } from '../summary.js';
import { elasticSpeedup } from './elasticity.js';
import { type HorizontalMetricKey, type HorizontalMetrics, horizontalMetricDefinitions } from './metric-definitions.js';
import type { HorizontalPlan } from './plan.js';
import type { HorizontalSummary } from './report-data.js';
import type { HorizontalTrialResult } from './trial.js';

/**
 * Scores a finished plan.
 *
 * The sampling unit is the seed: workloads are averaged within a seed first. All agents live through the same random numbers with a seed, so
 * differences go over pairs. What the clairvoyant planner pays is the best that was found, not a bound: regret may be negative.
 *
 * @param results one for each trial of the plan, in its order
 */
export function summariseHorizontal(
  plan: HorizontalPlan,
  results: readonly HorizontalTrialResult[],
  options: SummaryOptions,
): HorizontalSummary {
  const clairvoyant = resultsOf(plan, results, ({ role }) => role === 'bound');
  const unscaled = resultsOf(plan, results, ({ spec }) => spec.id === 'static');
  const trials = plan.trials.map((trial, index): ScoredTrial<HorizontalMetricKey> => {
    const result = results[index]!;
    return { ...trial, result, metrics: withRelatives(result, clairvoyant(trial), unscaled(trial)) };
  });
  const {
    summary: { format, ...summary },
    table,
    order,
  } = scorePlan(
    plan,
    trials,
    { roster: horizontalRoster, metrics: horizontalMetricDefinitions, costMetric: 'costPerHour', unit: 'seed' },
    options,
  );
  return {
    format,
    env: plan.env,
    ...summary,
    workloads: summary.workloads.map((workload, index) => {
      const { describe, assumed, config, decisions, load } = plan.workloads[index]!;
      const estimates = order.map((agent) =>
        byKey(horizontalMetricDefinitions, (key) => table.estimateOfWorkload(index, agent, key)),
      );
      return { ...workload, describe, assumed, config, decisions, ...load, estimates };
    }),
    trials: summary.trials.map((trial, index) => {
      const { chosen } = results[index]!;
      return { ...trial, chosen: chosen === null ? null : agentLabel(chosen) };
    }),
  };
}

/** Finds the result that the first agent of some kind has for the workload and seed of a trial; null when the plan has no such agent. */
export function resultsOf(
  plan: HorizontalPlan,
  results: readonly HorizontalTrialResult[],
  isWanted: (agent: HorizontalPlan['agents'][number]) => boolean,
): (trial: Pick<PlannedTrial, 'workload' | 'seed'>) => HorizontalTrialResult | null {
  const wanted = plan.agents.findIndex(isWanted);
  const byPlace = new Map<string, HorizontalTrialResult>();
  for (const [index, { workload, seed, agent }] of plan.trials.entries())
    if (agent === wanted) byPlace.set(`${workload}/${seed}`, results[index]!);
  return ({ workload, seed }) => byPlace.get(`${workload}/${seed}`) ?? null;
}

function withRelatives(
  { metrics, cost, hours }: HorizontalTrialResult,
  clairvoyant: HorizontalTrialResult | null,
  unscaled: HorizontalTrialResult | null,
): HorizontalMetrics {
  const regret = clairvoyant === null ? null : cost - clairvoyant.cost;
  return {
    ...metrics,
    regretPerHour: regret === null ? null : regret / hours,
    regretPercent: regret === null || clairvoyant!.cost === 0 ? null : (100 * regret) / clairvoyant!.cost,
    elasticSpeedup: unscaled === null ? null : elasticSpeedup(unscaled.metrics, metrics),
  };
}
