import { describe, expect, it } from 'vitest';
import { kubernetesRecommender } from '../../../agents/vertical/kubernetes/index.js';
import { InputError } from '../../../env/core/input-error.js';

const start = Date.UTC(2026, 0, 1) / 1000;
const Gi = 2 ** 30;

const status = {
  lastUpdateTime: '2026-01-02T00:00:00Z',
  version: 'v3',
  cpuHistogram: {
    referenceTimestamp: '2026-01-02T00:00:00Z',
    bucketWeights: { '8': 9922, '32': 10000 },
    totalWeight: 52963.01292431593,
  },
  memoryHistogram: { referenceTimestamp: null, bucketWeights: {}, totalWeight: 0 },
  firstSampleStart: '2026-01-01T00:00:00Z',
  lastSampleStart: '2026-01-02T00:00:00Z',
  totalSamplesCount: 1440,
};

describe('checkpoints', () => {
  it('have the form of the API object: v3, whole seconds, decimal bucket names, null for times that are not set', () => {
    const recommender = kubernetesRecommender();
    recommender.observe(start + 0.75, 100, Number.NaN);
    expect(recommender.save(start + 60.9)).toEqual({
      lastUpdateTime: '2026-01-01T00:01:00Z',
      version: 'v3',
      cpuHistogram: {
        referenceTimestamp: '2026-01-01T00:00:00Z',
        bucketWeights: { '8': 10000 },
        totalWeight: expect.closeTo(0.1, 4),
      },
      memoryHistogram: { referenceTimestamp: null, bucketWeights: {}, totalWeight: 0 },
      firstSampleStart: '2026-01-01T00:00:00Z',
      lastSampleStart: '2026-01-01T00:00:00Z',
      totalSamplesCount: 1,
    });
  });

  it('leave out the peak of the window that is open, and keep those of closed ones', () => {
    const recommender = kubernetesRecommender();
    recommender.observe(start, 100, Gi);
    expect(recommender.save(start + 3600).memoryHistogram.bucketWeights).toEqual({});
    expect(recommender.save(start + 86_400).memoryHistogram.bucketWeights).toEqual({ '37': 10000 });
    recommender.observe(start + 86_400, 100, 4 * Gi);
    expect(recommender.save(start + 90_000).memoryHistogram.bucketWeights).toEqual({ '37': 10000 });
    expect(recommender.save(start + 90_000).memoryHistogram.totalWeight).toBe(1);
  });

  it('carry history into a fresh recommender, which counts both', () => {
    const recommender = kubernetesRecommender();
    recommender.restore(status, 'checkpoint.json');
    recommender.observe(start + 86_460, 800, Number.NaN);
    const saved = recommender.save(start + 86_460);
    expect(saved.totalSamplesCount).toBe(1441);
    expect(saved.firstSampleStart).toBe('2026-01-01T00:00:00Z');
    expect(saved.lastSampleStart).toBe('2026-01-02T00:01:00Z');
    const out = new Float64Array(8);
    recommender.recommend(start + 86_460, out);
    expect(out[1]).toBe(920);
  });

  it('replace one loaded before', () => {
    const recommender = kubernetesRecommender();
    recommender.restore(status);
    recommender.restore(status);
    expect(recommender.save(start).totalSamplesCount).toBe(1440);
  });

  it.each([
    ['another version', { ...status, version: 'v2' }, 'status.version" got "v2": expected v3'],
    [
      'a bucket that there is not',
      { ...status, cpuHistogram: { ...status.cpuHistogram, bucketWeights: { '176': 1 } } },
      'status.cpuHistogram.bucketWeights.176',
    ],
    [
      'a negative total',
      { ...status, cpuHistogram: { ...status.cpuHistogram, totalWeight: -1 } },
      'status.cpuHistogram.totalWeight" got -1: expected a number ≥ 0',
    ],
    ['a missing histogram', { ...status, memoryHistogram: undefined }, 'status.memoryHistogram'],
    ['a time that is none', { ...status, firstSampleStart: 'yesterday' }, 'status.firstSampleStart" got "yesterday"'],
  ])('refuse %s and load nothing', (_, bad, message) => {
    const recommender = kubernetesRecommender();
    expect(() => recommender.restore(bad, 'checkpoint.json')).toThrow(InputError);
    expect(() => recommender.restore(bad, 'checkpoint.json')).toThrow(message);
    expect(recommender.save(start).totalSamplesCount).toBe(0);
  });
});
