import { kubernetesFleet, kubernetesRecommender } from '../../agents/vertical/kubernetes/index.js';
import { RandomStream } from '../../env/core/random.js';
import { PlainRecommender } from '../agents/kubernetes/plain-recommender.js';
import type { BenchLine } from './bench-line.js';

const start = 1_700_000_000;
const minute = 60;

/** Usage of one container: how its CPU spreads decides how many buckets a percentile has to pass. */
const shapes = {
  'narrow usage (250m to 300m)': (random: RandomStream) => random.integer(250, 300),
  'wide usage (5m to 60 cores)': (random: RandomStream) => Math.floor(Math.exp(random.uniform(1.6, 11))),
} as const;

/** Kubernetes' recommender: one container at a time, and many at once. */
export async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const [shape, cpuOf] of Object.entries(shapes)) {
    const usage = usageOf(cpuOf, 1 << 14);
    const ours = single(usage);
    const plain = plainly(usage, 2000);
    lines.push({
      name: `single, ${shape}`,
      value: `${(1000 / ours).toFixed(2)} M/s`,
      note: `${ours.toFixed(0)} ns a sample and recommendation; the plain one takes ${(plain / 1000).toFixed(0)} µs, ${(plain / ours).toFixed(0)} times as long`,
    });
  }
  for (const size of [256, 1024])
    for (const every of [60, 1]) {
      const nanoseconds = fleet(size, every);
      lines.push({
        name: `fleet of ${size}, recommending ${every === 1 ? 'every minute' : 'hourly'}`,
        value: `${nanoseconds.toFixed(1)} ns`,
        note: `a pod-sample, recommendations included; ${(1000 / nanoseconds).toFixed(0)} M pod-samples/s`,
      });
    }
  return lines;
}

interface Usage {
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
}

function usageOf(cpuOf: (random: RandomStream) => number, length: number): Usage {
  const random = new RandomStream(1, 'bench', 'kubernetes');
  return {
    cpu: Float64Array.from({ length }, () => cpuOf(random)),
    memory: Float64Array.from({ length }, () => random.integer(5e8, 9e8)),
  };
}

/** Nanoseconds for one sample and one recommendation. */
function single({ cpu, memory }: Usage): number {
  const recommender = kubernetesRecommender();
  const out = new Float64Array(8);
  let time = start;
  return fastest(150, cpu.length, () => {
    for (let i = 0; i < cpu.length; i++) {
      recommender.observe(time, cpu[i]!, memory[i]!);
      recommender.recommend(time, out);
      time += minute;
    }
  });
}

/** The same with the recommender of the tests, written plainly from the text. */
function plainly({ cpu, memory }: Usage, samples: number): number {
  const recommender = new PlainRecommender();
  let time = start;
  return fastest(10, samples, () => {
    for (let i = 0; i < samples; i++) {
      recommender.observe(time, cpu[i]!, memory[i]!);
      recommender.recommend();
      time += minute;
    }
  });
}

/** Nanoseconds for one sample of one container of a fleet, its share of the recommendations included. */
function fleet(size: number, every: number): number {
  const random = new RandomStream(1, 'bench', 'kubernetes-fleet');
  const row = (low: number, high: number) =>
    Float64Array.from({ length: size }, () => Math.floor(Math.exp(random.uniform(low, high))));
  const steps = 256;
  const cpu = Array.from({ length: steps }, () => row(4, 8));
  const memory = Array.from({ length: steps }, () => row(19, 21));
  const recommender = kubernetesFleet(size);
  const out = new Float64Array(8 * size);
  const passes = 60 * Math.ceil(500 / size);
  let time = start;
  return fastest(200, passes * size, () => {
    for (let pass = 0; pass < passes; pass++) {
      recommender.observe(time, cpu[pass % steps]!, memory[pass % steps]!);
      if (pass % every === 0) recommender.recommend(time, out);
      time += minute;
    }
  });
}

/** Nanoseconds a unit of work in the fastest of many short runs: what the machine does when nothing else has it. */
function fastest(runs: number, units: number, work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const begin = process.hrtime.bigint();
    work();
    least = Math.min(least, Number(process.hrtime.bigint() - begin) / units);
  }
  return least;
}
