import { describe, expect, it } from 'vitest';
import { erlangC, FluidPlatform, mg1Wait, type PlatformOptions } from '../../../env/horizontal/platform/index.js';
import { deterministic, exponential, poisson } from './batch-means.js';

const service = 0.1;
/** Long enough that the mean of a queue at 85 % of its capacity is known to 1 or 2 %. */
const seconds = 60_000;

/** Means over a long run (`waited`: time in flight per response), and of the 95th percentiles of its intervals. */
function measure(options: PlatformOptions, intervalSeconds: number) {
  const platform = new FluidPlatform({ resources: { cores: 1 }, initialReplicas: 1, ...options });
  platform.reset(7);
  platform.advance(600);
  const intervals = Math.ceil(seconds / intervalSeconds);
  const { interval } = platform;
  let completed = 0;
  let spent = 0;
  let area = 0;
  let p95 = 0;
  for (let i = 0; i < intervals; i++) {
    platform.advance(intervalSeconds);
    completed += interval.completed;
    if (interval.completed > 0) spent += interval.completed * interval.meanLatencySeconds;
    area += intervalSeconds * interval.meanInFlight;
    p95 += interval.latencySeconds(0.95) / intervals;
  }
  return { response: spent / completed, waited: area / completed, p95 };
}

const sharedQueue = { balancer: { kind: 'shared-queue' } } as const;
const sharing = { server: { kind: 'processor-sharing', concurrency: null } } as const;
const varying = { kind: 'lognormal', mean: service, cv: 2 } as const;

/** Rates of a tenth of a second's work, and the mean response of theory (horizontal.md §3.2). */
const rows: readonly [string, PlatformOptions, number][] = [
  ...[1, 2, 5, 8].map((rate) => row(`M/M/1, ${rate}/s`, rate, { work: exponential(service) }, 1 / (10 - rate))),
  ...[2, 3, 4].flatMap((pods) =>
    [0.3, 0.6, 0.85].map((part) => {
      const rate = 10 * pods * part;
      const options = { work: exponential(service), initialReplicas: pods, ...sharedQueue };
      const wait = erlangC(pods, 10 * part * pods * service) / (10 * pods - rate);
      return row(`M/M/${pods}, ${rate}/s`, rate, options, service + wait);
    }),
  ),
  ...[2, 5, 8].flatMap((rate) => [
    row(`M/D/1, ${rate}/s`, rate, { work: deterministic(service) }, service + mg1Wait(rate, service, 0)),
    row(`M/G/1 of cs² 4, ${rate}/s`, rate, { work: varying }, service + mg1Wait(rate, service, 4)),
    row(`M/M/1-PS, ${rate}/s`, rate, { work: exponential(service), ...sharing }, 1 / (10 - rate)),
    row(`M/G/1-PS of cs² 4, ${rate}/s`, rate, { work: varying, ...sharing }, 1 / (10 - rate)),
  ]),
  ...[4, 10, 16].map((rate) => {
    const options = { work: exponential(service), initialReplicas: 2, balancer: { kind: 'random' } } as const;
    return row(`two queues at random, ${rate}/s`, rate, options, 1 / (10 - rate / 2));
  }),
];

function row(
  name: string,
  rate: number,
  options: Omit<PlatformOptions, 'load'>,
  response: number,
): [string, PlatformOptions, number] {
  return [name, { load: poisson(rate), ...options }, response];
}

describe('the fluid platform below saturation', () => {
  it.each(rows)('%s: has the mean response of theory, and obeys Little’s law', (name, options, theory) => {
    for (const intervalSeconds of [15, 600]) {
      const { response, waited } = measure(options, intervalSeconds);
      expect(Math.abs(response / theory - 1)).toBeLessThan(0.05);
      expect(Math.abs(waited / response - 1)).toBeLessThan(name.startsWith('M/G/1 of') ? 0.025 : 0.02);
    }
  });

  it.each([1, 2, 5, 8])('M/M/1, %i/s: has the 95th percentile of theory over long intervals', (rate) => {
    const { p95 } = measure({ load: poisson(rate), work: exponential(service) }, 1200);
    expect(Math.abs(p95 / (-Math.log(0.05) / (10 - rate)) - 1)).toBeLessThan(0.1);
  });

  it('percentiles of few responses are those of samples: on average n·q + 1 − q of n exponential ones are not above', () => {
    /** 1 + .95 · 19 of 20: the 19th has mean 1/2 + … + 1/20, the last one 1 more. */
    let nineteenth = 0;
    for (let k = 2; k <= 20; k++) nineteenth += 1 / k;
    const expected = (nineteenth + 0.05) * service;
    const { p95 } = measure({ load: poisson(0.1), work: exponential(service), initialReplicas: 1 }, 200);
    expect(Math.abs(p95 / expected - 1)).toBeLessThan(0.05);
  });
});
