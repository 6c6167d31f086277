import { describe, expect, it } from 'vitest';
import type { ChangeCost, PlanningProblem } from '../../agents/vertical/clairvoyant/problem.js';
import { optimalSegmentation } from '../../agents/vertical/clairvoyant/segmentation.js';
import { RandomStream } from '../../env/core/random.js';

type Restart = Extract<ChangeCost, { kind: 'restart' }>;

/** A random walk of demand with noise, and prices that make restarts worth it now and then. */
function randomProblem(seed: number, steps: number, options: Partial<PlanningProblem> = {}): PlanningProblem {
  const stream = new RandomStream(seed, 'segmentation-test');
  const cpu = new Float64Array(steps);
  const memory = new Float64Array(steps);
  let cpuLevel = 500;
  let memoryLevel = 500;
  for (let t = 0; t < steps; t++) {
    if (stream.next() < 0.1) cpuLevel = stream.uniform(50, 2000);
    if (stream.next() < 0.1) memoryLevel = stream.uniform(50, 2000);
    cpu[t] = Math.round(cpuLevel * stream.uniform(0.5, 1.5));
    memory[t] = Math.round(memoryLevel * stream.uniform(0.9, 1.1));
  }
  return {
    steps,
    cpu: {
      demand: cpu,
      price: 1e-3,
      limitRatio: 1.5,
      minRequest: 0,
      maxRequest: 1e6,
      initialRequest: 900,
      initialWithinPolicy: true,
    },
    memory: {
      demand: memory,
      price: 5e-4,
      limitRatio: 1,
      minRequest: 0,
      maxRequest: 1e6,
      initialRequest: 1500,
      initialWithinPolicy: true,
    },
    throttlePrice: 3e-3,
    change: { kind: 'restart', price: 2, downStepPrice: 1.5, downSteps: 0.5 },
    oomStepPrice: Number.POSITIVE_INFINITY,
    replicas: 1,
    exact: true,
    ...options,
  };
}

/** Every split of the steps, every candidate request, nothing clever: O(steps³ · demands). */
function plainOptimum(problem: PlanningProblem): number {
  const { cpu, memory, throttlePrice, oomStepPrice, steps } = problem;
  const change = problem.change as Restart;
  const within = ({ minRequest, maxRequest }: { minRequest: number; maxRequest: number }, request: number) =>
    Math.min(maxRequest, Math.max(minRequest, request));
  const cpuAt = (from: number, to: number, request: number) => {
    let cost = 0;
    for (let t = from; t < to; t++)
      cost += cpu.price * request + throttlePrice * Math.max(0, cpu.demand[t]! - request * cpu.limitRatio);
    return cost;
  };
  const memoryAt = (from: number, up: number, to: number, request: number) => {
    let cost = memory.price * request * (to - from);
    for (let t = up; t < to; t++) if (memory.demand[t]! > request * memory.limitRatio + 1e-9) cost += oomStepPrice;
    return cost;
  };
  const least = (candidates: readonly number[], cost: (request: number) => number) => Math.min(...candidates.map(cost));
  const best = [0];
  for (let to = 1; to <= steps; to++) {
    let value = cpuAt(0, to, cpu.initialRequest) + memoryAt(0, 0, to, memory.initialRequest);
    for (let from = 0; from < to; from++) {
      const up = Math.min(to, from + Math.floor(change.downSteps));
      const cpuCandidates = [0, ...cpu.demand.slice(from, to)].map((d) => within(cpu, d / cpu.limitRatio));
      const memoryCandidates = [0, ...memory.demand.slice(from, to)].map((d) => within(memory, d / memory.limitRatio));
      const cost =
        best[from]! +
        change.price +
        change.downStepPrice * Math.min(change.downSteps, to - from) +
        least(cpuCandidates, (request) => cpuAt(from, to, request)) +
        least(memoryCandidates, (request) => memoryAt(from, up, to, request));
      value = Math.min(value, cost);
    }
    best.push(value);
  }
  return best[steps]!;
}

const variants: Record<string, Partial<PlanningProblem>> = {
  default: {},
  'cheap restarts': { change: { kind: 'restart', price: 0.05, downStepPrice: 0.1, downSteps: 0.5 } },
  'downtime of several steps': { change: { kind: 'restart', price: 0.5, downStepPrice: 0.4, downSteps: 3.25 } },
  'OOM kills priced': { oomStepPrice: 0.4 },
  'throttling cheaper than CPU': { throttlePrice: 4e-4 },
};

describe('optimalSegmentation', () => {
  for (const [name, options] of Object.entries(variants)) {
    it(`costs what trying every split and every request costs (${name})`, () => {
      for (let seed = 0; seed < 12; seed++) {
        const problem = randomProblem(seed, 36, options);
        const { cost } = optimalSegmentation(problem, problem.change as Restart);
        expect(cost / plainOptimum(problem)).toBeCloseTo(1, 9);
      }
    });
  }

  it('respects minAllowed and maxAllowed of the resource policy', () => {
    for (let seed = 0; seed < 12; seed++) {
      const plain = randomProblem(seed, 36);
      const problem = {
        ...plain,
        cpu: { ...plain.cpu, minRequest: 400, maxRequest: 700 },
        memory: { ...plain.memory, minRequest: 600 },
      };
      const { cost } = optimalSegmentation(problem, problem.change as Restart);
      expect(cost / plainOptimum(problem)).toBeCloseTo(1, 9);
    }
  });

  it('gives segments that cover every step once and whose own cost adds up', () => {
    const problem = randomProblem(3, 400);
    const { segments } = optimalSegmentation(problem, problem.change as Restart);
    expect(segments[0]!.from).toBe(0);
    expect(segments.at(-1)!.to).toBe(400);
    for (let i = 1; i < segments.length; i++) expect(segments[i]!.from).toBe(segments[i - 1]!.to);
    for (const { from, to, memoryRequest } of segments)
      expect(memoryRequest).toBeGreaterThanOrEqual(Math.max(...problem.memory.demand.slice(from, to)));
  });

  it('keeps the initial request for ever when restarts cost more than they can save', () => {
    const problem = randomProblem(1, 100, { change: { kind: 'restart', price: 1e6, downStepPrice: 0, downSteps: 0 } });
    const roomy = { ...problem, memory: { ...problem.memory, initialRequest: 4000 } };
    const { segments } = optimalSegmentation(roomy, roomy.change as Restart);
    expect(segments).toEqual([{ from: 0, to: 100, cpuRequest: 900, memoryRequest: 4000 }]);
  });
});
