import type { AgentSpec } from '../../agents/agent-spec.js';
import { verticalRoster } from '../../agents/vertical/registry.js';
import type { VerticalConfig } from '../../env/vertical/config.js';
import { hasCpu, hasMemory, seriesLength, type UsageSeries } from '../../workloads/usage-series.js';
import { sliceSeries } from '../../workloads/window.js';
import { seriesHash } from '../content-hash.js';
import { scalegymVersion } from '../package-version.js';
import {
  expandPlan,
  type PlanBase,
  type PlanDraft,
  type PlannedWorkload,
  planAgents,
  planWorkloads,
  seriesFor,
  type TrialPosition,
  type Workload,
} from '../plan.js';
import { historySteps } from './history.js';
import type { VerticalTrial } from './trial.js';

/** A usage series, in as many draws as a comparison has seeds; one where it is fixed. */
export type VerticalWorkload = Workload<UsageSeries>;

/** What a comparison of recommenders is made from. */
export interface ComparisonOptions {
  readonly agents: readonly AgentSpec[];
  readonly workloads: readonly VerticalWorkload[];
  readonly config: VerticalConfig;
  readonly seeds: readonly number[];
  readonly historySeconds: number;
  readonly recommendationSeconds: number;
}

/** A comparison of recommenders: every workload in one environment. */
export interface VerticalPlan extends PlanBase {
  readonly env: 'VerticalScaling-v0';
  readonly config: VerticalConfig;
  readonly historySeconds: number;
  readonly recommendationSeconds: number;
  readonly workloads: readonly VerticalPlannedWorkload[];
}

/** A usage series of a plan. */
export interface VerticalPlannedWorkload extends PlannedWorkload {
  readonly hasCpu: boolean;
  readonly hasMemory: boolean;
}

/**
 * Expands a comparison of recommenders into trials.
 *
 * A trial whose outcome cannot depend on the seed (a fixed series, a deterministic agent and environment) is run with the
 * first seed only. Workloads shorter than the history are left out and named in {@link PlanBase.skipped}.
 *
 * @throws InputError for a bad agent, and when no workload can be scored
 */
export function planComparison(options: ComparisonOptions): VerticalPlan {
  const { config, seeds, historySeconds, recommendationSeconds } = options;
  const { workloads, skipped } = planWorkloads(
    options.workloads,
    (workload) => planWorkload(workload, historySeconds),
    (planned, workload) => unfit(planned, workload, historySeconds),
  );
  const draft: PlanDraft<VerticalPlan> = {
    format: 'scalegym-plan/2',
    env: 'VerticalScaling-v0',
    scalegymVersion,
    config,
    seeds,
    historySeconds,
    recommendationSeconds,
    agents: planAgents(verticalRoster, options.agents, 'recommender'),
    workloads,
    skipped,
  };
  const stochastic = draft.agents.map(({ spec }) => verticalRoster.byId(spec.id).stochastic);
  // A bound is computed for the series; how the environment's dice fall is not part of it.
  const varies = (workload: number, agent: number) =>
    workloads[workload]!.series.length > 1 ||
    (draft.agents[agent]!.role !== 'bound' && (stochastic[agent]! || isRandom(config)));
  return { ...draft, ...expandPlan(draft, verticalTrial, varies) };
}

/** The trial at one point of the grid, complete in itself. */
export function verticalTrial(plan: PlanDraft<VerticalPlan>, at: TrialPosition): VerticalTrial {
  return {
    env: { id: 'VerticalScaling-v0', config: plan.config },
    agent: plan.agents[at.agent]!.spec,
    series: seriesFor(plan.workloads[at.workload]!, at.seed),
    historySeconds: plan.historySeconds,
    recommendationSeconds: plan.recommendationSeconds,
    seed: plan.seeds[at.seed]!,
  };
}

/** Whether two seeds can give different episodes for the same series and actions. */
function isRandom(config: VerticalConfig): boolean {
  return config.physics.resizeDeferredProbability > 0;
}

function planWorkload({ origin, series }: VerticalWorkload, historySeconds: number): VerticalPlannedWorkload {
  const first = series[0]!;
  const history = historySteps(first.stepSeconds, historySeconds);
  const steps = Math.max(0, seriesLength(first) - history);
  const scored = steps === 0 ? null : sliceSeries(first, history);
  return {
    id: first.id,
    origin,
    dataset: first.source.dataset,
    assumptions: first.source.assumptions,
    startTime: first.startTime + history * first.stepSeconds,
    stepSeconds: first.stepSeconds,
    steps,
    hasCpu: scored !== null && hasCpu(scored),
    hasMemory: scored !== null && hasMemory(scored),
    series: series.map((one) => ({ id: one.id, hash: seriesHash(one) })),
  };
}

function unfit(
  { steps, hasCpu, hasMemory }: VerticalPlannedWorkload,
  { series: [series] }: VerticalWorkload,
  historySeconds: number,
): string | null {
  if (steps === 0) {
    const hours = (seriesLength(series!) * series!.stepSeconds) / 3600;
    return `it lasts ${hours.toFixed(1)} h, no longer than the history of ${historySeconds / 3600} h that is not scored`;
  }
  return hasCpu || hasMemory ? null : 'it has neither CPU nor memory usage';
}
