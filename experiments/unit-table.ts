import { mean } from 'simple-statistics';
import type { PlanBase, TrialPosition } from './plan.js';

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

  constructor(
    private readonly plan: Pick<PlanBase, 'workloads' | 'seeds'>,
    trials: readonly MeasuredTrial<Key>[],
    private readonly unit: SamplingUnit,
  ) {
    for (const trial of trials) this.cells.set(`${trial.workload}/${trial.agent}/${trial.seed}`, trial);
  }

  /** One value a seed of one workload; the seeds that change nothing have none of their own. */
  seedsOf(workload: number, agent: number, key: Key): (number | null)[] {
    const seeds = [...this.plan.seeds.keys()].filter((seed) => this.cells.has(`${workload}/${agent}/${seed}`));
    return seeds.map((seed) => this.at(workload, agent, seed, key));
  }

  /** Mean over the seeds of one workload. */
  ofWorkload(workload: number, agent: number, key: Key): number | null {
    return meanOrNull(this.plan.seeds.map((_, seed) => this.at(workload, agent, seed, key)));
  }

  /** One value a sampling unit; of seeds, only those that change anything. */
  units(agent: number, key: Key): (number | null)[] {
    return Array.from({ length: this.count(agent) }, (_, unit) => this.ofUnit(unit, agent, key));
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
    return meanOrNull(this.plan.workloads.map((_, workload) => this.at(workload, agent, seed, key)));
  }

  private at(workload: number, agent: number, seed: number, key: Key): number | null {
    const cell = this.cells.get(`${workload}/${agent}/${seed}`) ?? this.cells.get(`${workload}/${agent}/0`)!;
    return cell.metrics[key];
  }
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}
