import { describe, expect, it } from 'vitest';
import { generateSeries } from '../../../workloads/generators/generate-series.js';

/** Usage of a configuration in the seed's units: millicores and MB. */
function usage(config: object, seed?: number): { cpu: number[]; memory: number[] } {
  const series = generateSeries(config, seed === undefined ? {} : { seed });
  return { cpu: [...series.cpuMillicores], memory: [...series.memoryBytes].map((bytes) => bytes / 1e6) };
}

describe('smart-vpa configurations work as they are (specification §13)', () => {
  const container = {
    container_name: 'c1',
    requests: { memory: 1000, cpu: 500 },
    limits: { memory: 5000, cpu: 2000 },
  };

  it('constant is flat', () => {
    const config = { type: 'constant', timesteps: 3, container, config: { usage: { memory: 1000, cpu: 100 } } };
    expect(usage(config)).toEqual({ cpu: [100, 100, 100], memory: [1000, 1000, 1000] });
  });

  it('lowhigh alternates at every step, both resources in phase, and may have an odd length', () => {
    const config = {
      type: 'lowhigh',
      timesteps: 5,
      config: { min_usage: { cpu: 500, memory: 2500 }, max_usage: { cpu: 1000, memory: 5000 } },
    };
    expect(usage(config)).toEqual({ cpu: [500, 1000, 500, 1000, 500], memory: [2500, 5000, 2500, 5000, 2500] });
    expect(usage({ ...config, type: 'low_high' })).toEqual(usage(config));
  });

  it('sinusoidal is max·(sin x + 1)/2 with x from 0 to num_peaks·π, both ends included, rounded to whole units', () => {
    const timesteps = 101;
    const config = { max_usage: { cpu: 1000, memory: 5000 }, num_peaks: 5 };
    const { cpu, memory } = usage({ type: 'sinusoidal', timesteps, config });
    for (let step = 0; step < timesteps; step++) {
      const share = (Math.sin((step / (timesteps - 1)) * 5 * Math.PI) + 1) / 2;
      expect(Math.abs(cpu[step]! - 1000 * share)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(memory[step]! - 5000 * share)).toBeLessThanOrEqual(0.5);
    }
    expect(cpu.every(Number.isInteger)).toBe(true);
    expect([cpu[0], cpu[10], cpu[30], cpu[100]]).toEqual([500, 1000, 0, 500]);
  });

  it('sinusoidal with whole periods can be repeated without a seam', () => {
    const config = { max_usage: { cpu: 1000 }, periods: 2, round: false };
    const { cpu } = usage({ type: 'sinusoidal', timesteps: 200, config });
    for (let step = 0; step < 100; step++) expect(cpu[step + 100]).toBeCloseTo(cpu[step]!, 9);
    const ahead = usage({ type: 'sinusoidal', timesteps: 200, config: { ...config, phase: Math.PI / 2 } }).cpu;
    for (let step = 0; step < 150; step++) expect(ahead[step]).toBeCloseTo(cpu[step + 25]!, 9);
  });

  it('step begins at its start and moves by whole units, never outside 0 … max', () => {
    const config = {
      max_usage: { cpu: 1000, memory: 5000 },
      start_workload: [0.3, 0.9],
      workload_var: { steps_unit: [0.02, 0.05], max_steps: [2, 3] },
    };
    const { cpu, memory } = usage({ type: 'step', timesteps: 20_000, config });
    expect([cpu[0], memory[0]]).toEqual([900, 1500]);
    expect(Math.min(...cpu)).toBe(0);
    expect(Math.max(...cpu)).toBe(1000);
    const moves = new Map<number, number>();
    for (let i = 1; i < cpu.length; i++) {
      const units = (cpu[i]! - cpu[i - 1]!) / 50;
      const inside = cpu[i - 1]! >= 150 && cpu[i - 1]! <= 850;
      expect(Math.abs(units)).toBeLessThanOrEqual(3);
      if (inside) moves.set(units, (moves.get(units) ?? 0) + 1);
      expect(Math.abs(memory[i]! - memory[i - 1]!)).toBeLessThanOrEqual(200);
    }
    // −3 … 3 are equally likely away from the bounds: χ² with 6 degrees of freedom, 99.9 % below 22.5.
    const total = [...moves.values()].reduce((sum, count) => sum + count);
    const chiSquare = [...moves.values()].reduce((sum, count) => sum + (count - total / 7) ** 2 / (total / 7), 0);
    expect([...moves.keys()].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(chiSquare).toBeLessThan(22.5);
  });

  it('requests and limits of the container become channels, in millicores and bytes', () => {
    const series = generateSeries({ type: 'constant', timesteps: 2, container });
    expect([...series.cpuRequestMillicores!]).toEqual([500, 500]);
    expect([...series.memoryRequestBytes!]).toEqual([1e9, 1e9]);
    expect([...series.cpuLimitMillicores!]).toEqual([2000, 2000]);
    expect([...series.memoryLimitBytes!]).toEqual([5e9, 5e9]);
    expect(series).toMatchObject({ id: 'constant-42', startTime: 0, stepSeconds: 60 });
    expect(series.source).toEqual({ dataset: 'generator:constant', entity: 'c1', assumptions: { seed: 42 } });
  });

  it('noise has the asked deviation, and rounding is to whole units with ties to even', () => {
    const noisy = { usage: { cpu: 1000 }, noise: { cpu: 20 }, round: false };
    const { cpu } = usage({ type: 'constant', timesteps: 20_000, config: noisy });
    const mean = cpu.reduce((sum, value) => sum + value) / cpu.length;
    const deviation = Math.sqrt(cpu.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cpu.length);
    expect(Math.abs(mean - 1000)).toBeLessThan(1);
    expect(Math.abs(deviation - 20)).toBeLessThan(0.5);
    const rounded = (value: number) =>
      usage({ type: 'constant', timesteps: 1, config: { usage: { cpu: value } } }).cpu[0];
    expect([0.5, 1.5, 2.5, 2.51].map(rounded)).toEqual([0, 2, 2, 3]);
  });
});
