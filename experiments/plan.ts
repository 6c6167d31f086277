import type { AgentSpec } from '../agents/agent-spec.js';
import { agentLabel } from '../agents/agent-spec.js';
import { verticalRoster } from '../agents/vertical/registry.js';
import { InputError } from '../env/core/input-error.js';
import type { VerticalConfig } from '../env/vertical/config.js';
import { hasCpu, hasMemory, seriesLength, type UsageSeries } from '../workloads/usage-series.js';
import { sliceSeries } from '../workloads/window.js';
import { contentHash, seriesHash } from './content-hash.js';
import { scalegymVersion } from './package-version.js';
import { type SeriesReference, trialId } from './trial.js';
import { historySteps } from './vertical/history.js';
import type { VerticalTrial } from './vertical/trial.js';

/** A workload to compare on: one series, or one a seed where a generator draws it. */
export interface Workload {
  /** Where it came from, as people gave it: preset name, file or trace. */
  readonly origin: string;
  readonly series: readonly UsageSeries[];
}

/** What a plan is made from. */
export interface ComparisonOptions {
  readonly agents: readonly AgentSpec[];
  readonly workloads: readonly Workload[];
  readonly config: VerticalConfig;
  readonly seeds: readonly number[];
  readonly historySeconds: number;
  readonly recommendationSeconds: number;
}

/** A comparison, fully expanded: plain JSON, written to the run folder before the first trial. */
export interface Plan {
  readonly format: 'scalegym-plan/1';
  /** Content hash of all the rest, 12 hex digits. */
  readonly id: string;
  readonly scalegymVersion: string;
  readonly config: VerticalConfig;
  readonly seeds: readonly number[];
  readonly historySeconds: number;
  readonly recommendationSeconds: number;
  readonly agents: readonly PlannedAgent[];
  readonly workloads: readonly PlannedWorkload[];
  /** Workloads that cannot be scored. */
  readonly skipped: readonly { readonly workload: string; readonly reason: string }[];
  /** In canonical order: workload, seed, agent. */
  readonly trials: readonly PlannedTrial[];
}

/** An agent of a plan. */
export interface PlannedAgent {
  /** Unique in the plan. */
  readonly label: string;
  readonly role: 'recommender' | 'bound';
  readonly spec: AgentSpec;
}

/** A workload of a plan: what is known of its series, and where they lie. */
export interface PlannedWorkload {
  readonly id: string;
  readonly origin: string;
  readonly dataset: string;
  readonly assumptions: Readonly<Record<string, string | number | boolean>>;
  /** Unix seconds of the beginning of the first scored step. */
  readonly startTime: number;
  readonly stepSeconds: number;
  /** Scored steps. */
  readonly steps: number;
  readonly hasCpu: boolean;
  readonly hasMemory: boolean;
  /** One, or one a seed. */
  readonly series: readonly SeriesReference[];
}

/** Positions in the plan's workloads, seeds and agents, and the trial's content hash. */
export interface PlannedTrial {
  readonly workload: number;
  readonly seed: number;
  readonly agent: number;
  readonly id: string;
}

/**
 * Expands a comparison into trials.
 *
 * A trial whose outcome cannot depend on the seed (a fixed series, a deterministic agent and environment) is run with the
 * first seed only. Workloads shorter than the history are left out and named in {@link Plan.skipped}.
 *
 * @throws InputError for a bad agent, and when no workload can be scored
 */
export function planComparison(options: ComparisonOptions): Plan {
  const { config, seeds, historySeconds, recommendationSeconds } = options;
  const agents = uniqueAgents(options.agents);
  const ids = new Set<string>();
  const workloads: PlannedWorkload[] = [];
  const skipped: { workload: string; reason: string }[] = [];
  for (const workload of options.workloads) {
    const planned = planWorkload(workload, historySeconds);
    if (ids.has(planned.id))
      throw new InputError(
        { file: workload.origin, field: 'id', value: planned.id },
        'series ids that differ; another workload has this one',
      );
    ids.add(planned.id);
    const reason = unfit(planned, workload, historySeconds);
    if (reason === null) workloads.push(planned);
    else skipped.push({ workload: planned.id, reason });
  }
  if (workloads.length === 0)
    throw new InputError(
      { field: 'workloads' },
      `at least one workload that can be scored${skipped.length === 0 ? '' : `; ${skipped[0]!.workload}: ${skipped[0]!.reason}`}`,
    );
  const base = {
    format: 'scalegym-plan/1',
    scalegymVersion,
    config,
    seeds,
    historySeconds,
    recommendationSeconds,
    agents,
    workloads,
    skipped,
  } as const;
  const trials = expand({ ...base, id: '', trials: [] });
  return { ...base, trials, id: contentHash([base, trials], 12) };
}

/** The trial at one point of the grid, complete in itself. */
export function trialOf(plan: Plan, at: Pick<PlannedTrial, 'workload' | 'seed' | 'agent'>): VerticalTrial {
  const workload = plan.workloads[at.workload]!;
  return {
    env: { id: 'VerticalScaling-v0', config: plan.config },
    agent: plan.agents[at.agent]!.spec,
    series: workload.series[seriesIndex(workload, at.seed)]!,
    historySeconds: plan.historySeconds,
    recommendationSeconds: plan.recommendationSeconds,
    seed: plan.seeds[at.seed]!,
  };
}

/** Position of a seed's series among a workload's series. */
export function seriesIndex(workload: Pick<PlannedWorkload, 'series'>, seed: number): number {
  return workload.series.length === 1 ? 0 : seed;
}

/** Whether two seeds can give different episodes for the same series and actions. */
function isRandom(config: VerticalConfig): boolean {
  return config.physics.resizeDeferredProbability > 0;
}

function expand(plan: Plan): PlannedTrial[] {
  const trials: PlannedTrial[] = [];
  const stochastic = plan.agents.map(({ spec }) => verticalRoster.configure(spec).agent.stochastic);
  plan.workloads.forEach(({ series }, workload) => {
    plan.seeds.forEach((_, seed) => {
      plan.agents.forEach(({ role }, agent) => {
        // A bound is computed for the series; how the environment's dice fall is not part of it.
        const seeded = series.length > 1 || (role === 'recommender' && (stochastic[agent]! || isRandom(plan.config)));
        if (seed > 0 && !seeded) return;
        const at = { workload, seed, agent };
        trials.push({ ...at, id: trialId(trialOf(plan, at)) });
      });
    });
  });
  return trials;
}

function uniqueAgents(specs: readonly AgentSpec[]): PlannedAgent[] {
  const labels = new Set<string>();
  return specs.map((spec) => {
    const label = agentLabel(spec);
    if (labels.has(label)) throw new InputError({ file: '--agents', value: label }, 'every agent once');
    labels.add(label);
    const { agent, config } = verticalRoster.configure(spec);
    // Defaults are written out: a trial says all it ran with, whatever a later version's defaults are.
    const complete = { id: spec.id, config: config as AgentSpec['config'] };
    return { label, role: agent.kind === 'planner' ? 'bound' : 'recommender', spec: complete };
  });
}

function planWorkload({ origin, series }: Workload, historySeconds: number): PlannedWorkload {
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
  { steps, hasCpu, hasMemory }: PlannedWorkload,
  { series: [series] }: Workload,
  historySeconds: number,
): string | null {
  if (steps === 0) {
    const hours = (seriesLength(series!) * series!.stepSeconds) / 3600;
    return `it lasts ${hours.toFixed(1)} h, no longer than the history of ${historySeconds / 3600} h that is not scored`;
  }
  return hasCpu || hasMemory ? null : 'it has neither CPU nor memory usage';
}
