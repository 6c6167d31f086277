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
    const usage = usageOf(cpuOf, 1 << 16);
    const ours = fastest(5, () => single(usage, 6));
    const plain = fastest(3, () => plainly(usage, 3000));
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
function single({ cpu, memory }: Usage, rounds: number): number {
  const recommender = kubernetesRecommender();
  const out = new Float64Array(8);
  let time = start;
  return nanosecondsPer(rounds * cpu.length, () => {
    for (let round = 0; round < rounds; round++)
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
  return nanosecondsPer(samples, () => {
    for (let i = 0; i < samples; i++) {
      recommender.observe(start + i * minute, cpu[i]!, memory[i]!);
      recommender.recommend();
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
  const passes = Math.ceil(2e6 / size);
  let time = start;
  return fastest(5, () =>
    nanosecondsPer(passes * size, () => {
      for (let pass = 0; pass < passes; pass++) {
        recommender.observe(time, cpu[pass % steps]!, memory[pass % steps]!);
        if (pass % every === every - 1) recommender.recommend(time, out);
        time += minute;
      }
    }),
  );
}

function nanosecondsPer(units: number, work: () => void): number {
  const begin = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - begin) / units;
}

/** The least of several measurements, the first of which warms up. */
function fastest(times: number, measure: () => number): number {
  return Math.min(...Array.from({ length: times }, measure));
}
