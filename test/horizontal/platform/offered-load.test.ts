import { describe, expect, it } from 'vitest';
import { EventPlatform, FluidPlatform, type PlatformOptions } from '../../../env/horizontal/platform/index.js';
import type { LoadSeries } from '../../../workloads/load-series.js';
import { deterministic, estimate, expectWithin, poisson } from './batch-means.js';

const engines = [
  ['events', EventPlatform],
  ['fluid', FluidPlatform],
] as const;

function series(channel: 'users' | 'requestsPerSecond', values: number[], stepSeconds: number): LoadSeries {
  const source = { dataset: 'test', entity: 'test', assumptions: {} };
  return { id: 'test', startTime: 0, stepSeconds, [channel]: Float64Array.from(values), source };
}

function following(values: number[], stepSeconds: number, more: { scale?: number; repeat?: boolean } = {}) {
  return { kind: 'series', series: series('users', values, stepSeconds), ...more } as const;
}

const service = { work: deterministic(0.01), initialReplicas: 4 } as const;

/** A timeout that never comes sends a configuration the general way. */
const general = { client: { timeoutSeconds: 1e7 } } as const;

describe.each(engines)('a closed load that follows a series (%s)', (_, Engine) => {
  const play = (options: Partial<PlatformOptions>, users: ReturnType<typeof following>, windows: number[]) => {
    const platform = new Engine({ ...service, ...options, load: { kind: 'closed', users } });
    platform.reset(1);
    return windows.map((seconds) => {
      platform.advance(seconds);
      return [platform.users, platform.interval.offeredLoad];
    });
  };

  it('takes each step at its boundary, rounds, holds missing steps, and begins again', () => {
    const users = following([Number.NaN, 3, 10.4, Number.NaN, 2.5], 60, { scale: 1 });
    const at = play({}, users, [30, 60, 60, 60, 60, 60, 60]);
    expect(at.map(([present]) => present)).toEqual([0, 3, 10, 10, 3, 0, 3]);
    expect(at.map(([, offered]) => offered)).toEqual([0, 1.5, 6.5, 10, 6.5, 1.5, 1.5]);
  });

  it('holds the last value when it does not repeat, and scale multiplies', () => {
    const users = following([4, 9], 20, { scale: 2.5, repeat: false });
    expect(play({}, users, [10, 20, 20, 1000])).toEqual([
      [10, 10],
      [23, 16.5],
      [23, 23],
      [23, 23],
    ]);
  });

  it('one long advance passes over any number of steps', () => {
    const values = [5, 5, 20, 0, 12];
    for (const options of [{}, general]) {
      const [[present, offered]] = play(options, following(values, 0.7), [0.7 * 5 * 200 + 1]) as [[number, number]];
      expect(present).toBe(5);
      expect(offered).toBeCloseTo((42 * 0.7 * 200 + 5) / (0.7 * 5 * 200 + 1), 9);
    }
  });

  it('is cut into the same steps whatever the advances', () => {
    const users = following([5, 30, 10], 37);
    const finish = (seconds: number) => {
      const platform = new Engine({ ...service, load: { kind: 'closed', users } });
      platform.reset(3);
      for (let at = 0; at < 600; at += seconds) platform.advance(seconds);
      return platform;
    };
    const [whole, parts] = [finish(600), finish(10)];
    expect(parts.users).toBe(whole.users);
    if (Engine === EventPlatform) expect(parts.totals).toEqual(whole.totals);
  });

  it('setUsers replaces the series until the next reset', () => {
    const platform = new Engine({ ...service, load: { kind: 'closed', users: following([5, 30], 10) } });
    platform.reset(1);
    platform.advance(5);
    platform.setUsers(7);
    platform.advance(10);
    expect([platform.users, platform.interval.offeredLoad]).toEqual([7, 7]);
    platform.reset(1);
    platform.advance(20);
    expect([platform.users, platform.interval.offeredLoad]).toEqual([5, 17.5]);
  });

  it('users join at the spawn rate; what is offered is what was asked for', () => {
    const users = following([2, 10, 4], 10);
    const platform = new Engine({ ...service, load: { kind: 'closed', users, spawnRate: 1 } });
    platform.reset(1);
    const present = Array.from({ length: 6 }, () => {
      platform.advance(5);
      return [platform.users, platform.interval.offeredLoad];
    });
    expect(present).toEqual([
      [2, 2],
      [3, 2],
      [8, 10],
      [4, 10],
      [4, 4],
      [2, 4],
    ]);
  });
});

describe('the throughput of a closed load that follows a series', () => {
  it.each([
    ['the fast way', {}],
    ['the general way', general],
  ])('is that of each constant population (%s)', (_, options) => {
    const platform = new EventPlatform({
      ...service,
      ...options,
      load: { kind: 'closed', users: following([10, 40, 20], 500) },
    });
    const rates = [[], [], []] as number[][];
    for (let seed = 0; seed < 20; seed++) {
      platform.reset(seed);
      for (const samples of rates) {
        platform.advance(20);
        platform.advance(480);
        samples.push(platform.interval.completed / 480);
      }
    }
    for (const [i, users] of [10, 40, 20].entries()) {
      const { mean } = estimate(rates[i]!);
      expect(Math.abs(mean / (users / 1.01) - 1)).toBeLessThan(0.02);
    }
  });

  it('the fast and the general way play the same series to the same end', () => {
    const load = { kind: 'closed', users: following([10, 40, 0, 25], 33), spawnRate: 3 } as const;
    const [fast, slow] = [{}, general].map((options) => {
      const platform = new EventPlatform({ ...service, ...options, load });
      platform.reset(5);
      platform.advance(700);
      return platform.totals;
    });
    expect(fast).toEqual(slow);
  });
});

