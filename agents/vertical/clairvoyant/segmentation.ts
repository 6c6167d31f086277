import { LaneHeap } from './lane-heap.js';
import { leastStepCost } from './least-step-cost.js';
import type { ChangeCost, PlanningProblem } from './problem.js';
import { CpuSegments, MemorySegments } from './segment-costs.js';

/** A run of steps under one request. */
export interface Segment {
  readonly from: number;
  /** First step that no longer belongs to it. */
  readonly to: number;
  readonly cpuRequest: number;
  readonly memoryRequest: number;
}

/** A schedule of requests and what it costs. */
export interface Segmentation {
  readonly segments: readonly Segment[];
  /** Dollars for one replica. */
  readonly cost: number;
}

/**
 * Optimal partitioning of the future into runs under one request each, where every run but the first costs a restart:
 * F(j) = min over i < j of F(i) + restart + least cost of steps i … j−1 (Jackson et al., 2005; Killick et al., 2012).
 *
 * The costs of a run come from range queries, so a run need not be evaluated at every step. Each open run ("lane") keeps a
 * lower bound that grows by the least cost of each step; only lanes whose bound is below the best are evaluated, and a lane
 * that could not win even if a restart were free is closed for good (PELT's rule, which needs only that splitting a run never
 * makes it dearer, restart apart). The result is exact; only work is saved.
 */
export function optimalSegmentation(
  problem: PlanningProblem,
  change: Extract<ChangeCost, { kind: 'restart' }>,
): Segmentation {
  const { steps } = problem;
  const cpu = new CpuSegments(problem);
  const memory = new MemorySegments(problem);
  const wholeDownSteps = Math.floor(change.downSteps);
  const upFrom = (from: number, to: number) => Math.min(to, from + wholeDownSteps);
  const downCost = (from: number, to: number) => change.downStepPrice * Math.min(change.downSteps, to - from);
  const solve = (from: number, to: number): number => {
    cpu.solve(from, to);
    memory.solve(from, upFrom(from, to), to);
    return cpu.cost + memory.cost + downCost(from, to);
  };
  const initial = (to: number): number =>
    cpu.costAt(0, to, problem.cpu.initialRequest) + memory.costAt(0, 0, to, problem.memory.initialRequest);

  const least = cumulative(leastStepCost(problem).cost);
  const best = new Float64Array(steps + 1);
  const startedAt = new Int32Array(steps + 1).fill(-1);
  const lanes = new LaneHeap(steps);
  const dearestDowntime = downCost(0, steps);

  for (let to = 1; to <= steps; to++) {
    const opened = to - 1;
    lanes.push(opened, best[opened]! + change.price - least[Math.min(steps, opened + wholeDownSteps)]!);
    let cheapest = initial(to);
    lanes.beginRound();
    while (lanes.size > 0 && lanes.lowestKey() + least[to]! < cheapest) {
      const from = lanes.pop();
      const cost = best[from]! + change.price + solve(from, to);
      lanes.keep(from, cost);
      if (cost < cheapest) {
        cheapest = cost;
        startedAt[to] = from;
      }
    }
    best[to] = cheapest;
    const closing = cheapest + change.price + dearestDowntime;
    lanes.endRound((from, cost) =>
      cost < closing ? cost - least[Math.min(steps, Math.max(to, from + wholeDownSteps))]! : null,
    );
  }
  return { cost: best[steps]!, segments: traceBack() };

  function traceBack(): readonly Segment[] {
    const segments: Segment[] = [];
    for (let to = steps; to > 0; ) {
      const from = startedAt[to]!;
      if (from < 0) {
        const { cpu: c, memory: m } = problem;
        segments.push({ from: 0, to, cpuRequest: c.initialRequest, memoryRequest: m.initialRequest });
        break;
      }
      solve(from, to);
      segments.push({ from, to, cpuRequest: cpu.request, memoryRequest: memory.request });
      to = from;
    }
    return segments.reverse();
  }
}

function cumulative(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  return sums;
}
