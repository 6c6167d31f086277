import type { UsageSeries } from '../../workloads/usage-series.js';
import { type Plan, type PlannedTrial, seriesIndex, type Workload } from '../plan.js';

/** All series of a plan in one list that workers share, and where in it each trial's series lies. */
export class SeriesPool {
  readonly series: readonly UsageSeries[];
  private readonly offsets: readonly number[];

  /** @param workloads those the plan was made of; the ones it skipped are left out */
  constructor(
    private readonly plan: Plan,
    workloads: readonly Workload[],
  ) {
    const byId = new Map(workloads.map(({ series }) => [series[0]!.id, series]));
    const offsets: number[] = [];
    const series: UsageSeries[] = [];
    for (const { id } of plan.workloads) {
      offsets.push(series.length);
      series.push(...byId.get(id)!);
    }
    this.series = series;
    this.offsets = offsets;
  }

  /** Position of the series a trial runs on. */
  indexOf({ workload, seed }: Pick<PlannedTrial, 'workload' | 'seed'>): number {
    return this.offsets[workload]! + seriesIndex(this.plan.workloads[workload]!, seed);
  }
}
