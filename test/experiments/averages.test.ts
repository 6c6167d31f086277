import { describe, expect, it } from 'vitest';
import { estimateOf, meanOf } from '../../experiments/averages.js';

describe('averages', () => {
  it('lets twice as good and half as good cancel out, where metrics are ratios', () => {
    expect(meanOf([4, 0.25, null], 'geometric')).toBeCloseTo(1, 12);
    expect(meanOf([4, 0.25, null], 'arithmetic')).toBe(2.125);
  });

  it('gives ratios the interval of their logarithms', () => {
    // ln 1, ln e, ln e²: mean 1, s = 1, t(0.975, 2) = 4.3026527.
    const reach = 4.30265272991 / Math.sqrt(3);
    const { mean, low, high, units } = estimateOf([1, Math.E, Math.E ** 2], 'geometric')!;
    expect(mean).toBeCloseTo(Math.E, 12);
    expect(Math.log(low!)).toBeCloseTo(1 - reach, 8);
    expect(Math.log(high!)).toBeCloseTo(1 + reach, 8);
    expect(units).toBe(3);
  });

  it('has no interval for one value, and nothing for none', () => {
    expect(estimateOf([3], 'geometric')).toEqual({ mean: expect.closeTo(3, 12), low: null, high: null, units: 1 });
    expect(estimateOf([null], 'arithmetic')).toBeNull();
    expect(meanOf([], 'geometric')).toBeNull();
  });
});
