import { describe, expect, it } from 'vitest';
import { generateLoad } from '../../../workloads/generators/generate-load.js';
import { generateSeries } from '../../../workloads/generators/generate-series.js';
import { isLoadConfig, parseLoadConfig } from '../../../workloads/generators/load-config.js';
import { loadGenerators } from '../../../workloads/generators/registry.js';
import { autocorrelation, coefficientOfVariation, mean } from '../../../workloads/statistics.js';
import { refusal } from '../refusal.js';

const flat = (usage: number) => ({ type: 'constant', config: { usage } });
const users = (node: object, grid: object = {}, seed = 1) => [
  ...generateLoad({ timesteps: 6, time_interval: 60, ...grid, users: node }, { seed }).users!,
];

describe('a generated load', () => {
  it('has the channels its configuration names, on its grid', () => {
    const series = generateLoad({ requestsPerSecond: flat(7), timesteps: 3, time_interval: 5, start_time: 90 });
    expect(series).toEqual({
      id: 'constant-42',
      startTime: 90,
      stepSeconds: 5,
      requestsPerSecond: Float64Array.of(7, 7, 7),
      source: { dataset: 'generator:constant', entity: 'service', assumptions: { seed: 42 } },
    });
    const both = generateLoad({ users: flat(3), requestsPerSecond: flat(4), timesteps: 1, service: 'shop' });
    expect([both.users![0], both.requestsPerSecond![0], both.source.entity]).toEqual([3, 4, 'shop']);
  });

  it('is derived for the other channel by what a user sends', () => {
    const some = generateLoad({ users: { type: 'step' }, requests_per_user: 0.5 });
    expect([...some.requestsPerSecond!]).toEqual([...some.users!].map((count) => count / 2));
    const other = generateLoad({ requestsPerSecond: { type: 'step' }, requests_per_user: 0.5 });
    expect([...other.users!]).toEqual([...other.requestsPerSecond!].map((rate) => rate * 2));
  });

  it('has plain numbers where usage has one for each resource, and is the same otherwise', () => {
    const grid = { timesteps: 500, time_interval: 300, seed: 3 };
    const shape = { peak_hour: 9, sharpness: 1 };
    const load = generateLoad({
      ...grid,
      users: { type: 'diurnal', config: { ...shape, mean: 40, daily_amplitude: 0.8, weekend_factor: 0.4 } },
    });
    const config = { mean: { cpu: 40 }, daily_amplitude: { cpu: 0.8 }, weekend_factor: { cpu: 0.4 } };
    const usage = generateSeries({ ...grid, type: 'diurnal', config: { ...shape, ...config } });
    expect(load.users).toEqual(usage.cpuMillicores);
  });

  it.each(loadGenerators.generators.map(({ type }) => type))(
    '%s: never negative, the same for the same seed',
    (type) => {
      const of = { type: 'bursty' };
      const needs = { sum: { parts: [of] }, splice: { parts: [{ of }] }, repeat: { of, timesteps: 7 } }[type];
      const composes = ['scale', 'clip', 'noise', 'flashcrowd'].includes(type);
      const config = needs ?? (composes ? { of } : {});
      const series = generateLoad({ users: { type, config }, timesteps: 300 }, { seed: 'a' });
      expect(series.users!.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
      expect(generateLoad({ users: { type, config }, timesteps: 300 }, { seed: 'a' })).toEqual(series);
    },
  );

  it('draws other numbers for each channel, but for nodes of one name', () => {
    const node = { type: 'bursty', config: {} };
    const apart = generateLoad({ users: node, requestsPerSecond: node, timesteps: 200 });
    expect(apart.users).not.toEqual(apart.requestsPerSecond);
    const named = { ...node, name: 'crowd' };
    const together = generateLoad({ users: named, requestsPerSecond: named, timesteps: 200 });
    expect(together.users).toEqual(together.requestsPerSecond);
  });

  it('keeps fractions unless it is told to round', () => {
    expect(users(flat(0.4))[0]).toBe(0.4);
    expect(users({ type: 'constant', config: { usage: 2.6, round: true } })[0]).toBe(3);
  });

  it('plays a pattern faster: noise that is correlated over an hour is correlated over ten minutes', () => {
    const noise = { type: 'noise', config: { of: flat(20), variation: 0.3, correlation_seconds: 3600 } };
    const grid = { timesteps: 40_000, time_interval: 15 };
    const slow = generateLoad({ ...grid, users: noise }).users!;
    const fast = generateLoad({ ...grid, users: noise, speed: 6 }).users!;
    expect(mean(fast)).toBeCloseTo(20, 0);
    expect(coefficientOfVariation(fast)).toBeCloseTo(0.3, 1);
    expect(Math.abs(autocorrelation(fast, 40) - Math.exp(-1))).toBeLessThan(0.08);
    expect(Math.abs(autocorrelation(slow, 40) - Math.exp(-1 / 6))).toBeLessThan(0.08);
    const day = { users: { type: 'diurnal' }, timesteps: 96, time_interval: 150 };
    expect(generateLoad({ ...day, speed: 6 }).users).toEqual(generateLoad({ ...day, time_interval: 900 }).users);
  });
});

describe('triangular', () => {
  it("is the paper's: 5, 10, …, 50 users and back, ends held twice as long", () => {
    const load = users({ type: 'triangular' }, { timesteps: 9000 });
    const up = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50];
    const blocks = [...up, ...up.toReversed(), ...up];
    blocks.forEach((level, block) => {
      expect(new Set(load.slice(block * 50, block * 50 + 50))).toEqual(new Set([level]));
    });
    const oracle = [1, 1, 2, 2, 3, 3, 3, 4, 4, 5];
    expect(mean(load.map((count) => oracle[count / 5 - 1]!))).toBeCloseTo(2.8, 12);
  });

  it('takes any levels', () => {
    const config = { low: 8, high: 2, levels: 3, hold_steps: 1 };
    expect(users({ type: 'triangular', config }, { timesteps: 8 })).toEqual([8, 5, 2, 2, 5, 8, 8, 5]);
  });
});

