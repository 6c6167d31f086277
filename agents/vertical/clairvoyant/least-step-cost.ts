import { type PlanningProblem, requestFor } from './problem.js';

/** Requests and cost of every step taken alone, as if requests could change at every step for nothing. */
export interface StepOptimum {
  readonly cpuRequest: Float64Array;
  readonly memoryRequest: Float64Array;
  /** Dollars by step. */
  readonly cost: Float64Array;
}

/** The optimum when resizing is free, and a lower bound on every step's cost when it is not. */
export function leastStepCost({ steps, cpu, memory, throttlePrice, oomStepPrice }: PlanningProblem): StepOptimum {
  const cpuRequest = new Float64Array(steps);
  const memoryRequest = new Float64Array(steps);
  const cost = new Float64Array(steps);
  const throttle = cpu.limitRatio === Number.POSITIVE_INFINITY ? 0 : throttlePrice;
  for (let t = 0; t < steps; t++) {
    const wanted = throttle * cpu.limitRatio > cpu.price ? requestFor(cpu.demand[t]!, cpu.limitRatio) : 0;
    cpuRequest[t] = Math.min(cpu.maxRequest, Math.max(cpu.minRequest, wanted));
    const denied = throttle === 0 ? 0 : Math.max(0, cpu.demand[t]! - cpuRequest[t]! * cpu.limitRatio);

    const peak = Math.max(memory.minRequest, requestFor(memory.demand[t]!, memory.limitRatio));
    const holding = peak <= memory.maxRequest ? memory.price * peak : Number.POSITIVE_INFINITY;
    const killing = memory.price * memory.minRequest + oomStepPrice;
    memoryRequest[t] = holding <= killing ? peak : memory.minRequest;
    cost[t] = cpu.price * cpuRequest[t]! + throttle * denied + Math.min(holding, killing);
  }
  return { cpuRequest, memoryRequest, cost };
}
