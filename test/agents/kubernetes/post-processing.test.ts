import { describe, expect, it } from 'vitest';
import { type KubernetesOptions, kubernetesRecommender } from '../../../agents/vertical/kubernetes/index.js';
import { humanizeBytes, roundUpTo } from '../../../agents/vertical/kubernetes/logic/rounding.js';
import { formatQuantity, memoryQuantity, value } from '../../../workloads/quantity.js';
import { describeShared } from '../../shared.js';
import { golden } from './golden.js';

const Mi = 1048576;

describeShared('rounding of the original', () => {
  const lines = golden!.quantityText;

  it.each(lines.filter((line) => line.startsWith('Hum')))('%s', (line) => {
    const [, bytes, , text, whole] = line.split(' ');
    const quantity = memoryQuantity(humanizeBytes(Number(bytes)));
    expect(formatQuantity(quantity)).toBe(text);
    expect(value(quantity)).toBe(BigInt(whole!));
  });

  it.each(lines.filter((line) => line.startsWith('RoundUp')))('%s', (line) => {
    const [, cores, rounded] = line.split(' ').map(Number);
    expect(roundUpTo(cores! * 1000, 1000)).toBe(rounded! * 1000);
  });

  it.each(lines.filter((line) => line.startsWith('RUS')))('%s', (line) => {
    const [amount, step, rounded] = line.match(/\d+/g)!.map(Number);
    expect(roundUpTo(amount!, step!)).toBe(rounded);
  });
});

describe('rounding', () => {
  it('G39: up to a multiple; a step of one or less leaves the amount', () => {
    expect([roundUpTo(79, 50), roundUpTo(34, 50), roundUpTo(1231241, 13)]).toEqual([100, 50, 1231243]);
    expect([roundUpTo(200 * Mi, 128 * Mi), roundUpTo(80 * Mi, 128 * Mi)]).toEqual([268435456, 134217728]);
    expect([roundUpTo(7, 0), roundUpTo(7, -5), roundUpTo(7, 1), roundUpTo(0, 50)]).toEqual([7, 7, 7, 0]);
  });

  it('G40: two decimals of the largest unit, halves to even as Go prints', () => {
    expect([1537, 839500000, 4992073454, 262144000, 1050000].map(humanizeBytes)).toEqual([
      1536, 839500431.36, 4992899481.6, 262144000, 1048576,
    ]);
    expect([1152, 1408].map((bytes) => humanizeBytes(bytes) / 1024)).toEqual([1.12, 1.38]);
    expect([0, 5, 1023].map(humanizeBytes)).toEqual([0, 5, 1023]);
  });
});

/** What is recommended after a day of 100m and 512 MiB: lower bound, target, upper bound, uncapped target of each. */
function recommended(options: KubernetesOptions): number[] {
  const recommender = kubernetesRecommender(options);
  for (let minute = 0; minute < 1440; minute++) recommender.observe(1767225600 + 60 * minute, 100, 512 * Mi);
  const out = new Float64Array(8);
  recommender.recommend(1767312000, out);
  return [...out];
}

describe('settings of one container', () => {
  const plain = recommended({});

  it('recommends bounds, target and uncapped target (G27)', () => {
    expect(plain).toEqual([125, 126, 252, 126, 627438575, 628694953, 1257826803, 628694953]);
  });

  it('caps all but the uncapped target, the maximum winning over the minimum', () => {
    const [lower, target, upper, uncapped] = recommended({
      minAllowed: { cpuMillicores: 300 },
      maxAllowed: { cpuMillicores: 200, memoryBytes: 6e8 },
    });
    expect([lower, target, upper, uncapped]).toEqual([200, 200, 200, 126]);
    expect(recommended({ maxAllowed: { memoryBytes: 6e8 } }).slice(4)).toEqual([6e8, 6e8, 6e8, 628694953]);
  });

  it("takes the cluster's maximum only where the policy has none", () => {
    const cluster = { containerRecommendationMaxAllowedCpuMillicores: 50 };
    expect(recommended(cluster)[1]).toBe(50);
    expect(recommended({ ...cluster, maxAllowed: { cpuMillicores: 80 } })[1]).toBe(80);
  });

  it('rounds CPU to whole cores, the uncapped target too, and caps after rounding', () => {
    expect(recommended({ cpuIntegerPostProcessorEnabled: true }).slice(0, 4)).toEqual([1000, 1000, 1000, 1000]);
    expect(
      recommended({ roundCpuMillicores: 50, roundMemoryBytes: Mi, maxAllowed: { cpuMillicores: 140 } }).slice(0, 6),
    ).toEqual([140, 140, 140, 150, 599 * Mi, 600 * Mi]);
  });

  it('leaves a resource out that is not controlled', () => {
    const cpuOnly = recommended({ controlledResources: ['cpu'] });
    expect(cpuOnly.slice(0, 4)).toEqual(plain.slice(0, 4));
    expect(cpuOnly.slice(4)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('shares the minimum of a pod among its containers (G24)', () => {
    const empty = (containersInPod: number) => {
      const out = new Float64Array(8);
      kubernetesRecommender({ containersInPod }).recommend(0, out);
      return [...new Set(out)];
    };
    expect([1, 2, 3].map(empty)).toEqual([
      [25, 262144000],
      [12, 131072000],
      [8, 87381333],
    ]);
  });

  it('weighs CPU samples by request when asked to', () => {
    const target = (cpuSampleWeight: 'constant' | 'request') => {
      const recommender = kubernetesRecommender({ cpuSampleWeight });
      for (let minute = 0; minute < 100; minute++) {
        recommender.setCpuRequest(minute < 90 ? 100 : 4000);
        recommender.observe(1767225600 + 60 * minute, minute < 90 ? 100 : 1000, Number.NaN);
      }
      const out = new Float64Array(8);
      recommender.recommend(0, out);
      return [out[1], recommender.save(0).cpuHistogram.bucketWeights['8']];
    };
    expect(target('constant')[0]).toBe(1168);
    expect(target('constant')[1]).toBe(10000);
    expect(target('request')[1]).toBeLessThan(2500);
  });
});

describe('bad settings', () => {
  it.each([
    [{ targetCpuPercentile: 1.5 }, 'targetCpuPercentile', '1.5'],
    [{ recommendationMarginFraction: -1 }, 'recommendationMarginFraction', '-1'],
    [{ cpuHistogramDecayHalfLifeSeconds: 0 }, 'cpuHistogramDecayHalfLifeSeconds', '0'],
    [{ maxAllowed: { cpuMillicores: -1 } }, 'maxAllowed.cpuMillicores', '-1'],
    [{ halfLife: 3 }, 'halfLife', '3'],
  ])('%j', (options, field, found) => {
    expect(() => kubernetesRecommender(options as KubernetesOptions)).toThrow(
      `field "${field}" got ${found}: expected`,
    );
  });
});
