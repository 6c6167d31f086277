import { describe, expect, it } from 'vitest';
import type { LoadLayout } from '../../env/horizontal/config.js';
import { layLoad, platformLoad } from '../../env/horizontal/load-layout.js';
import {
  EventPlatform,
  FluidPlatform,
  type PlatformOptions,
  platformConfig,
  platformPreset,
} from '../../env/horizontal/platform/index.js';
import type { LoadSeries } from '../../workloads/load-series.js';

const source = { dataset: 'test', entity: 'test', assumptions: {} };
const layout: LoadLayout = { scale: 1, interpolation: 'step', thinkSeconds: null };
const users: LoadSeries = {
  id: 'people',
  startTime: 100,
  stepSeconds: 60,
  users: Float64Array.of(Number.NaN, 4.6, Number.NaN, 12),
  source,
};
const rates: LoadSeries = {
  id: 'requests',
  startTime: 100,
  stepSeconds: 60,
  requestsPerSecond: Float64Array.of(10, Number.NaN, 30, 20),
  source,
};
const closed = platformConfig(platformPreset('orange'));
const open = platformConfig(platformPreset('web'));

/** Load offered a minute. */
function played(options: PlatformOptions, minutes: number, Engine: typeof EventPlatform | typeof FluidPlatform) {
  const platform = new Engine(options);
  platform.reset(1);
  return Array.from({ length: minutes }, () => {
    platform.advance(60);
    return platform.interval.offeredLoad;
  });
}

describe('a load series on a platform', () => {
  it.each([
    ['events', EventPlatform],
    ['fluid', FluidPlatform],
  ])('is played step by step, filled, scaled, and held after its end (%s)', (_, Engine) => {
    const people = layLoad(closed, users, { ...layout, scale: 2 });
    expect([...people.values]).toEqual([0, 9, 9, 24]);
    expect(people.assumption).toBeNull();
    expect(played({ ...closed, load: people.load }, 6, Engine)).toEqual([0, 9, 9, 24, 24, 24]);
    const requests = layLoad(open, rates, { ...layout, scale: 0.5 });
    expect([...requests.values]).toEqual([5, 5, 15, 10]);
    expect(requests.assumption).toBeNull();
    expect(played({ ...open, load: requests.load }, 6, Engine)).toEqual([5, 5, 15, 10, 10, 10]);
  });

  it('is interpolated between the middles of its steps where it is a rate', () => {
    const load = platformLoad(open, rates, { ...layout, interpolation: 'linear' });
    const [first, second, third] = played({ ...open, load }, 3, EventPlatform) as [number, number, number];
    expect(first).toBe(10);
    expect(second).toBeCloseTo((10 * 30 + ((10 + 20) / 2) * 30) / 60, 9);
    expect(third).toBeCloseTo((25 * 30 + ((30 + 25) / 2) * 30) / 60, 9);
  });

  it('takes the channel the platform has use for when there are both', () => {
    const both = { ...users, requestsPerSecond: Float64Array.of(1, 2, 3, 4) };
    expect([...layLoad(closed, both, layout).values]).toEqual([0, 5, 5, 12]);
    expect([...layLoad(open, both, layout).values]).toEqual([1, 2, 3, 4]);
  });

  it('keeps the spawn rate of the closed platform', () => {
    const slow = platformConfig(platformPreset('orange', { load: { kind: 'closed', users: 0, spawnRate: 1 } }));
    expect(platformLoad(slow, users, layout)).toMatchObject({ kind: 'closed', spawnRate: 1 });
  });
});

describe('a load in the other unit', () => {
  it('rates become the users who send them, and the platform answers about as many', () => {
    const steady: LoadSeries = { ...rates, requestsPerSecond: new Float64Array(20).fill(12) };
    const { load, values, assumption } = layLoad(closed, steady, layout);
    expect(values[0]).toBe(Math.round(12 * (1 + 0.004 + 0.11)));
    expect(assumption).toBe(
      'requests: users = requests/s × 1.114 s (1 s of thinking and a response time of 0.114 s without queueing)',
    );
    const platform = new EventPlatform({ ...closed, load, initialReplicas: 8 });
    platform.reset(1);
    platform.advance(60);
    platform.advance(18 * 60);
    expect(Math.abs(platform.interval.completed / (18 * 60) / 12 - 1)).toBeLessThan(0.05);
  });

  it('the layout may say how long those users think', () => {
    const thinkSeconds = { kind: 'exponential', mean: 7 } as const;
    const { load, values } = layLoad(closed, rates, { ...layout, thinkSeconds });
    expect(load).toMatchObject({ thinkSeconds });
    expect(values[2]).toBe(Math.round(30 * 7.114));
    expect(layLoad(closed, users, { ...layout, thinkSeconds }).load).toMatchObject({
      thinkSeconds: { kind: 'uniform', low: 0, high: 2 },
    });
  });

  it('users become requests only if it is known how long they think', () => {
    expect(() => layLoad(open, users, layout)).toThrow(
      'field "load" got "people": expected requestsPerSecond for a platform of open load; with load.thinkSeconds users are converted to it',
    );
    const thinkSeconds = { kind: 'uniform', low: 0, high: 4 } as const;
    const { values, assumption } = layLoad(open, users, { ...layout, thinkSeconds });
    expect(values[3]).toBeCloseTo(12 / 2.023, 12);
    expect(assumption).toContain('requests/s = users ÷ 2.023 s');
  });
});
