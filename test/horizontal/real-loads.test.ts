import { expect, it } from 'vitest';
import type { LoadLayout } from '../../env/horizontal/config.js';
import { layLoad } from '../../env/horizontal/load-layout.js';
import { EventPlatform, platformConfig, platformPreset } from '../../env/horizontal/platform/index.js';
import { type LoadSeries, loadLength } from '../../workloads/load-series.js';
import { scaleLoad, sliceLoad, stretchLoad } from '../../workloads/load-transforms.js';
import { mean } from '../../workloads/statistics.js';
import { describeShared, sharedPath } from '../shared.js';
import { collect } from '../workloads/traces/collect.js';

const layout: LoadLayout = { scale: 1, interpolation: 'step', thinkSeconds: null };
const stepsPlayed = 16;
const playedStepSeconds = 15;

/** The busiest load of an excerpt, from its busiest step on, some steps of it played in minutes and at the size of a few pods. */
async function excerpt(folder: string): Promise<LoadSeries> {
  const { loads } = await collect([sharedPath(`traces/${folder}`)]);
  const long = loads.filter((load) => loadLength(load) >= stepsPlayed);
  const rates = (load: LoadSeries) => load.requestsPerSecond!;
  const busiest = long.reduce((best, load) => (mean(rates(load)) > mean(rates(best)) ? load : best));
  const peak = rates(busiest).reduce((at, rate, i) => (rate > rates(busiest)[at]! ? i : at), 0);
  const start = Math.min(peak, loadLength(busiest) - stepsPlayed);
  const slice = sliceLoad(busiest, start, start + stepsPlayed);
  return scaleLoad(stretchLoad(slice, playedStepSeconds / slice.stepSeconds), { peak: 60 });
}

describeShared('loads imported from real traces', () => {
  it.each([
    ['azure-functions-2019'],
    ['azure-functions-2021'],
    ['azure-llm-2023'],
    ['autothrottle-rps'],
    ['web-nasa-http'],
    ['nab'],
    ['alibaba2026-genai'],
    ['k8s-prometheus-testbed'],
  ])('%s drives an open and a closed platform', async (folder) => {
    const series = await excerpt(folder);
    for (const preset of ['web', 'orange'] as const) {
      const config = platformConfig(platformPreset(preset, { initialReplicas: 8 }));
      const { load, values, assumption } = layLoad(config, series, layout);
      expect(assumption === null).toBe(preset === 'web');
      const platform = new EventPlatform({ ...config, load });
      platform.reset(1);
      let requests = 0;
      const offered = Array.from(values, () => {
        platform.advance(playedStepSeconds);
        requests += platform.interval.requests;
        return platform.interval.offeredLoad;
      });
      offered.forEach((amount, step) => {
        expect(amount).toBeCloseTo(values[step]!, 9);
      });
      const expected = series.requestsPerSecond!.reduce((sum, rate) => sum + rate * playedStepSeconds, 0);
      if (preset === 'web') expect(Math.abs(requests - expected)).toBeLessThan(5 * Math.sqrt(expected));
      else expect(Math.abs(requests / expected - 1)).toBeLessThan(0.12);
    }
  });
});
