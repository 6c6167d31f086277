import type { AgentSpec } from '../../agents/agent-spec.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import type { HorizontalConfig } from '../../env/horizontal/config.js';
import { ScalingEpisode } from '../../env/horizontal/scaling-episode.js';
import { type LoadSeries, loadLength } from '../../workloads/load-series.js';
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
} from '../plan.js';
import type { SeriesReference } from '../trial.js';
import { type LoadFacts, loadFacts } from './load-facts.js';
import type { Scenario } from './scenario.js';
import type { HorizontalTrial } from './trial.js';

/** What a comparison of autoscalers is made from. */
export interface HorizontalComparisonOptions {
  readonly agents: readonly AgentSpec[];
  readonly scenarios: readonly Scenario[];
  readonly seeds: readonly number[];
}

/** A comparison of autoscalers: every workload brings its own environment. */
export interface HorizontalPlan extends PlanBase {
  readonly env: 'HorizontalScaling-v0';
  readonly workloads: readonly HorizontalPlannedWorkload[];
}

/** A scenario of a plan: a load, and the service it is offered to. */
export interface HorizontalPlannedWorkload extends PlannedWorkload {
  /** What it tests, in a sentence. */
  readonly describe: string;
  /** What had to be assumed of it, in plain words. */
  readonly assumed: readonly string[];
  readonly config: HorizontalConfig;
  /** Decisions in an episode. */
  readonly decisions: number;
  readonly load: LoadFacts;
  /** The load that tuned agents are calibrated on. */
  readonly calibration: SeriesReference;
}

/**
 * Expands a comparison of autoscalers into trials: every agent on every workload with every seed, for the seed decides how requests come
 * and how long they take. Loads shorter than one decision are left out and named in {@link PlanBase.skipped}.
 *
 * @throws InputError for a bad agent, for a load its service cannot play, and when no workload can be scored
 */
export function planHorizontalComparison({ agents, scenarios, seeds }: HorizontalComparisonOptions): HorizontalPlan {
  const planned = planAgents(horizontalRoster, agents, 'autoscaler');
  const { workloads, skipped } = planWorkloads(scenarios, planScenario, unfit);
  const draft: PlanDraft<HorizontalPlan> = {
    format: 'scalegym-plan/2',
    env: 'HorizontalScaling-v0',
    scalegymVersion,
    seeds,
    agents: planned,
    workloads,
    skipped,
  };
  return { ...draft, ...expandPlan(draft, horizontalTrial, () => true) };
}

/** The trial at one point of the grid, complete in itself. */
export function horizontalTrial(plan: PlanDraft<HorizontalPlan>, at: TrialPosition): HorizontalTrial {
  const workload = plan.workloads[at.workload]!;
  const { spec } = plan.agents[at.agent]!;
  const isTuned = horizontalRoster.byId(spec.id).kind === 'tuned';
  return {
    env: { id: 'HorizontalScaling-v0', config: workload.config },
    agent: spec,
    series: seriesFor(workload, at.seed),
    ...(isTuned ? { calibration: workload.calibration } : {}),
    seed: plan.seeds[at.seed]!,
  };
}

function planScenario(scenario: Scenario): HorizontalPlannedWorkload {
  const { id, origin, describe, config, loads, calibration, assumptions } = scenario;
  const first = loads[0]!;
  const steps = loadLength(first);
  const facts = loadFacts(loads, config, origin);
  const isLongEnough = steps * first.stepSeconds >= config.decisionSeconds;
  return {
    id,
    origin,
    describe,
    assumed: assumptions,
    dataset: first.source.dataset,
    assumptions: first.source.assumptions,
    startTime: first.startTime,
    stepSeconds: first.stepSeconds,
    steps,
    decisions: isLongEnough ? new ScalingEpisode(config, first).steps : 0,
    config,
    load: facts,
    series: loads.map(referenceTo),
    calibration: referenceTo(calibration),
  };
}

function referenceTo(series: LoadSeries): SeriesReference {
  return { id: series.id, hash: seriesHash(series) };
}

function unfit({ decisions, stepSeconds, steps, config }: HorizontalPlannedWorkload): string | null {
  if (decisions > 0) return null;
  return `it lasts ${steps * stepSeconds} s, less than the ${config.decisionSeconds} s of one decision`;
}