describe('flash-crowd', () => {
  const crowd = { of: flat(10), peak: 5, start: 60, ramp: 120, hold: 60, decay: 120 };

  it('multiplies each step by the mean of a factor that rises, stays and falls on lines', () => {
    const load = users({ type: 'flash-crowd', config: { ...crowd, shape: 'linear' } }, { timesteps: 8 });
    expect(load).toEqual([10, 20, 40, 50, 40, 20, 10, 10]);
  });

  it('falls with a time constant, keeping the integral of the exponential', () => {
    const load = users({ type: 'flash-crowd', config: { ...crowd, shape: 'exponential' } }, { timesteps: 60 });
    const extra = load.reduce((sum, value) => sum + (value - 10) * 60, 0);
    expect(extra).toBeCloseTo(40 * (120 / 2 + 60 + 120), 6);
    expect(load[5]! - 10).toBeCloseTo((load[4]! - 10) * Math.exp(-60 / 120), 9);
  });

  it('may come at once, inside a step, and before the series ends', () => {
    const sudden = { of: flat(10), peak: 3, start: 90, ramp: 0, hold: 60, decay: 0 };
    expect(users({ type: 'flashcrowd', config: sudden }, { timesteps: 4 })).toEqual([10, 20, 20, 10]);
  });
});

describe('a load configuration', () => {
  const place = (config: unknown) => refusal(() => parseLoadConfig(config, 'l.json'));

  it('is told from one of usage by its channels', () => {
    expect([isLoadConfig({ users: {} }), isLoadConfig({ type: 'step' }), isLoadConfig(null)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is refused by the name of the field', () => {
    expect(place({}).message).toBe(
      'l.json: field "users": expected users or requestsPerSecond, each with the type of a generator',
    );
    expect(place({ users: { type: 'triangle' } }).expected).toContain('did you mean triangular?');
    expect(place({ users: { type: 'leak' } }).place.field).toBe('users.type');
    expect(place({ users: flat(-1) })).toMatchObject({
      place: { field: 'users.config.usage', value: -1 },
      expected: 'a number ≥ 0',
    });
    expect(place({ users: flat(1), requestsPerSecond: flat(2), requests_per_user: 1 }).place.field).toBe(
      'requests_per_user',
    );
    expect(place({ users: flat(1), speed: 0 }).place.field).toBe('speed');
    const parts = [flat(1), { type: 'noise', config: { of: { type: 'diurnal', config: { mean: { cpu: 3 } } } } }];
    expect(place({ requestsPerSecond: { type: 'sum', config: { parts } } }).place.field).toBe(
      'requestsPerSecond.config.parts.1.config.of.config.mean',
    );
    expect(place({ users: flat(1), container: {} }).expected).toBe('no field of this name');
  });
});
