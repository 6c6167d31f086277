import { mean } from 'simple-statistics';
import { verticalRoster } from '../agents/vertical/registry.js';
import { RandomStream } from '../env/core/random.js';
import type { Plan, PlannedTrial } from './plan.js';
import type { ReportComparison } from './report-data.js';
import { bootstrapInterval, confidence, type Estimate, holm, meanInterval, signFlipTest } from './statistics.js';
import { type MetricKey, metricDefinitions, type TrialMetrics } from './vertical/metric-definitions.js';
import { Bounds } from './vertical/optimum.js';
import type { VerticalReport, VerticalReportAgent, VerticalReportWorkload } from './vertical/report-data.js';
import type { VerticalTrialResult } from './vertical/trial.js';

/** A finished comparison without the timelines of single pods. */
export type Summary = Omit<VerticalReport, 'env' | 'format' | 'pods'>;

/** One trial of the plan with its result and its regret. */
interface ScoredTrial extends PlannedTrial {
  readonly result: VerticalTrialResult;
  readonly metrics: TrialMetrics;
}

/** Options of {@link summarise}. */
export interface SummaryOptions {
  /** Label of the agent all others are compared with; null for none. */
  readonly reference: string | null;
}

/**
 * Scores a finished plan.
 *
 * The sampling unit is the workload: seeds are averaged within a workload first, then means and intervals go over
 * workloads. A comparison on one workload has nothing else to go over than its seeds, and says so in `units`.
 *
 * @param results one for each trial of the plan, in its order
 * @throws when a result lies below the clairvoyant bound, which is a defect
 */
export function summarise(plan: Plan, results: readonly VerticalTrialResult[], { reference }: SummaryOptions): Summary {
  const bounds = new Bounds(plan, results);
  const trials = plan.trials.map((trial, index): ScoredTrial => {
    const result = results[index]!;
    return { ...trial, result, metrics: withRegret(result, bounds.of(trial)?.cost ?? null) };
  });
  const table = new UnitTable(plan, trials);
  const agents = compareAgents(plan, trials, table, reference);
  const order = agents
    .map((agent, index) => ({ agent, index }))
    .sort((a, b) => costOf(a.agent) - costOf(b.agent) || a.index - b.index);
  const position = new Map(order.map(({ index }, sorted) => [index, sorted]));
  return {
    run: {
      id: plan.id,
      scalegymVersion: plan.scalegymVersion,
      config: plan.config,
      seeds: plan.seeds,
      historySeconds: plan.historySeconds,
      recommendationSeconds: plan.recommendationSeconds,
      referenceAgent: reference,
      confidence,
      skipped: plan.skipped,
    },
    metrics: metricDefinitions,
    agents: order.map(({ agent }) => agent),
    workloads: plan.workloads.map((_, workload) => describeWorkload(plan, trials, table, workload, order)),
    trials: trials.map(({ workload, agent, seed, metrics }) => ({
      workload,
      agent: position.get(agent)!,
      seed: plan.seeds[seed]!,
      metrics,
    })),
  };
}

function withRegret({ metrics, cost, containerDays }: VerticalTrialResult, bound: number | null): TrialMetrics {
  // The bound is allowed to be beaten by rounding; regret is not.
  const regret = bound === null ? null : Math.max(0, cost - bound);
  const values: Record<MetricKey, number | null> = {
    ...metrics,
    regretPerDay: regret === null ? null : regret / containerDays,
    regretPercent: regret === null || bound === null || bound === 0 ? null : (100 * regret) / bound,
  };
  return Object.fromEntries(metricDefinitions.map(({ key }) => [key, values[key]])) as TrialMetrics;
}

/** Metrics by workload, agent and seed; a trial that does not depend on the seed stands for all seeds. */
class UnitTable {
  private readonly cells = new Map<string, ScoredTrial>();

  constructor(
    private readonly plan: Plan,
    trials: readonly ScoredTrial[],
  ) {
    for (const trial of trials) this.cells.set(`${trial.workload}/${trial.agent}/${trial.seed}`, trial);
  }

  at(workload: number, agent: number, seed: number, key: MetricKey): number | null {
    const cell = this.cells.get(`${workload}/${agent}/${seed}`) ?? this.cells.get(`${workload}/${agent}/0`)!;
    return cell.metrics[key];
  }

  /** Mean over the seeds of one workload. */
  ofWorkload(workload: number, agent: number, key: MetricKey): number | null {
    return meanOrNull(this.plan.seeds.map((_, seed) => this.at(workload, agent, seed, key)));
  }

