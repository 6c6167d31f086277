import { mean } from 'simple-statistics';
import { verticalRoster } from '../../agents/vertical/registry.js';
import { type SummaryOptions, scorePlan } from '../summary.js';
import { metricDefinitions, type TrialMetrics } from './metric-definitions.js';
import { Bounds } from './optimum.js';
import type { VerticalPlan } from './plan.js';
import type { VerticalSummary } from './report-data.js';
import type { VerticalTrialResult } from './trial.js';

/**
 * Scores a finished plan.
 *
 * The sampling unit is the workload: seeds are averaged within a workload first, then means and intervals go over
 * workloads. A comparison on one workload has nothing else to go over than its seeds, and says so in `units`.
 *
 * @param results one for each trial of the plan, in its order
 * @throws when a result lies below the clairvoyant bound, which is a defect
 */
export function summarise(
  plan: VerticalPlan,
  results: readonly VerticalTrialResult[],
  options: SummaryOptions,
): VerticalSummary {
  const bounds = new Bounds(plan, results);
  const trials = plan.trials.map((trial, index) => {
    const result = results[index]!;
    return { ...trial, result, metrics: withRegret(result, bounds.of(trial)?.cost ?? null) };
  });
  const {
    summary: { format, ...summary },
  } = scorePlan(
    plan,
    trials,
    {
      roster: verticalRoster,
      metrics: metricDefinitions,
      costMetric: 'costPerDay',
      unit: plan.workloads.length > 1 ? 'workload' : 'seed',
    },
    options,
  );
  const { id, scalegymVersion, seeds, ...run } = summary.run;
  const { config, historySeconds, recommendationSeconds } = plan;
  return {
    format,
    env: plan.env,
    ...summary,
    run: { id, scalegymVersion, config, seeds, historySeconds, recommendationSeconds, ...run },
    workloads: summary.workloads.map(({ metrics, ...workload }, index) => {
      const { hasCpu, hasMemory } = plan.workloads[index]!;
      const requests = trials.filter((trial) => trial.workload === index).map(({ result }) => result.initialRequest);
      const initialRequest = {
        cpuMillicores: hasCpu ? mean(requests.map(({ cpuMillicores }) => cpuMillicores)) : 0,
        memoryMebibytes: hasMemory ? mean(requests.map(({ memoryMebibytes }) => memoryMebibytes)) : 0,
      };
      return { ...workload, hasCpu, hasMemory, initialRequest, metrics };
    }),
  };
}

function withRegret({ metrics, cost, containerDays }: VerticalTrialResult, bound: number | null): TrialMetrics {
  // The bound is allowed to be beaten by rounding; regret is not.
  const regret = bound === null ? null : Math.max(0, cost - bound);
  return {
    ...metrics,
    regretPerDay: regret === null ? null : regret / containerDays,
    regretPercent: regret === null || bound === null || bound === 0 ? null : (100 * regret) / bound,
  };
}
