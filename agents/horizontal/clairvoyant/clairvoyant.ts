import { z } from 'zod';
import type { HorizontalPlanner, HorizontalPlannerContext, ReplicaPlan } from '../agent.js';
import { Descent } from './descent.js';
import { moveFamilies } from './moves.js';
import { playOpenings } from './openings.js';
import { Stage } from './stage.js';

const configSchema = z.strictObject({
  /** How often the episode may be rehearsed while the plan is made. With 150 plans of the bundled scenarios cost 2 % less. */
  rehearsals: z.int().min(1).default(60),
});

/**
 * Plans with the episode at hand: begins with the least pods that meet the objective, asked for as early as they take to start, and with the
 * best level of every interval under constant replicas; then repairs and trims by coordinate descent for as long as that pays.
 *
 * The plan is the cheapest schedule that was rehearsed, constant ones among them. Intervals depend on each other through queues and pods that
 * start, so there is no proof that it is the cheapest of all.
 */
export function clairvoyantPlan(
  { rehearsals }: z.infer<typeof configSchema>,
  { leastPods, startUpSeconds, decisionSeconds, limits, rehearse }: HorizontalPlannerContext,
): ReplicaPlan {
  const stage = new Stage(rehearse, rehearsals);
  const lead = Math.ceil(startUpSeconds / decisionSeconds);
  playOpenings(stage, { leastPods, lead, limits });
  new Descent(stage, limits, lead).run(moveFamilies(leastPods.length, lead, stage.left));
  const { replicas, rehearsal } = stage.best!;
  return { replicas, cost: rehearsal.cost, exact: false };
}

/** The plan of one who knows the load and every chance: the yardstick of regret. */
export const clairvoyantAgent: HorizontalPlanner<z.infer<typeof configSchema>> = {
  kind: 'planner',
  id: 'clairvoyant',
  title: 'Clairvoyant',
  describe:
    'Knows the episode and rehearses it: least pods that meet the objective, start-up included, then the best changes found.',
  stochastic: false,
  configSchema,
  plan: clairvoyantPlan,
};
