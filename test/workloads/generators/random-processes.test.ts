import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { arProcess, isStationary, partialAutocorrelations } from '../../../workloads/generators/ar-process.js';
import { generateSeries } from '../../../workloads/generators/generate-series.js';
import { autocorrelation, coefficientOfVariation, deviation, mean, tailIndex } from '../../../workloads/statistics.js';

const timesteps = 200_000;

function cpuOf(config: object, seed = 1): Float64Array {
  return generateSeries({ timesteps, ...config }, { seed }).cpuMillicores;
}

describe('an autoregressive process', () => {
  it('of order 1 has autocorrelation φᵏ and the asked mean and deviation', () => {
    for (const phi of [0.9, 0.5, -0.6]) {
      const config = { mean: { cpu: 1000 }, deviation: { cpu: 50 }, coefficients: { cpu: [phi] } };
      const values = cpuOf({ type: 'autoregressive', config });
      for (const lag of [1, 2, 5]) expect(Math.abs(autocorrelation(values, lag) - phi ** lag)).toBeLessThan(0.02);
      expect(Math.abs(mean(values) / 1000 - 1)).toBeLessThan(0.01);
      expect(Math.abs(deviation(values) / 50 - 1)).toBeLessThan(0.03);
    }
  });

  it('of order 2 has the autocorrelations of the Yule–Walker equations', () => {
    const [a, b] = [0.5, 0.3];
    const first = a / (1 - b);
    const second = a * first + b;
    const third = a * second + b * first;
    const values = cpuOf({ type: 'autoregressive', config: { coefficients: { cpu: [a, b] } } });
    for (const [i, expected] of [first, second, third].entries())
      expect(Math.abs(autocorrelation(values, i + 1) - expected)).toBeLessThan(0.02);
  });

  it('is stationary from its first value on', () => {
    const squares = [0, 0, 0, 0];
    const runs = 20_000;
    const random = new RandomStream(3, 'stationary');
    for (let run = 0; run < runs; run++) {
      const values = arProcess([0.6, -0.2, 0.5], squares.length, random);
      for (const [i, value] of values.entries()) squares[i]! += value * value;
    }
    // The variance of a mean of n squared normals is 2/n.
    for (const square of squares) expect(Math.abs(square / runs - 1)).toBeLessThan(4 * Math.sqrt(2 / runs));
  });

  it('lognormal keeps mean and deviation, and never falls below zero', () => {
    const config = {
      mean: { cpu: 100 },
      deviation: { cpu: 80 },
      coefficients: { cpu: [0.5] },
      distribution: 'lognormal',
    };
    const values = cpuOf({ type: 'autoregressive', config });
    expect(values.every((value) => value > 0)).toBe(true);
    expect(Math.abs(mean(values) - 100)).toBeLessThan(1.5);
    expect(Math.abs(coefficientOfVariation(values) - 0.8)).toBeLessThan(0.04);
  });

  it('is refused when it is not stationary', () => {
    expect([[0.99], [1], [-1.01], [0.5, 0.6], [1.2, -0.5], [0.5, 0.3], [2, -1]].map(isStationary)).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(partialAutocorrelations([0.5, 0.3])).toEqual([0.5 / 0.7, 0.3]);
  });
});

describe('correlated noise', () => {
  it('has mean 1, the asked variation, and a correlation time that does not depend on the step', () => {
    for (const time_interval of [10, 60]) {
      const config = {
        of: { type: 'constant', config: { usage: { cpu: 1000 } } },
        variation: { cpu: 0.05 },
        correlation_seconds: { cpu: 600 },
      };
      const values = cpuOf({ type: 'noise', time_interval, config });
      expect(Math.abs(mean(values) / 1000 - 1)).toBeLessThan(0.01);
      expect(Math.abs(coefficientOfVariation(values) / 0.05 - 1)).toBeLessThan(0.05);
      expect(Math.abs(autocorrelation(values, 600 / time_interval) - Math.exp(-1))).toBeLessThan(0.04);
    }
  });

  it('couples memory with CPU as asked', () => {
    const config = (coupling: number) => ({
      of: { type: 'constant', config: { round: false } },
      variation: { cpu: 0.05, memory: 0.05 },
      coupling,
    });
    for (const coupling of [0.8, 0, -0.5]) {
      const { cpuMillicores, memoryBytes } = generateSeries({ type: 'noise', timesteps, config: config(coupling) });
      const [cpuMean, memoryMean] = [mean(cpuMillicores), mean(memoryBytes)];
      const products = cpuMillicores.map((value, i) => (value - cpuMean) * (memoryBytes[i]! - memoryMean));
      const correlation = mean(products) / deviation(cpuMillicores) / deviation(memoryBytes);
      expect(Math.abs(correlation - coupling)).toBeLessThan(0.02);
    }
  });
});

describe('bursts', () => {
  it('come to base + burst·E[size]·rate·duration in the mean, from the first step on', () => {
    const sizes = [
      { size: { distribution: 'pareto', alpha: 3 }, expected: 3 / 2 },
      { size: { distribution: 'lognormal', sigma: 0.5 }, expected: Math.exp(0.125) },
    ];
    for (const { size, expected } of sizes) {
      const config = { base: { cpu: 100 }, burst: { cpu: 50 }, size, rate_per_hour: 6, duration: 300 };
      const values = cpuOf({ type: 'bursty', config });
      expect(Math.abs(mean(values) - (100 + 50 * expected * 6 * (300 / 3600)))).toBeLessThan(2);
      expect(values.every((value) => value >= 100)).toBe(true);
    }
    const firsts = Array.from({ length: 4000 }, (_, seed) => {
      const size = { distribution: 'lognormal', sigma: 0 };
      const config = { base: { cpu: 0 }, burst: { cpu: 100 }, size, rate_per_hour: 12, duration: 600 };
      return generateSeries({ type: 'bursty', timesteps: 1, config }, { seed }).cpuMillicores[0]!;
    });
    // Bursts under way are Poisson with mean 2, so the mean of 4000 has a deviation of √(2/4000) bursts.
    expect(Math.abs(mean(firsts) / 100 - 2)).toBeLessThan(4 * Math.sqrt(2 / 4000));
  });

  it('have the tail of their sizes', () => {
    for (const alpha of [1.5, 2.5]) {
      const config = {
        base: { cpu: 0, memory: 0 },
        burst: { cpu: 100 },
        size: { distribution: 'pareto', alpha },
        rate_per_hour: 0.2,
        duration: 60,
      };
      const values = cpuOf({ type: 'bursty', timesteps: 500_000, time_interval: 300, config });
      const peaks = [...values].filter((value) => value > 0);
      expect(Math.abs(tailIndex(peaks, 0.02) / alpha - 1)).toBeLessThan(0.3);
    }
  });

  it('hit both resources at the same steps, and stop at the maximum', () => {
    const config = { base: { cpu: 10, memory: 0 }, burst: { cpu: 100, memory: 100 }, max: { cpu: 60 } };
    const { cpuMillicores, memoryBytes } = generateSeries({ type: 'bursty', timesteps: 5000, config });
    expect(Math.max(...cpuMillicores)).toBe(60);
    for (const [i, cpu] of cpuMillicores.entries())
      expect(cpu).toBeCloseTo(Math.min(60, 10 + memoryBytes[i]! / 1e6), 9);
  });
});
