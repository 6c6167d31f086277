import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import {
  EventPlatform,
  FluidPlatform,
  fluidAtLevels,
  fluidDistance,
  fluidNote,
  fluidOverload,
  platformPreset,
  platformPresets,
} from '../../../env/horizontal/platform/index.js';
import { closed, deterministic, estimate, expectWithin, exponential, poisson } from './batch-means.js';
import { randomConfig } from './random-config.js';

describe('the fluid platform', () => {
  it('is near the event-driven one over the loads and pods of the paper', () => {
    const distance = fluidDistance(platformPreset('orange'), {
      loads: [5, 10, 15, 20, 25, 30, 35, 40, 45, 50],
      replicas: [1, 2, 3, 4, 5, 6, 7, 8],
      objectiveSeconds: 0.6,
      intervals: 25,
    });
    expect(distance.cells).toHaveLength(80);
    expect(Math.abs(distance.violationRateBias)).toBeLessThan(0.02);
    expect(distance.meanViolationRateError).toBeLessThan(0.02);
    expect(distance.rmsLogP95).toBeLessThan(0.18);
    expect(distance.maxThroughputError).toBeLessThan(0.05);
  });

  it.each([
    ['M/M/3', { load: poisson(1), work: exponential(0.1), balancer: { kind: 'shared-queue' } }, [10, 20, 25], 0.1],
    ['one queue a pod', { load: poisson(1), work: exponential(0.1), balancer: { kind: 'random' } }, [10, 20], 0.1],
    ['turns', { load: poisson(1), work: deterministic(0.1) }, [10, 20], 0.2],
    ['repairs', { load: closed(1), work: exponential(0.11), balancer: { kind: 'shared-queue' } }, [10, 35, 60], 0.1],
    ['web', platformPreset('web', { client: { timeoutSeconds: 5 } }), [40, 80, 120], 0.35],
    ['cpu-heavy', platformPreset('cpu-heavy'), [4, 10], 0.35],
  ] as const)('%s: 95th percentiles are near', (_name, options, loads, bound) => {
    const distance = fluidDistance(options, { loads, replicas: [3], objectiveSeconds: 1, intervalSeconds: 60 });
    expect(distance.rmsLogP95).toBeLessThan(bound);
    expect(distance.maxThroughputError).toBeLessThan(0.03);
  });

  /** Measured over 40 intervals on 4 pods; see docs/fluid-mode.md. Near saturation an interval's luck decides whether it violates. */
  it.each([
    ['orange', 0.6],
    ['web', 0.25],
    ['cpu-heavy', 1.5],
    ['llm-serving', 30],
  ] as const)('%s: is near under load, near saturation and in overload', (name, objectiveSeconds) => {
    for (const level of fluidAtLevels(platformPreset(name), objectiveSeconds)) {
      const { violationRate, throughput, p95Seconds, failures, load } = level.cell;
      const points = Math.abs(violationRate.fluid - violationRate.event);
      expect(points).toBeLessThanOrEqual(level.name === 'near saturation' ? 0.15 : 0.02);
      expect(Math.abs(throughput.fluid / throughput.event - 1)).toBeLessThan(0.07);
      expect(Math.abs(failures.fluid - failures.event)).toBeLessThan(0.05 * load);
      expect(Math.abs(p95Seconds.fluid / p95Seconds.event - 1)).toBeLessThan(0.2);
    }
  });

  it.each([4, 5, 20])(
    'contention bounds what batches of %i pods carry, and the shared queue turns the rest away',
    (pods) => {
      const platform = new FluidPlatform(
        platformPreset('llm-serving', {
          load: poisson(8 * pods),
          lifeCycle: { mode: 'instant' },
          initialReplicas: pods,
        }),
      );
      platform.reset(0);
      platform.advance(1800);
      platform.advance(600);
      const { interval } = platform;
      /** 32 requests of 4 s slow each other by 1 + .03·31. */
      const capacity = (pods * 32) / (4 * (1 + 0.03 * 31));
      expect(interval.completed / 600).toBeGreaterThan(0.95 * capacity);
      expect(interval.completed / 600).toBeLessThan(1.05 * capacity);
      expect(interval.failed / 600).toBeGreaterThan(0.95 * (8 * pods - capacity));
      expect(interval.meanInFlight).toBeGreaterThan(950);
      expect(interval.meanInFlight).toBeLessThan(1000.001);
    },
  );

  it('clients who give up count in a histogram with the time they waited, in traces not at all', () => {
    const overload = { load: poisson(400), initialReplicas: 4 } as const;
    const p95 = (latencySource: 'histogram' | 'traces') => {
      const platform = new FluidPlatform(
        platformPreset('web', { ...overload, metrics: { context: { latencySource, lookBackSeconds: 15 } } }),
      );
      platform.reset(0);
      platform.advance(120);
      return platform.context()[1]!;
    };
    expect(p95('histogram')).toBeCloseTo(5000, -1);
    expect(p95('traces')).toBeLessThan(4950);
  });

  it('a queue in front of no pod fills, and its clients give up', () => {
    const platform = new FluidPlatform(platformPreset('llm-serving', { load: poisson(6), initialReplicas: 0 }));
    platform.reset(0);
    platform.advance(600);
    expect(platform.totals.completed).toBe(0);
    expect(platform.totals.timedOut).toBeGreaterThan(2000);
    expect(platform.inFlight).toBeLessThan(1000.001);
    expect(platform.inFlight).toBeGreaterThan(500);
  });

  it('says in a line how far it is from the events', () => {
    expect(fluidNote(platformPreset('orange'), 0.6)).toMatch(
      /^the fluid engine differs .*: under load \d+ points, .* near saturation .* overload .* %$/,
    );
  });

  it('row 18: overload becomes a backlog that drains, as in theory and as in events', () => {
    const { backlog, drainSeconds, lastWaitSeconds } = fluidOverload(60, 40, 45, 80);
    const options = {
      load: poisson(60),
      work: deterministic(0.1),
      initialReplicas: 4,
      balancer: { kind: 'shared-queue' },
    } as const;
    for (const platform of [new FluidPlatform(options), new EventPlatform(options)]) {
      const held: number[] = [];
      const waits: number[] = [];
      const drained: number[] = [];
      for (let seed = 0; seed < 30; seed++) {
        platform.reset(seed);
        platform.advance(45);
        held.push(platform.interval.inFlight);
        platform.setReplicas(8);
        let seconds = 0;
        for (; platform.interval.inFlight > 20; seconds++) platform.advance(1);
        drained.push(seconds);
        waits.push(held.at(-1)! / 80);
      }
      /** Beside the backlog pods hold what they serve, and what a queue near saturation holds on average. */
      expectWithin(estimate(held), backlog, 35);
      expectWithin(estimate(drained), drainSeconds, 1.5);
      expectWithin(estimate(waits), lastWaitSeconds, 0.45);
    }
  });

  it.each(platformPresets)('%s: has every reading of a platform, and conserves requests', (name) => {
    const platform = new FluidPlatform(platformPreset(name));
    platform.reset(4);
    for (let step = 0; step < 60; step++) {
      if (step % 10 === 5) platform.setReplicas(1 + (step % 7));
      platform.advance(15);
      const { arrivals, completed, rejected, lost, timedOut, requests, succeeded, failed } = platform.totals;
      expect(arrivals).toBe(completed + rejected + lost + timedOut + platform.inFlight);
      expect(requests).toBe(succeeded + failed + platform.inFlight);
      expect(platform.context().every(Number.isFinite)).toBe(true);
      expect(platform.interval.latencySeconds(0.5)).toBeLessThanOrEqual(platform.interval.latencySeconds(0.95));
      expect(platform.interval.violationRate(0)).toBeGreaterThan(0);
    }
    expect(platform.podMetrics().length).toBeGreaterThan(0);
  });

  it('a seed fixes its trajectory too, for any configuration', () => {
    for (let seed = 0; seed < 30; seed++) {
      const random = new RandomStream(seed, 'conservation');
      const options = randomConfig(random);
      const play = () => {
        const platform = new FluidPlatform(options);
        platform.reset(seed);
        return Array.from({ length: 20 }, (_, step) => {
          platform.setReplicas(step % 8);
          platform.advance(9.5);
          return JSON.stringify([...platform.context(), platform.totals, platform.pods(), platform.podMetrics()]);
        });
      };
      expect(play()).toEqual(play());
    }
  });
});
