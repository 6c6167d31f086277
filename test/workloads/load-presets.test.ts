import { describe, expect, it } from 'vitest';
import { generateLoadPreset, loadPresetNames } from '../../workloads/load-presets.js';
import { loadLength } from '../../workloads/load-series.js';
import { mean, quantiles } from '../../workloads/statistics.js';
import { refusal } from './refusal.js';

describe('the bundled loads', () => {
  it('an unknown name is answered with the ones there are', () => {
    const error = refusal(() => generateLoadPreset('flashcrowd', 1));
    expect(error.place).toEqual({ field: 'load', value: 'flashcrowd' });
    expect(error.expected).toContain('did you mean flash-crowd?');
  });

  it.each(loadPresetNames())('%s: about four hours at 15 s, with the requests that so many users send', (name) => {
    const load = generateLoadPreset(name, 7);
    expect(load).toMatchObject({
      id: `${name}-7`,
      stepSeconds: 15,
      source: { dataset: `preset:${name}`, assumptions: { seed: 7 } },
    });
    expect(loadLength(load)).toBeGreaterThanOrEqual(960);
    expect(loadLength(load)).toBeLessThanOrEqual(1000);
    load.users!.forEach((count, i) => {
      expect(load.requestsPerSecond![i]).toBeCloseTo(count * 0.9, 9);
    });
    expect(generateLoadPreset(name, 7)).toEqual(load);
  });

  it.each(loadPresetNames())('%s: within what ten pods of the paper can serve', (name) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { users } = generateLoadPreset(name, seed);
      const [p1, p99] = quantiles(users!, [0.01, 0.99]) as [number, number];
      expect(mean(users!)).toBeGreaterThan(10);
      expect(p1).toBeGreaterThan(1);
      expect(p99).toBeLessThan(90);
    }
  });
});
