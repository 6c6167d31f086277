import type { PlanningProblem } from './problem.js';
import { CpuSegments, MemorySegments } from './segment-costs.js';
import type { Segmentation } from './segmentation.js';

/**
 * The best choice of one request for the whole future, made when the pod is created and free of charge (mode `Initial`). Each
 * resource may also keep what the template requests, which the resource policy need not allow.
 */
export function standingRequest(problem: PlanningProblem): Segmentation {
  const { steps } = problem;
  const cpu = new CpuSegments(problem);
  const memory = new MemorySegments(problem);
  cpu.solve(0, steps);
  memory.solve(0, 0, steps);
  const keptCpu = { cost: cpu.costAt(0, steps, problem.cpu.initialRequest), request: problem.cpu.initialRequest };
  const keptMemory = {
    cost: memory.costAt(0, 0, steps, problem.memory.initialRequest),
    request: problem.memory.initialRequest,
  };
  const chosenCpu = cpu.cost <= keptCpu.cost ? cpu : keptCpu;
  const chosenMemory = memory.cost <= keptMemory.cost ? memory : keptMemory;
  return {
    segments: [{ from: 0, to: steps, cpuRequest: chosenCpu.request, memoryRequest: chosenMemory.request }],
    cost: chosenCpu.cost + chosenMemory.cost,
  };
}
