import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../env/core/random.js';
import * as statistics from '../../workloads/statistics.js';

const day = 86_400;
const gap = Number.NaN;

describe('moments and quantiles', () => {
  it('leave missing values out', () => {
    expect(statistics.mean([1, gap, 3])).toBe(2);
    expect(statistics.deviation([2, 4, 4, 4, 5, 5, 7, 9, gap])).toBe(2);
    expect(statistics.coefficientOfVariation([2, 4, 4, 4, 5, 5, 7, 9])).toBe(0.4);
    expect(statistics.mean([gap])).toBeNaN();
  });

  it('interpolate between order statistics as NumPy does', () => {
    // numpy.quantile([15, 20, 35, 40, 50], [0, 0.05, 0.3, 0.4, 0.5, 1])
    const quantiles = statistics.quantiles([40, 15, gap, 50, 20, 35], [0, 0.05, 0.3, 0.4, 0.5, 1]);
    for (const [i, expected] of [15, 16, 23, 29, 35, 50].entries()) expect(quantiles[i]).toBeCloseTo(expected, 12);
    expect(statistics.quantiles([], [0.5])).toEqual([gap]);
  });
});

describe('autocorrelation', () => {
  it('of a sine is the cosine of the lag, and of an alternation −1', () => {
    const sine = Array.from({ length: 10_000 }, (_, i) => Math.sin((2 * Math.PI * i) / 100));
    for (const lag of [1, 10, 25, 50]) {
      expect(statistics.autocorrelation(sine, lag)).toBeCloseTo(Math.cos((2 * Math.PI * lag) / 100), 2);
    }
    expect(statistics.autocorrelation([1, 2, 1, 2, 1, 2], 1)).toBeCloseTo(-1, 12);
    expect(statistics.autocorrelation([3, 3, 3], 1)).toBeNaN();
  });

  it('skips pairs with a gap', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? gap : Math.sin(i / 50)));
    expect(statistics.autocorrelation(values, 1)).toBeGreaterThan(0.99);
  });
});

describe('the tail index', () => {
  it('of Pareto values is their exponent', () => {
    for (const alpha of [1.2, 2, 3.5]) {
      const random = new RandomStream(5, String(alpha));
      const values = Array.from({ length: 50_000 }, () => (1 - random.next()) ** (-1 / alpha));
      // Hill's estimator has a standard error of α/√k over the k largest values: here 1000.
      expect(Math.abs(statistics.tailIndex(values) / alpha - 1)).toBeLessThan(4 / Math.sqrt(1000));
    }
  });

  it('of exponential values is far higher than of heavy tails', () => {
    const random = new RandomStream(5, 'light');
    expect(statistics.tailIndex(Array.from({ length: 50_000 }, () => random.exponential()))).toBeGreaterThan(4);
  });
});

describe('daily and weekly shape', () => {
  const grid = { startTime: 0, stepSeconds: 300 };
  const steps = (8 * day) / 300;

  it('finds the profile, its amplitude and that it explains everything', () => {
    const values = Array.from(
      { length: steps },
      (_, i) => 100 + 50 * Math.cos((2 * Math.PI * (i * 300 + 150 - 14.5 * 3600)) / day),
    );
    const profile = statistics.dailyProfile(values, grid);
    expect(profile.indexOf(Math.max(...profile))).toBe(14);
    expect(statistics.dailyShare(values, grid)).toBeCloseTo(1, 6);
    expect(statistics.dailyAmplitude(values, grid)).toBeCloseTo(0.5, 1);
  });

  it('finds nothing in white noise', () => {
    const random = new RandomStream(9, 'white');
    const values = Array.from({ length: steps }, () => random.normal(100, 10));
    expect(statistics.dailyShare(values, grid)).toBeLessThan(0.15);
  });

  it('does not depend on where the grid begins', () => {
    const at = (time: number) => 100 + (Math.floor(time / 3600) % 24);
    const later = { startTime: 5 * 3600 + 1200, stepSeconds: 300 };
    const values = Array.from({ length: steps }, (_, i) => at(later.startTime + i * 300));
    expect([...statistics.dailyProfile(values, later)]).toEqual(Array.from({ length: 24 }, (_, hour) => 100 + hour));
  });

  it('says nothing about less than two days', () => {
    expect(statistics.dailyShare(new Float64Array(300).fill(1), grid)).toBeNaN();
  });

  it('averages hours on their own boundaries, leaving empty hours missing', () => {
    const values = [1, 3, 5, gap, gap, 7];
    expect([...statistics.hourlyMeans(values, { startTime: 1800, stepSeconds: 1800 })]).toEqual([1, 4, gap, 7]);
  });

  it('measures growth as a share of the mean', () => {
    const values = Array.from({ length: 2016 }, (_, i) => 100 + i * 0.01);
    expect(statistics.trendPerWeek(values, grid)).toBeCloseTo((0.01 * 2016) / (100 + 0.01 * 1007.5), 9);
  });
});
