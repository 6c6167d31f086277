import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import type { EventPlatform } from '../../../env/horizontal/platform/index.js';
import { SharingServers } from '../../../env/horizontal/platform/servers/processor-sharing.js';
import { Requests } from '../../../env/horizontal/platform/traffic/requests.js';
import { batches, batchMeans, deterministic, estimate, expectWithin, exponential, poisson } from './batch-means.js';

const responses = ({ interval }: EventPlatform) => ({
  mean: interval.meanLatencySeconds,
  p95: interval.latencySeconds(0.95),
  p99: interval.latencySeconds(0.99),
});

/** Rows 1 to 7, 14, 16 and 17 of horizontal.md §3.3, each within four standard errors of 30 batches. */
describe('open queues agree with theory', () => {
  it('row 1: M/M/1', () => {
    const { mean, p95, p99 } = batchMeans({ load: poisson(8), work: exponential(0.1) }, 5000, responses);
    expectWithin(mean, 0.5);
    expectWithin(p95, 1.497866136777);
    expectWithin(p99, Math.LN10);
  });

  it('rows 2 and 3: M/M/4 as four pods behind a shared queue', () => {
    const { mean, p95, p99 } = batchMeans(
      { load: poisson(30), work: exponential(0.1), balancer: { kind: 'shared-queue' }, initialReplicas: 4 },
      1000,
      responses,
    );
    expectWithin(mean, 0.1 + 0.050943396226415);
    expectWithin(p95, 0.41280998024176);
    expectWithin(p99, 0.60063081765618);
  });

  it('row 4: M/M/5 as one pod with five workers', () => {
    const { mean, p95 } = batchMeans(
      {
        load: poisson(30),
        work: exponential(0.1),
        server: { kind: 'fcfs', workers: 5 },
        resources: { cores: 5 },
      },
      1000,
      responses,
    );
    expectWithin(mean, 0.1 + 0.011807580174927);
    expectWithin(p95, 0.31999170333558);
  });

  it('row 5: M/M/1/5 turns requests away', () => {
    const { loss, throughput, mean } = batchMeans(
      { load: poisson(12), work: exponential(0.1), podCapacity: 5 },
      1000,
      ({ interval }) => ({
        loss: interval.rejected / interval.arrivals,
        throughput: interval.completed / 1000,
        mean: interval.meanLatencySeconds,
      }),
    );
    expectWithin(loss, 0.25058812155586);
    expectWithin(throughput, 8.9929425413296);
    expectWithin(mean, 0.33594925822404);
  });

  it('row 6: M/G/1, deterministic, of cv 2 three ways', () => {
    const { mean } = batchMeans({ load: poisson(8), work: deterministic(0.1) }, 2500, responses);
    expectWithin(mean, 0.1 + 0.2);
    for (const kind of ['hyperexponential', 'lognormal', 'gamma'] as const) {
      const spread = batchMeans({ load: poisson(8), work: { kind, mean: 0.1, cv: 2 } }, 4000, responses);
      expectWithin(spread.mean, 0.1 + 1);
    }
  });

  it('row 7: processor sharing has the variance of theory, and only the mean of the work matters', () => {
    const server = { kind: 'processor-sharing' } as const;
    const { mean, variance } = batchMeans({ load: poisson(8), work: exponential(0.1), server }, 3500, (platform) => {
      const latencies = Array.from(platform.latencies(), (value) => value / 1e6);
      return {
        mean: platform.interval.meanLatencySeconds,
        variance: latencies.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / latencies.length,
      };
    });
    expectWithin(mean, 0.5);
    expectWithin(variance, 0.58333333333333);
    for (const work of [deterministic(0.1), { kind: 'hyperexponential', mean: 0.1, cv: 3 } as const]) {
      const insensitive = batchMeans({ load: poisson(8), work, server }, 2500, responses);
      expectWithin(insensitive.mean, 0.5);
    }
  });

  it('row 7: under sharing a request of work x takes x/(1 − ρ) on average', () => {
    expectWithin(estimate(taggedResponses(0.25)), 1.25);
  });

  it('row 14: a Markov-modulated process has the mean and the variance of counts of theory', () => {
    const load = {
      kind: 'open',
      rate: {
        kind: 'mmpp',
        states: [
          { requestsPerSecond: 50, meanSeconds: 60 },
          { requestsPerSecond: 10, meanSeconds: 240 },
        ],
      },
    } as const;
    const windows = 500;
    const { mean, variance } = batchMeans({ load, work: deterministic(0) }, 10, (platform) => {
      let count = 0;
      let squares = 0;
      for (let window = 0; window < windows; window++) {
        platform.advance(10);
        count += platform.interval.arrivals;
        squares += (platform.interval.arrivals - 180) ** 2;
      }
      return { mean: count / (10 * windows), variance: squares / windows };
    });
    expectWithin(mean, 18);
    expectWithin(variance, 24091.086864);
  });

  it.each([
    [2, 2.6140573773],
    [3, 2.027855969],
  ])('row 16: power of %i choices among many pods', (choices, expected) => {
    const pods = 2000;
    const { mean } = batchMeans(
      {
        load: poisson(9 * pods),
        work: exponential(0.1),
        balancer: { kind: 'power-of-d', choices },
        initialReplicas: pods,
        metrics: { monitoring: { intervalSeconds: 1000 }, resource: { intervalSeconds: 1000 } },
      },
      1,
      ({ interval }) => ({ mean: interval.meanLatencySeconds * 10 }),
    );
    expectWithin(mean, expected);
  });

  it('row 17: eighteen servers are enough for a tail of 5 %', () => {
    const { late } = batchMeans(
      { load: poisson(100), work: exponential(0.1), balancer: { kind: 'shared-queue' }, initialReplicas: 18 },
      250,
      ({ interval }) => ({ late: interval.violationRate(0.3) }),
    );
    expectWithin(late, 0.049900357259);
  });
});

/** Mean responses, by batch, of the tenth of requests that bring work `x` to a sharing pod at utilisation .8. */
function taggedResponses(x: number): number[] {
  const random = new RandomStream(7, 'tagged');
  const requests = new Requests();
  const servers = new SharingServers(requests, 1, {
    cores: 1,
    concurrency: Number.POSITIVE_INFINITY,
    inflation: { contention: 0, warmUp: { extra: 0, seconds: 1 } },
  });
  servers.start(0, 0);
  const means: number[] = [];
  let sum = 0;
  let count = 0;
  let arrivalAt = 0;
  while (means.length < batches + 1) {
    if (servers.nextAt <= arrivalAt) {
      const now = servers.nextAt;
      const request = servers.step(now);
      if (requests.owner[request] === 1) {
        sum += (now - requests.sentAt[request]!) / 1e6;
        count++;
      }
      requests.release(request);
      if (count < 4000) continue;
      means.push(sum / count);
      sum = 0;
      count = 0;
    } else {
      const request = requests.take();
      const tagged = random.next() < 0.1;
      requests.owner[request] = tagged ? 1 : 0;
      requests.sentAt[request] = arrivalAt;
      requests.work[request] = (tagged ? x : random.exponential((0.1 - 0.1 * x) / 0.9)) * 1e6;
      servers.admit(request, 0, arrivalAt);
      arrivalAt += Math.round(random.exponential(1 / 8) * 1e6);
    }
  }
  expect(servers.cpuUsed(0, arrivalAt) / arrivalAt).toBeCloseTo(0.8, 1);
  return means.slice(1);
}
