import { type Averaging, estimateOf, meanOf } from './averages.js';
import type { MetricDefinition } from './metric-definition.js';
import type { PlanBase, TrialPosition } from './plan.js';
import type { Estimate } from './statistics.js';

/**
 * What intervals, pairs and tests go over, each averaged within first: the workloads of a run (seeds within), or its seeds
 * (workloads within). Never time steps.
 */
export type SamplingUnit = 'workload' | 'seed';

/** A trial of a plan with its metrics. */
export interface MeasuredTrial<Key extends string> extends TrialPosition {
  readonly metrics: Readonly<Record<Key, number | null>>;
}

/** Metrics by workload, agent and seed; a trial that does not depend on the seed stands for all seeds. */
export class UnitTable<Key extends string> {
  private readonly cells = new Map<string, MeasuredTrial<Key>>();
  private readonly averaging: ReadonlyMap<Key, Averaging>;

  constructor(
    private readonly plan: Pick<PlanBase, 'workloads' | 'seeds'>,
    trials: readonly MeasuredTrial<Key>[],
    metrics: readonly MetricDefinition<Key>[],
    private readonly unit: SamplingUnit,
  ) {
    this.averaging = new Map(metrics.map(({ key, averaging = 'arithmetic' }) => [key, averaging]));
    for (const trial of trials) this.cells.set(`${trial.workload}/${trial.agent}/${trial.seed}`, trial);
  }

  /** Mean and interval over the seeds of one workload; the seeds that change nothing do not count. */
  estimateOfWorkload(workload: number, agent: number, key: Key): Estimate | null {
    const seeds = [...this.plan.seeds.keys()].filter((seed) => this.cells.has(`${workload}/${agent}/${seed}`));
    return estimateOf(
      seeds.map((seed) => this.at(workload, agent, seed, key)),
      this.averaging.get(key)!,
    );
  }

  /** Mean over the seeds of one workload. */
  ofWorkload(workload: number, agent: number, key: Key): number | null {
    return this.mean(
      key,
      this.plan.seeds.map((_, seed) => this.at(workload, agent, seed, key)),
    );
  }

  /** Mean and interval over the sampling units; of seeds, only those that change anything. */
  estimate(agent: number, key: Key): Estimate | null {
    const units = Array.from({ length: this.count(agent) }, (_, unit) => this.ofUnit(unit, agent, key));
    return estimateOf(units, this.averaging.get(key)!);
  }

  /** Units of two agents, paired. */
  pairs(agent: number, reference: number, key: Key): readonly (readonly [number, number])[] {
    const count = Math.max(this.count(agent), this.count(reference));
    return Array.from({ length: count }, (_, unit) => [
      this.ofUnit(unit, agent, key) ?? 0,
      this.ofUnit(unit, reference, key) ?? 0,
    ]);
  }

  private count(agent: number): number {
    const { workloads, seeds } = this.plan;
    if (this.unit === 'workload') return workloads.length;
    const isRun = (seed: number) => workloads.some((_, workload) => this.cells.has(`${workload}/${agent}/${seed}`));
    return [...seeds.keys()].filter(isRun).length;
  }

  private ofUnit(unit: number, agent: number, key: Key): number | null {
    return this.unit === 'workload' ? this.ofWorkload(unit, agent, key) : this.ofSeed(unit, agent, key);
  }

  /** Mean over the workloads with one seed. */
  private ofSeed(seed: number, agent: number, key: Key): number | null {
    return this.mean(
      key,
      this.plan.workloads.map((_, workload) => this.at(workload, agent, seed, key)),
    );
  }

  private mean(key: Key, values: readonly (number | null)[]): number | null {
    return meanOf(values, this.averaging.get(key)!);
  }

  private at(workload: number, agent: number, seed: number, key: Key): number | null {
    const cell = this.cells.get(`${workload}/${agent}/${seed}`) ?? this.cells.get(`${workload}/${agent}/0`)!;
    return cell.metrics[key];
  }
}