  /** One value a sampling unit: a workload, or a seed of the only one (one value if no seed changes anything). */
  units(agent: number, key: MetricKey): (number | null)[] {
    if (this.plan.workloads.length > 1)
      return this.plan.workloads.map((_, workload) => this.ofWorkload(workload, agent, key));
    const seeds = this.plan.seeds.filter((_, seed) => this.cells.has(`0/${agent}/${seed}`));
    return seeds.map((_, seed) => this.at(0, agent, seed, key));
  }

  /** Units of two agents, paired. */
  pairs(agent: number, reference: number, key: MetricKey): readonly (readonly [number, number])[] {
    const single = this.plan.workloads.length === 1;
    const units = single
      ? Math.max(this.units(agent, key).length, this.units(reference, key).length)
      : this.plan.workloads.length;
    return Array.from({ length: units }, (_, unit) =>
      [agent, reference].map((one) => (single ? this.at(0, one, unit, key) : this.ofWorkload(unit, one, key)) ?? 0),
    ) as unknown as readonly (readonly [number, number])[];
  }
}

function compareAgents(
  plan: Plan,
  trials: readonly ScoredTrial[],
  table: UnitTable,
  reference: string | null,
): VerticalReportAgent[] {
  const referenceIndex = plan.agents.findIndex(({ label }) => label === reference);
  const comparisons = plan.agents.map(({ label, role }, agent) =>
    referenceIndex < 0 || agent === referenceIndex || role === 'bound'
      ? null
      : compareCosts(
          table.pairs(agent, referenceIndex, 'costPerDay'),
          new RandomStream(plan.seeds[0]!, 'versus', label),
        ),
  );
  const tested = comparisons.filter((comparison) => comparison !== null && comparison.pHolm !== null);
  const corrected = holm(tested.map((comparison) => comparison!.pHolm!));
  const pHolm = new Map(tested.map((comparison, i) => [comparison, corrected[i]!]));
  return plan.agents.map(({ label, role, spec }, index) => {
    const agent = verticalRoster.byId(spec.id);
    const promises = trials.filter((trial) => trial.agent === index).map(({ result }) => result.plan);
    const comparison = comparisons[index]!;
    return {
      label,
      id: spec.id,
      title: agent.title,
      describe: agent.describe,
      options: spec.config,
      role,
      exact: role === 'bound' ? promises.every((promise) => promise?.exact === true) : null,
      metrics: Object.fromEntries(
        metricDefinitions.map(({ key }) => [key, estimate(table.units(index, key))]),
      ) as VerticalReportAgent['metrics'],
      versusReference: comparison && { ...comparison, pHolm: pHolm.get(comparison) ?? null },
    };
  });
}

/** A comparison whose `pHolm` is not corrected yet. */
function compareCosts(pairs: readonly (readonly [number, number])[], stream: RandomStream): ReportComparison {
  const differences = pairs.map(([cost, reference]) => cost - reference);
  const relative = (sample: Int32Array) => {
    let cost = 0;
    let reference = 0;
    for (const unit of sample) {
      cost += pairs[unit]![0];
      reference += pairs[unit]![1];
    }
    return reference === 0 ? 0 : 100 * (cost / reference - 1);
  };
  return {
    difference: meanInterval(differences),
    relativePercent: bootstrapInterval(pairs.length, relative, stream),
    pHolm: pairs.length < 2 ? null : signFlipTest(differences, stream),
  };
}

function describeWorkload(
  plan: Plan,
  trials: readonly ScoredTrial[],
  table: UnitTable,
  workload: number,
  order: readonly { readonly index: number }[],
): VerticalReportWorkload {
  const { id, origin, dataset, assumptions, stepSeconds, steps, hasCpu, hasMemory } = plan.workloads[workload]!;
  const requests = trials.filter((trial) => trial.workload === workload).map(({ result }) => result.initialRequest);
  return {
    id,
    origin,
    dataset,
    assumptions,
    stepSeconds,
    steps,
    hasCpu,
    hasMemory,
    initialRequest: {
      cpuMillicores: hasCpu ? mean(requests.map(({ cpuMillicores }) => cpuMillicores)) : 0,
      memoryMebibytes: hasMemory ? mean(requests.map(({ memoryMebibytes }) => memoryMebibytes)) : 0,
    },
    metrics: order.map(
      ({ index }) =>
        Object.fromEntries(
          metricDefinitions.map(({ key }) => [key, table.ofWorkload(workload, index, key)]),
        ) as TrialMetrics,
    ),
  };
}

function estimate(units: readonly (number | null)[]): Estimate | null {
  const known = units.filter((unit) => unit !== null);
  return known.length === 0 ? null : meanInterval(known);
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}

function costOf(agent: VerticalReportAgent): number {
  return agent.metrics.costPerDay?.mean ?? Number.POSITIVE_INFINITY;
}
