import { describe, expect, it } from 'vitest';
import {
  type CheckpointStatus,
  type KubernetesOptions,
  kubernetesFleet,
  kubernetesRecommender,
} from '../../../agents/vertical/kubernetes/index.js';
import { RandomStream } from '../../../env/core/random.js';
import { type PlainCheckpoint, type PlainOptions, PlainRecommender, plainDefaults } from './plain-recommender.js';

interface Setting {
  readonly name: string;
  readonly options: KubernetesOptions;
  readonly plain: PlainOptions;
}

const settings: readonly Setting[] = [
  { name: 'defaults', options: {}, plain: plainDefaults },
  {
    name: 'half-lives that do not divide a day, short windows, other percentiles',
    options: {
      cpuHistogramDecayHalfLifeSeconds: 36 * 3600,
      memoryHistogramDecayHalfLifeSeconds: 7 * 3600,
      memoryAggregationIntervalSeconds: 5 * 3600,
      targetCpuPercentile: 0.5,
      recommendationLowerBoundCpuPercentile: 0.75,
      recommendationUpperBoundCpuPercentile: 1,
      targetMemoryPercentile: 1,
      recommendationLowerBoundMemoryPercentile: 0,
      confidenceIntervalCpuSeconds: 3600,
      confidenceIntervalMemorySeconds: 1080,
      recommendationMarginFraction: 0,
      podRecommendationMinCpuMillicores: 0,
      podRecommendationMinMemoryMb: 0,
      oomBumpUpRatio: 1.05,
      oomMinBumpUpBytes: 0,
    },
    plain: {
      marginFraction: 0,
      minCpu: 0,
      minMemory: 0,
      percentiles: { cpu: [0.75, 0.5, 1], memory: [0, 1, 0.95] },
      confidenceSeconds: { cpu: 3600, memory: 1080 },
      halfLifeSeconds: { cpu: 36 * 3600, memory: 7 * 3600 },
      windowSeconds: 5 * 3600,
      oomRatio: 1.05,
      oomMinBump: 0,
    },
  },
];

/** How far time moves between two samples: mostly a minute, sometimes not at all, backwards, or by months. */
function step(random: RandomStream): number {
  const kind = random.next();
  if (kind < 0.85) return 60;
  if (kind < 0.9) return 0;
  if (kind < 0.95) return -random.integer(1, 200_000) / 1000;
  if (kind < 0.99) return random.integer(1, 200_000);
  return random.integer(1, 250) * 86_400;
}

function cpuUsage(random: RandomStream, style: number): number {
  if (random.next() < 0.03) return Number.NaN;
  if (style === 0) return 250;
  if (style === 1) return random.uniform(0, 40);
  if (style === 2) return Math.floor(Math.exp(random.uniform(0, 12)));
  return random.next() < 0.5 ? 0 : 10 ** random.uniform(0, 16);
}

function memoryUsage(random: RandomStream, style: number): number {
  if (random.next() < 0.03) return Number.NaN;
  if (style === 0) return 5e8;
  if (style === 1) return random.next() < 0.3 ? 0 : random.uniform(0, 5e7);
  if (style === 2) return Math.floor(Math.exp(random.uniform(15, 28)));
  return 10 ** random.uniform(6, 16);
}

const size = 8;

/** Plays the same events to a fleet, to single recommenders and to plain ones; checks all of them against each other. */
function play({ options, plain }: Setting, seed: number, samples: number): void {
  const random = new RandomStream(seed, 'kubernetes', 'fuzz');
  const styles = Array.from({ length: size }, () => [random.integer(0, 3), random.integer(0, 3)] as const);
  let fleet = kubernetesFleet(size, options);
  let singles = styles.map(() => kubernetesRecommender(options));
  let plains = styles.map(() => new PlainRecommender(plain));
  const cpu = new Float64Array(size);
  const memory = new Float64Array(size);
  const ofFleet = new Float64Array(8 * size);
  const ofSingle = new Float64Array(8);
  let time = 1.7e9 + random.integer(0, 86_400_000) / 1000;

  for (let sample = 0; sample < samples; sample++) {
    time += step(random);
    for (let i = 0; i < size; i++) {
      cpu[i] = cpuUsage(random, styles[i]![0]);
      memory[i] = memoryUsage(random, styles[i]![1]);
      singles[i]!.observe(time, cpu[i]!, memory[i]!);
      plains[i]!.observe(time, cpu[i]!, memory[i]!);
    }
    fleet.observe(time, cpu, memory);
    if (random.next() < 0.02) {
      const i = random.integer(0, size - 1);
      const killed = time - random.integer(0, 3) * 30_000;
      const request = random.uniform(0, 2e9);
      fleet.observeOom(i, killed, request);
      singles[i]!.observeOom(killed, request);
      plains[i]!.observeOom(killed, request);
    }
    if (random.next() < 0.2) {
      fleet.recommend(time, ofFleet);
      for (let i = 0; i < size; i++) {
        singles[i]!.recommend(time, ofSingle);
        expect([...ofSingle]).toEqual(plains[i]!.recommend());
        expect([...ofFleet.subarray(8 * i, 8 * i + 8)]).toEqual([...ofSingle]);
      }
    }
    if (random.next() < 0.01) {
      for (let i = 0; i < size; i++) {
        const saved = singles[i]!.save(time);
        expect(saved).toEqual(fleet.save(i, time));
        expect(asPlain(saved)).toEqual(plains[i]!.save(time));
      }
      if (random.next() < 0.3) {
        const checkpoints = singles.map((single) => single.save(time));
        fleet = kubernetesFleet(size, options);
        singles = checkpoints.map(() => kubernetesRecommender(options));
        plains = checkpoints.map(() => new PlainRecommender(plain));
        for (const [i, checkpoint] of checkpoints.entries()) {
          fleet.restore(i, JSON.parse(JSON.stringify(checkpoint)));
          singles[i]!.restore(checkpoint);
          plains[i]!.restore(asPlain(checkpoint));
        }
      }
    }
  }
}

function asPlain(status: CheckpointStatus): PlainCheckpoint {
  const time = (text: string | null) =>
    text === null ? -62_135_596_800n * 1_000_000_000n : BigInt(Date.parse(text)) * 1_000_000n;
  const histogram = ({ referenceTimestamp, totalWeight, bucketWeights }: CheckpointStatus['cpuHistogram']) => ({
    reference: time(referenceTimestamp),
    total: totalWeight,
    weights: bucketWeights,
  });
  return {
    cpu: histogram(status.cpuHistogram),
    memory: histogram(status.memoryHistogram),
    first: time(status.firstSampleStart),
    last: time(status.lastSampleStart),
    count: status.totalSamplesCount,
  };
}

describe.each(settings)('fleet, single and plain recommender agree to the bit: $name', (setting) => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))('random events %i', (seed) => play(setting, seed, 500));
});

describe('a long, steady stream', () => {
  it('keeps recommendations of a plain recommender while percentiles are read from what was proved earlier', () => {
    const random = new RandomStream(7, 'kubernetes', 'steady');
    const single = kubernetesRecommender();
    const plain = new PlainRecommender();
    const out = new Float64Array(8);
    for (let minute = 0; minute < 6000; minute++) {
      const time = 1.7e9 + 60 * minute;
      const cpu = random.next() < 0.5 ? 100 : random.next() < 0.8 ? 200 : random.integer(0, 900);
      const memory = 3e8 + 1e5 * random.integer(0, 1000);
      single.observe(time, cpu, memory);
      plain.observe(time, cpu, memory);
      single.recommend(time, out);
      expect([...out]).toEqual(plain.recommend());
    }
  });
});
