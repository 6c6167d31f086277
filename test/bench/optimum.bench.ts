import type { PlanningProblem } from '../../agents/vertical/clairvoyant/problem.js';
import { CpuSegments, MemorySegments } from '../../agents/vertical/clairvoyant/segment-costs.js';
import { optimalSegmentation } from '../../agents/vertical/clairvoyant/segmentation.js';
import { RandomStream } from '../../env/core/random.js';
import type { BenchLine } from './bench-line.js';

const restart = { kind: 'restart', price: 0.01, downStepPrice: 0.006, downSteps: 0.5 } as const;

/** The clairvoyant optimum of one series: growth with its length, and against optimal partitioning without pruning. */
export async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const days of [7, 14, 28, 56]) {
    const problem = noisyWave(days * 1440);
    const milliseconds = time(() => optimalSegmentation(problem, restart));
    lines.push({
      name: `optimum, ${days} days of minutes`,
      value: `${milliseconds.toFixed(0)} ms`,
      note: `${((milliseconds * 1000) / (days * 1440)).toFixed(1)} µs a step`,
    });
  }
  const day = noisyWave(1440);
  const ours = time(() => optimalSegmentation(day, restart));
  const plain = time(() => plainPartitioning(day));
  lines.push({ name: 'against evaluating every run, one day', value: `${(plain / ours).toFixed(0)} × as fast` });
  return lines;
}

function time(work: () => unknown): number {
  work();
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

/** Jackson et al.'s recursion as it stands: every run is evaluated at every step. */
function plainPartitioning(problem: PlanningProblem): number {
  const cpu = new CpuSegments(problem);
  const memory = new MemorySegments(problem);
  const best = [0];
  for (let to = 1; to <= problem.steps; to++) {
    let cheapest = Number.POSITIVE_INFINITY;
    for (let from = 0; from < to; from++) {
      cpu.solve(from, to);
      memory.solve(from, from, to);
      cheapest = Math.min(cheapest, best[from]! + restart.price + cpu.cost + memory.cost);
    }
    best.push(cheapest);
  }
  return best[problem.steps]!;
}

function noisyWave(steps: number): PlanningProblem {
  const stream = new RandomStream(7, 'optimum-bench');
  const hours = 1 / 60;
  let memory = 500;
  const walk = () => {
    memory = Math.max(50, memory + stream.normal(0, 3));
    return memory;
  };
  const resource = { limitRatio: 1, minRequest: 0, maxRequest: Number.POSITIVE_INFINITY, initialWithinPolicy: true };
  return {
    steps,
    cpu: {
      ...resource,
      demand: Float64Array.from({ length: steps }, (_, t) =>
        Math.max(0, (600 + 400 * Math.sin((t / 1440) * 2 * Math.PI)) * (1 + 0.2 * stream.normal())),
      ),
      price: (0.04048 / 1000) * hours,
      initialRequest: 2000,
    },
    memory: {
      ...resource,
      demand: Float64Array.from({ length: steps }, walk),
      price: (0.004445 / 1024) * hours,
      initialRequest: 700,
    },
    throttlePrice: (0.4048 / 1000) * hours,
    change: restart,
    oomStepPrice: Number.POSITIVE_INFINITY,
    replicas: 1,
    exact: true,
  };
}
