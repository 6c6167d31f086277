import type { AgentRoster, DescribedAgent } from '../agents/agent-roster.js';
import { compareWithReference } from './cost-comparison.js';
import type { MetricDefinition } from './metric-definition.js';
import type { PlanBase } from './plan.js';
import type { ReportAgent, ReportBase } from './report-data.js';
import { confidence } from './statistics.js';
import type { TrialResult } from './trial.js';
import { type MeasuredTrial, type SamplingUnit, UnitTable } from './unit-table.js';

/** Options of a summary. */
export interface SummaryOptions {
  /** Label of the agent all others are compared with; null for none. */
  readonly reference: string | null;
}

/** What a half says about its metrics. */
export interface Measures<Key extends string> {
  readonly roster: AgentRoster<DescribedAgent>;
  /** In the order of the columns. */
  readonly metrics: readonly MetricDefinition<Key>[];
  /** The metric agents are ranked and compared by. */
  readonly costMetric: Key;
  readonly unit: SamplingUnit;
}

/** A trial of the plan with its result, and all its metrics. */
export interface ScoredTrial<Key extends string> extends MeasuredTrial<Key> {
  readonly result: Pick<TrialResult, 'plan'>;
}

/** A summary, and what it was made of. */
export interface Scored<Key extends string> {
  readonly summary: ReportBase<Key>;
  readonly table: UnitTable<Key>;
  /** By position in the summary, each agent's position in the plan. */
  readonly order: readonly number[];
}

/**
 * Scores a finished plan: every agent's means with their intervals and its cost against the reference, cheapest first, and what
 * it did on every workload.
 *
 * @param trials the plan's, in its order
 */
export function scorePlan<Key extends string>(
  plan: PlanBase,
  trials: readonly ScoredTrial<Key>[],
  measures: Measures<Key>,
  { reference }: SummaryOptions,
): Scored<Key> {
  const { metrics, costMetric, unit } = measures;
  const table = new UnitTable(plan, trials, metrics, unit);
  const agents = describeAgents(plan, trials, table, measures, reference);
  const cost = (agent: number) => agents[agent]!.metrics[costMetric]?.mean ?? Number.POSITIVE_INFINITY;
  const order = [...agents.keys()].sort((a, b) => cost(a) - cost(b) || a - b);
  const position = new Map(order.map((agent, sorted) => [agent, sorted]));
  const summary: ReportBase<Key> = {
    format: 'scalegym-report/1',
    run: {
      id: plan.id,
      scalegymVersion: plan.scalegymVersion,
      seeds: plan.seeds,
      referenceAgent: reference,
      confidence,
      skipped: plan.skipped,
    },
    metrics,
    agents: order.map((agent) => agents[agent]!),
    workloads: plan.workloads.map(({ id, origin, dataset, assumptions, stepSeconds, steps }, workload) => ({
      id,
      origin,
      dataset,
      assumptions,
      stepSeconds,
      steps,
      metrics: order.map((agent) => byKey(metrics, (key) => table.ofWorkload(workload, agent, key))),
    })),
    trials: trials.map((trial) => ({
      workload: trial.workload,
      agent: position.get(trial.agent)!,
      seed: plan.seeds[trial.seed]!,
      metrics: byKey(metrics, (key) => trial.metrics[key]),
    })),
  };
  return { summary, table, order };
}

/** A value for every metric, in the order of the columns. */
export function byKey<Key extends string, Value>(
  metrics: readonly MetricDefinition<Key>[],
  read: (key: Key) => Value,
): Readonly<Record<Key, Value>> {
  return Object.fromEntries(metrics.map(({ key }) => [key, read(key)])) as Record<Key, Value>;
}

function describeAgents<Key extends string>(
  plan: PlanBase,
  trials: readonly ScoredTrial<Key>[],
  table: UnitTable<Key>,
  { roster, metrics, costMetric }: Measures<Key>,
  reference: string | null,
): ReportAgent<Key>[] {
  const versus = compareWithReference(
    plan.agents,
    reference,
    (agent, other) => table.pairs(agent, other, costMetric),
    plan.seeds[0]!,
  );
  return plan.agents.map(({ label, role, spec }, index) => {
    const { agent, config } = roster.configure(spec);
    const promises = trials.filter(({ agent }) => agent === index).map(({ result }) => result.plan);
    return {
      label,
      id: spec.id,
      title: agent.title,
      describe: agent.describe,
      options: config as ReportAgent['options'],
      role,
      exact: role === 'bound' ? promises.every((promise) => promise?.exact === true) : null,
      metrics: byKey(metrics, (key) => table.estimate(index, key)),
      versusReference: versus[index]!,
    };
  });
}
