import { z } from 'zod';
import type { AgentContext, PlannerAgent, RequestPlan } from '../agent.js';
import { leastStepCost } from './least-step-cost.js';
import { planningProblem } from './problem.js';
import { optimalSegmentation } from './segmentation.js';
import { standingRequest } from './standing-request.js';

const configSchema = z.strictObject({});

/**
 * The clairvoyant optimum: the cheapest schedule of requests over a future that is known, under the environment's own cost with
 * restarts included. No agent can pay less, so it gives every other agent its regret.
 */
export function optimalPlan(context: AgentContext): RequestPlan {
  const problem = planningProblem(context);
  if (problem.change.kind === 'free') {
    const { cpuRequest, memoryRequest, cost } = leastStepCost(problem);
    const total = cost.reduce((sum, value) => sum + value, 0) * problem.replicas;
    return { cpuMillicores: cpuRequest, memoryMebibytes: memoryRequest, cost: total, exact: problem.exact };
  }
  const { segments, cost } =
    problem.change.kind === 'atCreation' ? standingRequest(problem) : optimalSegmentation(problem, problem.change);
  const cpuMillicores = new Float64Array(problem.steps);
  const memoryMebibytes = new Float64Array(problem.steps);
  for (const { from, to, cpuRequest, memoryRequest } of segments) {
    cpuMillicores.fill(cpuRequest, from, to);
    memoryMebibytes.fill(memoryRequest, from, to);
  }
  return { cpuMillicores, memoryMebibytes, cost: cost * problem.replicas, exact: problem.exact };
}

/** The optimum as an agent that plans ahead (`optimum`); it has no options. */
export const optimumAgent: PlannerAgent<z.infer<typeof configSchema>> = {
  kind: 'planner',
  id: 'optimum',
  title: 'Clairvoyant optimum',
  describe:
    'Knows the future and pays the least that any schedule can: the bound every other agent is measured against.',
  stochastic: false,
  configSchema,
  plan: (_config, context) => optimalPlan(context),
};
