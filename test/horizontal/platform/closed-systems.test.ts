import { describe, expect, it } from 'vitest';
import type { EventPlatform } from '../../../env/horizontal/platform/index.js';
import { batchMeans, closed, deterministic, expectWithin, exponential } from './batch-means.js';

const batchSeconds = 1000;

const closedReadings = ({ interval }: EventPlatform) => ({
  throughput: interval.completed / batchSeconds,
  response: interval.meanLatencySeconds,
  p95: interval.latencySeconds(0.95),
});

/** Rows 8 to 12, 15 and 19 of horizontal.md §3.3. Users think U(0, 2): in the mean its law does not matter. */
describe('closed systems agree with theory', () => {
  it.each([
    [8, 25, 1, 9.0908481352017, 1.7500184392251],
    [9, 20, 2, 14.458903655126, 0.3832307398293],
    [10, 35, 3, 22.948872156858, 0.52512941641625],
    [11, 50, 5, 35.123207036103, 0.42356021045018],
  ])('row %i: %i users at %i pods under random balancing', (_row, users, pods, throughput, response) => {
    const reading = batchMeans(
      { load: closed(users), work: exponential(0.11), balancer: { kind: 'random' }, initialReplicas: pods },
      batchSeconds,
      closedReadings,
    );
    expectWithin(reading.throughput, throughput);
    expectWithin(reading.response, response);
  });

  it('row 8: processor sharing and exponential thinking give the same means', () => {
    const reading = batchMeans(
      {
        load: { ...closed(25), thinkSeconds: exponential(1) },
        work: { kind: 'lognormal', mean: 0.11, cv: 1.5 },
        server: { kind: 'processor-sharing' },
      },
      batchSeconds,
      closedReadings,
    );
    expectWithin(reading.throughput, 9.0908481352017);
    expectWithin(reading.response, 1.7500184392251);
  });

  it('row 12: a shared queue before three pods', () => {
    const reading = batchMeans(
      { load: closed(35), work: exponential(0.11), balancer: { kind: 'shared-queue' }, initialReplicas: 3 },
      batchSeconds,
      closedReadings,
    );
    expectWithin(reading.throughput, 26.290853026836);
    expectWithin(reading.response, 0.33126148338641);
  });

  /** These values are of another simulation, printed to three or four digits: half a per cent of slack for its own error, one for tails. */
  it.each([
    ['random', 434, 1003],
    ['round-robin', 295, 469],
    ['least-request', 298.7, 482],
    ['shared-queue', 295, 469],
  ] as const)('row 19: 35 users, deterministic work, %s: %f and %f ms', (kind, response, p95) => {
    const reading = batchMeans(
      { load: closed(35), work: deterministic(0.11), balancer: { kind }, initialReplicas: 3 },
      batchSeconds,
      closedReadings,
    );
    expectWithin(reading.response, response / 1000, 5e-6 * response);
    expectWithin(reading.p95, p95 / 1000, 1e-5 * p95);
  });

  it.each([
    [0.0525, 0.06625, 0.0525, 0.1025, 0.1, 0.05],
    [0.055, 0.07, 0.055, 0.105, 0.105, 0.05],
    [0.12, 0.1925, 0.17, 0.22, 0.22, 0.2],
  ])('row 15: a lone request of %f s under a quota of half a core', (work, mean, least, most, tail, share) => {
    const reading = batchMeans(
      {
        load: { ...closed(1), thinkSeconds: { kind: 'uniform', low: 1, high: 2 } },
        work: deterministic(work),
        server: { kind: 'cpu-quota', threads: 1 },
        resources: { cores: 0.5 },
      },
      1000,
      (platform) => {
        const latencies = platform.latencies().slice().sort();
        const late = latencies.filter((latency) => latency >= tail * 1e6 - 1).length;
        expect(latencies[0]!).toBeGreaterThanOrEqual(least * 1e6);
        expect(latencies.at(-1)!).toBeLessThanOrEqual(most * 1e6);
        return { mean: platform.interval.meanLatencySeconds, late: late / latencies.length };
      },
    );
    expectWithin(reading.mean, mean);
    expect(Math.abs(reading.late.mean - share)).toBeLessThan(4 * reading.late.standardError);
  });
});
