import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { Sampler } from '../../../env/horizontal/platform/distribution/sampler.js';
import { type Distribution, meanOf, squaredCv } from '../../../env/horizontal/platform/index.js';
import { estimate, expectWithin } from './batch-means.js';

/** Distribution, mean, squared coefficient of variation, third moment over the cube of the mean. */
const cases: [Distribution, number, number, number][] = [
  [{ kind: 'uniform', low: 0, high: 2 }, 1, 1 / 3, 2],
  [{ kind: 'exponential', mean: 0.5 }, 0.5, 1, 6],
  [{ kind: 'gamma', mean: 2, cv: 0.5 }, 2, 0.25, 1.875],
  [{ kind: 'gamma', mean: 2, cv: Math.SQRT2 }, 2, 2, 15],
  [{ kind: 'lognormal', mean: 0.1, cv: 0.5 }, 0.1, 0.25, 1.25 ** 3],
  [{ kind: 'hyperexponential', mean: 1, cv: 2 }, 1, 4, 60],
  [{ kind: 'empirical', values: [1, 1, 4] }, 2, 0.5, 2.75],
];

describe('durations have the moments asked for', () => {
  it.each(cases)('%o', (distribution, mean, squared, third) => {
    const random = new RandomStream(5, 'moments', distribution.kind);
    const sampler = new Sampler(distribution);
    const batches = Array.from({ length: 30 }, () => Array.from({ length: 8000 }, () => sampler.draw(random)));
    const moment = (power: number) =>
      estimate(batches.map((batch) => batch.reduce((sum, value) => sum + (value / mean) ** power, 0) / batch.length));
    expect(meanOf(distribution)).toBeCloseTo(mean, 12);
    expect(squaredCv(distribution)).toBeCloseTo(squared, 12);
    expect(batches.flat().every((value) => value >= 0)).toBe(true);
    expectWithin(moment(1), 1);
    expectWithin(moment(2), 1 + squared);
    expectWithin(moment(3), third);
  });

  it('a deterministic duration draws nothing', () => {
    const random = new RandomStream(1);
    const before = random.snapshot();
    expect(new Sampler({ kind: 'deterministic', mean: 0.3 }).draw(random)).toBe(0.3);
    expect(random.snapshot()).toEqual(before);
  });
});
