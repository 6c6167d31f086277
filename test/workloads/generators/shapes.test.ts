import { describe, expect, it } from 'vitest';
import { generateSeries } from '../../../workloads/generators/generate-series.js';
import { dailyAmplitude, mean, trendPerWeek } from '../../../workloads/statistics.js';

const monday = 1_704_067_200;
const week = { timesteps: 7 * 288, time_interval: 300, start_time: monday };

describe('diurnal', () => {
  it('keeps its mean over whole weeks, whatever the shape', () => {
    for (const sharpness of [-3, 0, 1, 8, 60])
      for (const weekend of [1, 0.3, 1.5]) {
        const config = {
          mean: { cpu: 800 },
          daily_amplitude: { cpu: 0.2 },
          sharpness,
          weekend_factor: { cpu: weekend },
          utc_offset_hours: 3,
        };
        expect(mean(generateSeries({ type: 'diurnal', ...week, config }).cpuMillicores)).toBeCloseTo(800, 0);
      }
  });

  it('peaks at the local hour, at amplitude above the mean', () => {
    for (const sharpness of [-1, 0, 5]) {
      const config = {
        mean: { cpu: 100 },
        daily_amplitude: { cpu: 0.5 },
        peak_hour: 9.5,
        sharpness,
        utc_offset_hours: -5,
      };
      const { cpuMillicores } = generateSeries({
        type: 'diurnal',
        ...week,
        time_interval: 60,
        timesteps: 1440,
        config,
      });
      const peak = cpuMillicores.indexOf(Math.max(...cpuMillicores));
      expect(Math.abs(peak / 60 - 14.5)).toBeLessThan(1.5 / 60);
      expect(cpuMillicores[peak]).toBeCloseTo(150, 2);
    }
  });

  it('is lower from Saturday to Sunday by the factor', () => {
    const config = { mean: { cpu: 700 }, daily_amplitude: { cpu: 0 }, weekend_factor: { cpu: 0.4 } };
    const { cpuMillicores } = generateSeries({ type: 'diurnal', ...week, config });
    const noonOf = (day: number) => cpuMillicores[day * 288 + 144]!;
    expect([0, 1, 2, 3, 4, 5, 6].map((day) => noonOf(day) / noonOf(0))).toEqual([
      1,
      1,
      1,
      1,
      1,
      expect.closeTo(0.4, 9),
      expect.closeTo(0.4, 9),
    ]);
  });

  it('grows by the trend, and repeats every week without one', () => {
    const flat = { mean: { cpu: 100 }, daily_amplitude: { cpu: 0 } };
    const growing = generateSeries({ type: 'diurnal', ...week, config: { ...flat, trend_per_week: { cpu: 0.2 } } });
    expect(trendPerWeek(growing.cpuMillicores, growing)).toBeCloseTo(0.2 / 1.1, 6);
    const weeks = generateSeries({
      type: 'diurnal',
      ...week,
      timesteps: 2 * week.timesteps,
      config: { weekend_factor: { cpu: 0.5 } },
    }).cpuMillicores;
    for (let i = 0; i < week.timesteps; i++) expect(weeks[i + week.timesteps]).toBeCloseTo(weeks[i]!, 6);
    expect(dailyAmplitude(weeks, { startTime: monday, stepSeconds: 300 })).toBeGreaterThan(0.4);
  });
});

describe('ramp', () => {
  const config = { from: { cpu: 100, memory: 500 }, to: { cpu: 200, memory: 300 } };

  it('linear reaches its end at the last step, or after its duration, and stays', () => {
    const whole = generateSeries({ type: 'ramp', timesteps: 11, config });
    expect([...whole.cpuMillicores]).toEqual([100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200]);
    expect(whole.memoryBytes[5]).toBe(400e6);
    const timed = generateSeries({ type: 'ramp', timesteps: 6, config: { ...config, duration: 120, delay: 60 } });
    expect([...timed.cpuMillicores]).toEqual([100, 100, 150, 200, 200, 200]);
  });

  it('saturating covers 1 − 1/e of the way in its duration', () => {
    const { cpuMillicores } = generateSeries({
      type: 'ramp',
      timesteps: 100,
      config: { ...config, shape: 'saturating', duration: 600 },
    });
    expect(cpuMillicores[10]).toBeCloseTo(100 + 100 * (1 - Math.exp(-1)), 9);
    expect(cpuMillicores[99]).toBeCloseTo(200, 1);
  });
});

describe('leak', () => {
  const config = { cpu: 200, base: 100, limit: 160, growth_per_hour: 60, growth_variation: 0 };
  const memory = (more: object, timesteps = 200) =>
    [...generateSeries({ type: 'leak', timesteps, config: { ...config, ...more } }).memoryBytes].map(
      (bytes) => bytes / 1e6,
    );

  it('grows linearly to the limit, and begins again', () => {
    const values = memory({});
    for (const [step, value] of values.entries()) expect(value).toBeCloseTo(100 + (step % 60), 6);
  });

  it('is also restarted by the clock, and may begin at an age', () => {
    const values = memory({ restart_every: 1800, initial_age: 600 });
    for (const [step, value] of values.entries()) expect(value).toBeCloseTo(100 + ((step + 10) % 30), 6);
  });

  it('uses nothing while it restarts', () => {
    const series = generateSeries({ type: 'leak', timesteps: 70, config: { ...config, restart_seconds: 180 } });
    expect([...series.cpuMillicores.subarray(59, 64)]).toEqual([200, 0, 0, 0, 200]);
    expect([...series.memoryBytes.subarray(60, 64)]).toEqual([0, 0, 0, expect.closeTo(100e6, 3)]);
  });

  it('grows at another rate in every life, with the asked mean and variation', () => {
    const values = memory({ growth_variation: 0.3, limit: 1100, growth_per_hour: 1000, restart_every: 600 }, 100_000);
    const rates: number[] = [];
    for (let step = 1; step < values.length; step++) {
      const rise = values[step]! - values[step - 1]!;
      if (rise > 0 && values[step - 1] === 100) rates.push(rise * 60);
    }
    expect(rates.length).toBeGreaterThan(9000);
    expect(Math.abs(mean(rates) / 1000 - 1)).toBeLessThan(0.02);
    const spread = Math.sqrt(mean(rates.map((rate) => (rate - mean(rates)) ** 2)));
    expect(Math.abs(spread / 1000 - 0.3)).toBeLessThan(0.02);
  });
});
