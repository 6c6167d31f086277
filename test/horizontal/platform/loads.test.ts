import { describe, expect, it } from 'vitest';
import { EventPlatform, type PlatformOptions } from '../../../env/horizontal/platform/index.js';
import type { LoadSeries } from '../../../workloads/load-series.js';
import { deterministic, estimate, expectWithin, poisson } from './batch-means.js';

function series(requestsPerSecond: number[], stepSeconds: number): LoadSeries {
  return {
    id: 'test',
    startTime: 0,
    stepSeconds,
    requestsPerSecond: Float64Array.from(requestsPerSecond),
    source: { dataset: 'test', entity: 'test', assumptions: {} },
  };
}

/** Mean arrivals a second in each window, over seeds. */
function arrivals(load: PlatformOptions['load'], windows: number, seconds: number, seeds = 30) {
  const platform = new EventPlatform({ load, work: deterministic(0) });
  const counts = Array.from({ length: windows }, () => [] as number[]);
  for (let seed = 0; seed < seeds; seed++) {
    platform.reset(seed);
    for (const window of counts) {
      platform.advance(seconds);
      window.push(platform.interval.arrivals / seconds);
    }
  }
  return counts.map(estimate);
}

describe('open load', () => {
  it('a Poisson process has as much variance as mean', () => {
    const platform = new EventPlatform({ load: poisson(40), work: deterministic(0) });
    const counts = Array.from({ length: 6000 }, () => {
      platform.advance(1);
      return platform.interval.arrivals;
    });
    expectWithin(estimate(counts), 40);
    expectWithin(estimate(counts.map((count) => (count - 40) ** 2)), 40);
  });

  it('follows a series step by step, holds missing steps and begins again', () => {
    const load = { kind: 'open', rate: { kind: 'series', series: series([20, 80, Number.NaN, 40], 30) } } as const;
    const expected = [20, 80, 80, 40, 20, 80];
    arrivals(load, 6, 30).forEach((rate, i) => {
      expectWithin(rate, expected[i]!);
    });
  });

  it('a series that does not repeat holds its last value; scale multiplies it', () => {
    const rate = { kind: 'series', series: series([10, 30], 20), scale: 2, repeat: false } as const;
    const expected = [20, 60, 60, 60];
    arrivals({ kind: 'open', rate }, 4, 20).forEach((measured, i) => {
      expectWithin(measured, expected[i]!);
    });
  });

  it('linear interpolation joins the middles of the steps', () => {
    const rate = {
      kind: 'series',
      series: series([10, 50, 90], 40),
      interpolation: 'linear',
      repeat: false,
    } as const;
    const expected = [10, 20, 40, 60, 80, 90];
    arrivals({ kind: 'open', rate }, 6, 20).forEach((measured, i) => {
      expectWithin(measured, expected[i]!);
    });
  });

  it('a flash crowd comes, stays and goes, over any rate', () => {
    const rate = {
      kind: 'flash-crowd',
      base: { kind: 'series', series: series([30, 60], 50) },
      peak: 5,
      startSeconds: 20,
      rampSeconds: 20,
      holdSeconds: 10,
      decaySeconds: 20,
    } as const;
    const expected = [30, 30, 60, 120, 150, 60 * 4, 60 * 2, 60, 60, 60];
    arrivals({ kind: 'open', rate }, 10, 10, 40).forEach((measured, i) => {
      expectWithin(measured, expected[i]!);
    });
  });

  it('a crowd that is there at once is thinned from its peak', () => {
    const rate = {
      kind: 'flash-crowd',
      base: { kind: 'constant', requestsPerSecond: 20 },
      peak: 10,
      startSeconds: 10,
      rampSeconds: 0,
      holdSeconds: 10,
      decaySeconds: 0,
    } as const;
    const expected = [20, 200, 20];
    arrivals({ kind: 'open', rate }, 3, 10).forEach((measured, i) => {
      expectWithin(measured, expected[i]!);
    });
  });

  it('the rate can be changed, and switched off', () => {
    const platform = new EventPlatform({ load: poisson(10), work: deterministic(0) });
    platform.reset(1);
    platform.setRate(400);
    platform.advance(100);
    expect(Math.abs(platform.interval.arrivals - 40_000)).toBeLessThan(800);
    platform.setRate(0);
    platform.advance(100);
    expect(platform.interval.arrivals).toBe(0);
  });
});

describe('closed load', () => {
  const options = { load: { kind: 'closed', users: 0, spawnRate: 2 }, work: deterministic(0.01) } as const;

  it('users join at the spawn rate and leave at once', () => {
    const platform = new EventPlatform({ ...options, initialReplicas: 4 });
    platform.reset(1);
    platform.setUsers(10);
    const present: number[] = [];
    for (let second = 0; second < 8; second++) {
      platform.advance(1);
      present.push(platform.users);
    }
    expect(present).toEqual([3, 5, 7, 9, 10, 10, 10, 10]);
    platform.setUsers(4);
    expect(platform.users).toBe(4);
    platform.setUsers(6);
    platform.advance(0.1);
    expect(platform.users).toBe(5);
  });

  it('who waits for a response leaves with it, and nobody sends twice at a time', () => {
    const platform = new EventPlatform({
      load: { kind: 'closed', users: 40, thinkSeconds: deterministic(0.5) },
      work: deterministic(1),
    });
    platform.reset(1);
    platform.advance(10);
    expect(platform.inFlight).toBe(40);
    platform.setUsers(0);
    platform.setUsers(5);
    for (let second = 0; second < 60; second++) {
      platform.advance(1);
      expect(platform.inFlight).toBeLessThanOrEqual(40);
    }
    expect(platform.inFlight).toBe(5);
    platform.setUsers(0);
    platform.advance(100);
    expect([platform.inFlight, platform.totals.requests - platform.totals.succeeded]).toEqual([0, 0]);
  });

  it('throughput of a lightly loaded closed system is users over think and response time', () => {
    const platform = new EventPlatform({
      load: { kind: 'closed', users: 2 },
      work: deterministic(0.05),
      overheadSeconds: 0.01,
      balancer: { kind: 'least-request' },
      initialReplicas: 4,
    });
    platform.reset(1);
    platform.advance(20_000);
    expect(platform.interval.completed / 20_000).toBeCloseTo(2 / 1.06, 1);
    expect(platform.interval.latencySeconds(0)).toBeCloseTo(0.06, 9);
  });
});
