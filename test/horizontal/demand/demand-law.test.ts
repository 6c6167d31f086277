import { describe, expect, it } from 'vitest';
import { DemandLaw, demandLaw } from '../../../env/horizontal/demand/index.js';
import {
  mmcResponseTail,
  type PlatformOptions,
  platformConfig,
  platformPreset,
  platformPresets,
  saturationPoint,
} from '../../../env/horizontal/platform/index.js';
import { closed, exponential, poisson } from '../platform/batch-means.js';

function law(options: PlatformOptions, latencyMs: number, decisionSeconds = 15, engine?: 'events' | 'fluid') {
  return new DemandLaw(platformConfig(options), { latencyMs, percentile: 0.95 }, decisionSeconds, engine);
}

/** The highest load of an M/M/c queue of which at most 5 % take longer than `seconds`. */
function theoreticLoad(seconds: number, mu: number, servers: number): number {
  let low = 0;
  let high = servers * mu;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (mmcResponseTail(seconds, middle, mu, servers) <= 0.05) low = middle;
    else high = middle;
  }
  return low;
}

describe('the demand law', () => {
  it('of the orange platform is the oracle of the recorded table, or one pod beside it (horizontal.md §2.2)', () => {
    const orange = law(platformPreset('orange'), 600);
    const recorded = [1, 1, 2, 2, 3, 3, 3, 4, 4, 5];
    const least = recorded.map((_, i) => orange.leastPods(5 * (i + 1), 10));
    least.forEach((pods, i) => {
      expect(Math.abs(pods - recorded[i]!)).toBeLessThanOrEqual(1);
    });
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(Math.abs(mean(least) - mean(recorded))).toBeLessThan(0.3);
  });

  it('of M/M/c is Erlang staffing, a little below for chance in the intervals, also between the levels it computes', () => {
    const queue = law({ load: poisson(1), work: exponential(0.1), balancer: { kind: 'shared-queue' } }, 400, 60);
    const ratios = [4, 7, 10].map((pods) => queue.highestLoad(pods) / theoreticLoad(0.4, 10, pods));
    for (const ratio of ratios) {
      expect(ratio).toBeGreaterThan(0.85);
      expect(ratio).toBeLessThan(1.02);
    }
    /** The more requests an interval holds, the less chance matters. */
    expect(ratios[2]!).toBeGreaterThan(ratios[0]!);
  });

  it('of users who wait for answers lies between the saturation point and where queues alone take the objective', () => {
    const users = law({ load: closed(1), work: exponential(0.11), balancer: { kind: 'shared-queue' } }, 1000, 30);
    for (const pods of [2, 4, 6]) {
      expect(users.highestLoad(pods)).toBeGreaterThan(saturationPoint(1, [0.11 / pods]));
      expect(users.highestLoad(pods)).toBeLessThan(((1 + 1) * pods) / 0.11);
      expect(Number.isInteger(users.highestLoad(pods))).toBe(true);
    }
  });

  it.each(platformPresets)('of %s is monotone, and highest load and least pods say the same', (preset) => {
    const some = law(platformPreset(preset), preset === 'llm-serving' ? 60_000 : 1500, 15, 'fluid');
    const loads = Array.from({ length: 12 }, (_, i) => some.highestLoad(i));
    expect(loads[0]).toBe(0);
    loads.forEach((load, pods) => {
      if (pods > 0) expect(load).toBeGreaterThanOrEqual(loads[pods - 1]!);
      expect(some.leastPods(load, 20)).toBeLessThanOrEqual(pods);
      expect(some.leastPods(load * 1.0001 + 1e-9, 20)).toBeGreaterThan(pods);
    });
    expect(some.leastPods(0, 20)).toBe(0);
    expect(some.leastPods(1e9, 20)).toBe(20);
  });

  it('has no pod for an objective below the time a request takes', () => {
    const hopeless = law({ load: poisson(1), work: { kind: 'deterministic', mean: 0.1 } }, 90);
    expect(hopeless.highestLoad(3)).toBe(0);
    expect(hopeless.leastPods(1, 7)).toBe(7);
    expect(hopeless.podRequestsPerSecond(1)).toBe(0);
  });

  it('does not take a service that turns requests away for one that carries them', () => {
    const shedding = law(
      { load: poisson(1), work: exponential(0.1), balancer: { kind: 'shared-queue', capacity: 2 } },
      500,
      60,
    );
    expect(shedding.highestLoad(4)).toBeLessThan(40);
  });

  it('tells what a load test of one pod would: near its capacity, and with users no more than they send', () => {
    expect(law(platformPreset('orange'), 600).podRequestsPerSecond(1)).toBeGreaterThan(6.5);
    expect(law(platformPreset('orange'), 600).podRequestsPerSecond(1)).toBeLessThan(1 / 0.11);
    const web = law(platformPreset('web'), 250, 15, 'fluid');
    expect(web.podRequestsPerSecond(1) / web.highestLoad(1)).toBeCloseTo(1, 1);
    expect(web.podRequestsPerSecond(4)).toBeGreaterThan(1.2 * web.podRequestsPerSecond(1));
  });

  it('is shared by services that differ only in load, pods and how these come', () => {
    const objective = { latencyMs: 600, percentile: 0.95 };
    const of = (changes: Partial<PlatformOptions>, seconds = 15) =>
      demandLaw(platformConfig(platformPreset('orange', changes)), objective, seconds);
    expect(of({ load: closed(50), initialReplicas: 4, lifeCycle: { mode: 'kubernetes' } })).toBe(of({}));
    expect(of({ contention: 0 })).not.toBe(of({}));
    expect(of({}, 30)).not.toBe(of({}));
  });
});
