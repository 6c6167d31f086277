import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../env/core/random.js';
import { bootstrapInterval, holm, meanInterval, signFlipTest } from '../../experiments/statistics.js';
import { studentTCdf, studentTQuantile } from '../../experiments/student-t.js';

describe("Student's t", () => {
  it('has the closed form for one and two degrees of freedom', () => {
    for (const t of [-30, -2, -0.3, 0, 0.7, 1, 12.7]) {
      expect(studentTCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 13);
      expect(studentTCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 13);
    }
  });

  it("gives the printed table's 97.5 % points", () => {
    const table: [number, number][] = [
      [1, 12.706],
      [2, 4.303],
      [4, 2.776],
      [9, 2.262],
      [29, 2.045],
      [120, 1.98],
    ];
    for (const [degrees, point] of table) expect(studentTQuantile(0.975, degrees)).toBeCloseTo(point, 3);
  });

  it('inverts itself in both tails', () => {
    for (const p of [0.001, 0.2, 0.5, 0.9, 0.9995]) expect(studentTCdf(studentTQuantile(p, 7), 7)).toBeCloseTo(p, 12);
  });
});

describe('meanInterval', () => {
  it('is the textbook t-interval', () => {
    // Mean 3, s = √2.5, standard error √0.5; t(0.975, 4) = 2.7764451.
    const { mean, low, high, units } = meanInterval([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(units).toBe(5);
    expect(low).toBeCloseTo(3 - 2.7764451052 * Math.sqrt(0.5), 9);
    expect(high).toBeCloseTo(3 + 2.7764451052 * Math.sqrt(0.5), 9);
  });

  it('gives no interval for a single unit', () => {
    expect(meanInterval([7])).toEqual({ mean: 7, low: null, high: null, units: 1 });
  });

  it('covers the true mean of normal samples 95 times in 100', () => {
    const stream = new RandomStream(1, 'coverage');
    let covered = 0;
    for (let draw = 0; draw < 4000; draw++) {
      const { low, high } = meanInterval(Array.from({ length: 5 }, () => stream.normal(10, 3)));
      if (low! <= 10 && high! >= 10) covered++;
    }
    expect(covered / 4000).toBeGreaterThan(0.94);
    expect(covered / 4000).toBeLessThan(0.96);
  });
});

describe('signFlipTest', () => {
  const stream = new RandomStream(2, 'flips');

  it('is exact for a handful of pairs', () => {
    // All five differences point one way: only that pattern and its mirror are as extreme, 2 of 32.
    expect(signFlipTest([1, 2, 3, 4, 5], stream)).toBe(2 / 32);
    // |−1 + 2 + 3| = 4: patterns with |sum| ≥ 4 are ±6 and ±4, 4 of 8.
    expect(signFlipTest([-1, 2, 3], stream)).toBe(4 / 8);
    expect(signFlipTest([0, 0, 0], stream)).toBe(1);
  });

  it('agrees with the exact p where it has to draw', () => {
    // Twenty differences of equal size, fifteen positive: P(|B − 10| ≥ 5), B ~ Binomial(20, ½) = 0.04138947.
    const differences = Array.from({ length: 20 }, (_, i) => (i < 15 ? 1 : -1));
    expect(signFlipTest(differences, stream)).toBeCloseTo(0.04138947, 2);
  });
});

describe('holm', () => {
  it("gives R's p.adjust(method = 'holm')", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe('bootstrapInterval', () => {
  it('comes close to the t-interval of a large sample', () => {
    const stream = new RandomStream(3, 'bootstrap');
    const values = Array.from({ length: 200 }, () => stream.normal(5, 2));
    const meanOf = (sample: Int32Array) => sample.reduce((total, index) => total + values[index]!, 0) / sample.length;
    const boot = bootstrapInterval(values.length, meanOf, stream);
    const t = meanInterval(values);
    expect(boot.mean).toBeCloseTo(t.mean, 12);
    expect(Math.abs(boot.low! - t.low!)).toBeLessThan(0.05);
    expect(Math.abs(boot.high! - t.high!)).toBeLessThan(0.05);
  });

  it('is the same for the same stream', () => {
    const run = () => bootstrapInterval(9, (s) => s.reduce((a, b) => a + b, 0), new RandomStream(4, 'again'));
    expect(run()).toEqual(run());
  });
});
