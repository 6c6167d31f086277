import { describe, expect, it } from 'vitest';
import { EventPlatform, type PlatformOptions } from '../../../env/horizontal/platform/index.js';
import { deterministic, exponential, poisson } from './batch-means.js';

function run(options: Partial<PlatformOptions>, seconds = 4000): EventPlatform {
  const platform = new EventPlatform({ load: poisson(8), work: exponential(0.1), ...options });
  platform.reset(1);
  platform.advance(seconds);
  return platform;
}

describe('impatient clients', () => {
  it('a timeout is the longest response, counted from the sending', () => {
    const { interval } = run({ client: { timeoutSeconds: 0.5 }, overheadSeconds: 0.05 });
    expect(interval.latencySeconds(1)).toBeLessThanOrEqual(0.5);
    expect(interval.latencySeconds(1)).toBeGreaterThan(0.49);
    expect(interval.timedOut).toBe(interval.failed);
    expect(interval.timedOut / interval.arrivals).toBeGreaterThan(0.05);
  });

  it('cancelled work frees the pod; work nobody waits for wastes it', () => {
    const overload = { load: poisson(15), client: { timeoutSeconds: 1 } };
    const cancelled = run({ ...overload, client: { timeoutSeconds: 1, cancelsWork: true } });
    const wasted = run({ ...overload, client: { timeoutSeconds: 1, cancelsWork: false } });
    expect(cancelled.totals.wasted).toBe(0);
    expect(cancelled.totals.succeeded / 4000).toBeGreaterThan(9);
    expect(wasted.totals.wasted).toBeGreaterThan(10 * wasted.totals.succeeded);
  });

  it('M/D/1 with patience: cancelling a waiting request is reneging', () => {
    const { interval } = run({ work: deterministic(0.1), load: poisson(20), client: { timeoutSeconds: 0.1 } });
    const begun = interval.completed / 4000;
    expect(begun).toBeLessThan(10);
    expect(interval.latencySeconds(1)).toBe(0.1);
  });
});

describe('retries', () => {
  const full = { podCapacity: 1, work: deterministic(0.1), load: poisson(20) } as const;

  it('a request is tried as often as allowed, after growing back-offs', () => {
    const platform = run({
      ...full,
      client: { retries: { maxAttempts: 4, budgetRatio: null, baseSeconds: 0.1, maxSeconds: 10 } },
    });
    const { totals } = platform;
    platform.setRate(0);
    platform.advance(60);
    expect(totals.arrivals).toBe(totals.requests + totals.retries);
    expect(totals.retries).toBeLessThanOrEqual(3 * totals.requests);
    expect(totals.rejected).toBe(totals.retries + totals.failed);
    const without = run(full);
    expect(totals.succeeded).toBeGreaterThan(without.totals.succeeded);
  });

  it('a budget bounds them to a fraction of first attempts', () => {
    const { totals } = run({
      ...full,
      client: { retries: { maxAttempts: 10, budgetRatio: 0.1, budgetReserve: 5, baseSeconds: 0 } },
    });
    expect(totals.retries).toBeLessThanOrEqual(0.1 * totals.requests + 5);
    expect(totals.retries).toBeGreaterThan(0.09 * totals.requests);
  });

  it('come when they are due: no answer is later than all attempts and back-offs together', () => {
    const { interval } = run({
      work: exponential(0.02),
      load: poisson(100),
      podCapacity: 256,
      server: { kind: 'processor-sharing', concurrency: 64 },
      client: { timeoutSeconds: 5, retries: { maxAttempts: 3, maxSeconds: 0.25 } },
      metrics: { context: { latencySource: 'histogram' } },
    });
    expect(interval.retries).toBeGreaterThan(0);
    expect(interval.timedOut).toBeGreaterThan(0);
    expect(interval.latencySeconds(1)).toBeGreaterThan(5);
    expect(interval.latencySeconds(1)).toBeLessThan(3 * 5 + 2 * 0.25);
  });

  it('what the client sees counts from the first sending', () => {
    const { interval } = run({
      ...full,
      client: { retries: { maxAttempts: 20, budgetRatio: null, baseSeconds: 1, maxSeconds: 1 } },
    });
    expect(interval.latencySeconds(0)).toBe(0.1);
    expect(interval.latencySeconds(0.99)).toBeGreaterThan(1);
  });
});

describe('balancers', () => {
  const shares = (options: Partial<PlatformOptions>) => {
    const platform = run({ initialReplicas: 4, load: poisson(30), ...options }, 300);
    return platform.podMetrics().map(({ requestsPerSecond }) => requestsPerSecond);
  };

  it.each(['round-robin', 'random', 'least-request', 'power-of-d', 'shared-queue'] as const)(
    '%s uses every pod',
    (kind) => {
      const platform = run({ initialReplicas: 4, load: poisson(30), balancer: { kind } });
      const mean = platform.totals.completed / 4000;
      expect(mean).toBeCloseTo(30, 0);
      for (const rate of shares({ balancer: { kind } })) expect(rate).toBeGreaterThan(3);
    },
  );

  it('looking at queues beats looking at two, beats turns, beats chance', () => {
    const wait = (balancer: PlatformOptions['balancer']) =>
      run({ initialReplicas: 4, load: poisson(34), ...(balancer === undefined ? {} : { balancer }) }).interval
        .meanLatencySeconds;
    const [shared, least, two, turns, random] = [
      wait({ kind: 'shared-queue' }),
      wait({ kind: 'least-request' }),
      wait({ kind: 'power-of-d', choices: 2 }),
      wait({ kind: 'round-robin' }),
      wait({ kind: 'random' }),
    ] as [number, number, number, number, number];
    expect(shared).toBeLessThan(least);
    expect(least).toBeLessThan(two);
    expect(two).toBeLessThan(turns);
    expect(turns).toBeLessThan(random);
  });

  it('sticky connections give new pods no work until they are made anew', () => {
    const platform = new EventPlatform({
      load: poisson(20),
      work: deterministic(0.02),
      stickyConnections: 10,
      initialReplicas: 2,
    });
    platform.reset(1);
    platform.advance(60);
    platform.setReplicas(4);
    platform.advance(60);
    expect(platform.podMetrics().map(({ requestsPerSecond }) => requestsPerSecond > 0)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    platform.setReplicas(1);
    platform.setReplicas(3);
    platform.advance(60);
    const busy = platform.podMetrics().filter(({ requestsPerSecond }) => requestsPerSecond > 0);
    expect(busy.length).toBeGreaterThan(1);
  });

  it('without a pod requests are turned away, from a shared queue they wait for one', () => {
    const refused = run({ initialReplicas: 0 }, 100);
    expect(refused.totals.rejected).toBe(refused.totals.arrivals);
    const waiting = run({ initialReplicas: 0, balancer: { kind: 'shared-queue', capacity: 500 } }, 100);
    expect(waiting.inFlight).toBe(Math.min(500, waiting.totals.arrivals));
    waiting.setReplicas(20);
    waiting.setRate(0);
    waiting.advance(100);
    expect([waiting.inFlight, waiting.totals.rejected]).toEqual([
      0,
      waiting.totals.arrivals - waiting.totals.completed,
    ]);
  });
});
