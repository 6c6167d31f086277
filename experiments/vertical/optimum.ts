import { type PlannedTrial, seriesIndex } from '../plan.js';
import type { VerticalPlan } from './plan.js';
import type { VerticalTrialResult } from './trial.js';

/** What no agent can pay less than, on one series. */
export interface Bound {
  /** Dollars over the scored episode. */
  readonly cost: number;
  /** Whether following the bound's plan costs exactly that. */
  readonly exact: boolean;
}

/** How far, relative to the bound, rounding may carry a sum below it. */
const tolerance = 1e-9;

/**
 * The clairvoyant bound of every series of a plan, by the results of the plan's first bound agent (computed once a series
 * and kept in the run folder like every other trial).
 */
export class Bounds {
  private readonly bySeries = new Map<string, Bound>();

  constructor(
    private readonly plan: VerticalPlan,
    results: readonly VerticalTrialResult[],
  ) {
    const planner = plan.agents.findIndex(({ role }) => role === 'bound');
    for (const [index, trial] of plan.trials.entries()) {
      const promised = results[index]!.plan;
      if (trial.agent === planner && promised !== null) this.bySeries.set(this.key(trial), promised);
    }
    for (const [index, trial] of plan.trials.entries()) this.check(trial, results[index]!);
  }

  /** The bound of the series a trial ran on; null when the plan has no bound agent. */
  of(trial: PlannedTrial): Bound | null {
    return this.bySeries.get(this.key(trial)) ?? null;
  }

  private key(trial: PlannedTrial): string {
    return `${trial.workload}/${seriesIndex(this.plan.workloads[trial.workload]!, trial.seed)}`;
  }

  /** A result below the bound, or a plan that does not cost what it promised, is a defect of ours and must never pass. */
  private check(trial: PlannedTrial, result: VerticalTrialResult): void {
    const bound = this.of(trial);
    if (bound === null) return;
    const slack = tolerance * Math.max(bound.cost, 1e-6);
    const describe = () =>
      `agent ${this.plan.agents[trial.agent]!.label} on ${this.plan.workloads[trial.workload]!.id}, seed ${this.plan.seeds[trial.seed]} (trial ${trial.id})`;
    if (result.cost < bound.cost - slack)
      throw new Error(`internal error: ${describe()} cost $${result.cost}, below the optimum of $${bound.cost}`);
    const promised = result.plan;
    if (promised?.exact && Math.abs(result.cost - promised.cost) > slack)
      throw new Error(`internal error: ${describe()} promised $${promised.cost} and cost $${result.cost}`);
  }
}
