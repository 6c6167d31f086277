import { describe, expect, it } from 'vitest';
import { demandCurve } from '../../../env/horizontal/demand/index.js';
import { ScalingEpisode } from '../../../env/horizontal/scaling-episode.js';
import { customScenario } from '../../../experiments/horizontal/custom-scenario.js';
import { crowd, hump, loadOf } from './loads.js';

/** One worker a pod, a tenth of a second a request: cheap to simulate. */
const config = {
  platform: {
    load: { kind: 'open', rate: { kind: 'constant', requestsPerSecond: 1 } },
    work: { kind: 'deterministic', mean: 0.1 },
  },
  objective: { latencyMs: 500 },
} as const;
const highest = (demand: Int32Array) => demand.reduce((most, pods) => Math.max(most, pods), 0);

describe('customScenario', () => {
  it('leaves a load that fits as it is, with room above its peak', () => {
    const { config: complete, assumptions, loads } = customScenario({ origin: 'mine.csv', loads: [hump], config });
    const peakPods = highest(demandCurve(complete, hump));
    expect(loads).toEqual([hump]);
    expect(complete.load.scale).toBe(1);
    expect(complete.limits).toEqual({ minReplicas: 1, maxReplicas: Math.ceil(1.5 * peakPods) + 1 });
    const demand = demandCurve(complete, hump);
    expect(complete.initialReplicas).toBe(Math.round(demand.reduce((sum, pods) => sum + pods, 0) / demand.length));
    expect(assumptions).toEqual([
      `at most ${complete.limits.maxReplicas} pods, as the highest load needs ${peakPods}`,
      'tuned agents are calibrated on the load itself, with other random numbers',
    ]);
  });

  it('scales a load that is too large to what 12 pods carry', () => {
    const crush = loadOf('crush', 'requestsPerSecond', [1e4, 4e4, 5e4, 2e4]);
    const { config: complete, assumptions } = customScenario({ origin: 'mine.csv', loads: [crush], config });
    expect(highest(demandCurve(complete, crush))).toBe(12);
    expect(assumptions[0]).toMatch(/^the load is multiplied by 0\.00\d+: .* instead of 50000 requests\/s$/);
  });

  it('scales to the peak that is asked for, up or down', () => {
    for (const peak of [6, 48]) {
      const { config: complete } = customScenario({ origin: 'mine.csv', loads: [hump], config, peak });
      expect(complete.load.scale).toBeCloseTo(peak / 24, 12);
    }
  });

  it('takes limits, replicas and scale that are given', () => {
    const given = { ...config, limits: { minReplicas: 2, maxReplicas: 5 }, initialReplicas: 4, load: { scale: 100 } };
    const { config: complete, assumptions } = customScenario({ origin: 'mine.csv', loads: [hump], config: given });
    expect(complete).toMatchObject({ limits: given.limits, initialReplicas: 4, load: { scale: 100 } });
    expect(assumptions).toHaveLength(1);
  });

  it('plays users on the platform of users when nothing is said', () => {
    const scenario = customScenario({ origin: 'mine.csv', loads: [crowd], calibration: hump });
    expect(scenario.assumptions[0]).toBe('the service is the platform orange');
    const episode = new ScalingEpisode(scenario.config, crowd);
    episode.reset(1);
    expect(episode.step(3).readings.offeredLoad).toBe(4);
  });

  it('refuses a peak that cannot be had', () => {
    const idle = loadOf('idle', 'requestsPerSecond', [0, 0]);
    expect(() => customScenario({ origin: 'idle.csv', loads: [idle], config, peak: 5 })).toThrow(/idle\.csv.*peak/);
    expect(() => customScenario({ origin: 'mine.csv', loads: [hump], config, peak: -1 })).toThrow('a number > 0');
  });
});