describe.each(engines)('offered open load (%s)', (_, Engine) => {
  const offered = (load: PlatformOptions['load'], windows: number[], seed = 1) => {
    const platform = new Engine({ ...service, load });
    platform.reset(seed);
    return windows.map((seconds) => {
      platform.advance(seconds);
      return platform.interval.offeredLoad;
    });
  };

  it('is the constant rate itself', () => {
    expect(offered(poisson(0.1), [7, 0.3, 15])).toEqual([0.1, 0.1, 0.1]);
  });

  it('is the integral of a series in steps and of one in lines', () => {
    const rates = series('requestsPerSecond', [10, 50, 90], 40);
    const rate = { kind: 'series', series: rates, repeat: false } as const;
    const steps = offered({ kind: 'open', rate }, [60, 60, 1000]);
    for (const [i, mean] of [(40 * 10 + 20 * 50) / 60, (20 * 50 + 40 * 90) / 60, 90].entries())
      expect(steps[i]).toBeCloseTo(mean, 9);
    const lines = offered({ kind: 'open', rate: { ...rate, interpolation: 'linear' } }, [30, 30, 60, 60]);
    const area = [20 * 10 + 10 * 15, 30 * 35, 40 * 70 + 20 * 90, 60 * 90];
    for (const [i, seconds] of [30, 30, 60, 60].entries()) expect(lines[i]).toBeCloseTo(area[i]! / seconds, 9);
  });

  it('is the integral of a crowd that comes over a sloping rate, and of one that is there at once', () => {
    const base = {
      kind: 'series',
      series: series('requestsPerSecond', [0, 100], 100),
      interpolation: 'linear',
      repeat: false,
    } as const;
    const crowd = { kind: 'flash-crowd', base, peak: 3, startSeconds: 60, rampSeconds: 60, holdSeconds: 0 } as const;
    const [mean] = offered({ kind: 'open', rate: { ...crowd, decaySeconds: 0 } }, [200]) as [number];
    const plain = 100 * 50 + 50 * 100;
    /** ∫ (60 + u − 50)·2u/60 du over the ramp's 60 s: 20·60²/120 + 2·60³/180. */
    expect(mean).toBeCloseTo((plain + (20 * 60 ** 2) / 120 + (2 * 60 ** 3) / 180) / 200, 9);
    const sudden = { ...crowd, base: { kind: 'constant', requestsPerSecond: 20 }, rampSeconds: 0, holdSeconds: 10 };
    const rate = { ...sudden, decaySeconds: 0 } as const;
    expect(offered({ kind: 'open', rate } as PlatformOptions['load'], [60, 10, 10])).toEqual([20, 60, 20]);
  });

  it('follows setRate at once', () => {
    const platform = new Engine({ ...service, load: poisson(10) });
    platform.reset(1);
    platform.advance(5);
    platform.setRate(70);
    platform.advance(5);
    expect(platform.interval.offeredLoad).toBe(70);
  });
});

it('the modulated rate that is offered is the one that arrivals are drawn from', () => {
  const rate = {
    kind: 'mmpp',
    states: [
      { requestsPerSecond: 100, meanSeconds: 40 },
      { requestsPerSecond: 5, meanSeconds: 40 },
    ],
  } as const;
  const platform = new EventPlatform({ load: { kind: 'open', rate }, work: deterministic(0) });
  const errors: number[] = [];
  for (let seed = 0; seed < 20; seed++) {
    platform.reset(seed);
    for (let i = 0; i < 60; i++) {
      platform.advance(10);
      const { arrivals, offeredLoad } = platform.interval;
      expect(offeredLoad).toBeGreaterThanOrEqual(5);
      expect(offeredLoad).toBeLessThanOrEqual(100);
      errors.push((arrivals - 10 * offeredLoad) / Math.sqrt(10 * offeredLoad));
    }
  }
  const { mean, standardError } = estimate(errors);
  expect(Math.abs(mean)).toBeLessThan(4 * standardError);
  expectWithin(estimate(errors.map((error) => error ** 2)), 1);
});

describe('a population that cannot be', () => {
  const closed = (users: unknown) => () =>
    new EventPlatform({ ...service, load: { kind: 'closed', users } as PlatformOptions['load'] });

  it('is refused by name', () => {
    expect(closed({ kind: 'series', series: series('requestsPerSecond', [1], 60) })).toThrow(
      'field "load.users.series" got "test": expected a series with users',
    );
    expect(closed(2.5)).toThrow(/load\.users/);
    expect(closed({ kind: 'series', series: series('users', [1], 60), scale: -1 })).toThrow(/load\.users/);
  });
});
