import { describe, expect, it } from 'vitest';
import { LimitEnsemble } from '../../agents/vertical/autopilot/limit-ensemble.js';
import { type SignalWindow, UsageSignal } from '../../agents/vertical/autopilot/signal.js';
import { cpuBuckets, memoryBuckets } from '../../agents/vertical/autopilot/usage-buckets.js';
import { WindowStatistics } from '../../agents/vertical/autopilot/window-statistics.js';
import { RandomStream } from '../../env/core/random.js';

const oneWindow = (...samples: number[]): SignalWindow => ({ elapsed: 1, samples });

describe('Autopilot buckets', () => {
  it('puts every usage between the bound below and its own bound', () => {
    const stream = new RandomStream(3, 'buckets');
    for (const buckets of [cpuBuckets, memoryBuckets]) {
      const probes = [...buckets.bounds, ...Array.from({ length: 2000 }, () => Math.exp(stream.uniform(2, 27)))];
      for (const usage of probes) {
        const k = buckets.bucketOf(usage);
        if (usage <= buckets.bounds.at(-1)!) expect(usage).toBeLessThanOrEqual(buckets.bounds[k]!);
        if (k > 0) expect(usage).toBeGreaterThan(buckets.bounds[k - 1]!);
      }
    }
  });
});

describe('Autopilot window statistics', () => {
  it('gives S_avg of means 1, 3, 2, 4 (newest first), half-life 12 h, as 2.4951865011 (specification §4.2)', () => {
    const statistics = new WindowStatistics(cpuBuckets, 12, 'samples', 24);
    for (const mean of [4, 2, 3, 1]) statistics.add(oneWindow(mean));
    expect(statistics.average()).toBeCloseTo(2.4951865011, 10);
  });

  it('takes S_max from the last hours only', () => {
    const statistics = new WindowStatistics(cpuBuckets, 12, 'samples', 1);
    statistics.add(oneWindow(5000));
    for (let i = 0; i < 11; i++) statistics.add(oneWindow(100));
    expect(statistics.max()).toBeGreaterThanOrEqual(5000);
    statistics.add(oneWindow(100));
    expect(statistics.max()).toBeLessThan(104);
  });

  it('weighs buckets by their load: half the load of one 9-core sample and nine 1-core samples lies at 9 cores', () => {
    const statistics = new WindowStatistics(cpuBuckets, 12, 'samples', 24);
    statistics.add(oneWindow(...Array.from({ length: 9 }, () => 1000), 9000));
    expect(statistics.loadPercentile(0.45)).toBeLessThan(1031);
    expect(statistics.loadPercentile(0.6)).toBeGreaterThanOrEqual(9000);
  });

  it('counts skipped windows as time passed', () => {
    const dense = new WindowStatistics(cpuBuckets, 1, 'samples', 24);
    dense.add(oneWindow(4));
    dense.add({ elapsed: 12, samples: [2] });
    expect(dense.average()).toBeCloseTo((4 * 0.5 + 2) / 1.5, 12);
  });
});

describe('UsageSignal', () => {
  it('puts a sample stamped at a boundary into the window that ends there', () => {
    const windows: SignalWindow[] = [];
    const signal = new UsageSignal((window) => windows.push(window));
    for (let minute = 1; minute <= 11; minute++) signal.observe(minute * 60, minute);
    expect(windows.map(({ samples }) => samples)).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10],
    ]);
    signal.observe(1800, 30);
    expect(windows.slice(2)).toEqual([
      { elapsed: 1, samples: [11] },
      { elapsed: 3, samples: [30] },
    ]);
  });
});

describe('Autopilot ensemble', () => {
  const weights = { overrun: 0.5, underrun: 0.25, limitChange: 0.1, modelChange: 0.1, costDecay: 0.75 };

  it.each(['overrun', 'neither'] as const)(
    'matches a direct reading of the equations on random usage (at the limit: %s)',
    (atLimit) => {
      const decays = [0.1, 0.5, 1];
      const margins = [0, 1];
      const ensemble = new LimitEnsemble(cpuBuckets, decays, margins, weights, atLimit);
      const reference = referenceEnsemble(decays, margins, atLimit);
      const stream = new RandomStream(5, 'ensemble');
      for (let t = 0; t < 40; t++) {
        const samples = Array.from({ length: 5 }, () => stream.uniform(50, t > 20 ? 400 : 120));
        ensemble.add(oneWindow(...samples));
        expect(ensemble.recommend()).toBe(reference(samples));
      }
    },
  );

  it('grows when usage is cut off at the limit, if that counts as overrun', () => {
    const ensemble = new LimitEnsemble(cpuBuckets, [0.1, 0.5, 1], [0, 1], weights, 'overrun');
    for (let t = 0; t < 5; t++) ensemble.add(oneWindow(100, 100, 100, 100, 100));
    const before = ensemble.recommend();
    for (let t = 0; t < 20; t++)
      ensemble.add(oneWindow(...new Array<number>(5).fill(Math.min(900, ensemble.recommend()))));
    expect(ensemble.recommend()).toBeGreaterThan(1.5 * before);
  });

  it('follows usage that has moved up for good and stays put when nothing moves', () => {
    const ensemble = new LimitEnsemble(cpuBuckets, [0.1, 0.5, 1], [0, 1], weights, 'neither');
    for (let t = 0; t < 50; t++) ensemble.add(oneWindow(100));
    const before = ensemble.recommend();
    ensemble.add(oneWindow(100));
    expect(ensemble.recommend()).toBe(before);
    for (let t = 0; t < 50; t++) ensemble.add(oneWindow(900));
    expect(ensemble.recommend()).toBeGreaterThanOrEqual(900);
  });

  /** The equations of §4.2 over plain arrays and maps, one candidate limit at a time. */
  function referenceEnsemble(decays: readonly number[], margins: readonly number[], atLimit: 'overrun' | 'neither') {
    const { bounds } = cpuBuckets;
    const models = decays.flatMap((decay) => margins.map((margin) => ({ decay, margin, limit: -1, cost: 0 })));
    const state = new Map(decays.map((d) => [d, { over: bounds.map(() => 0), under: bounds.map(() => 0), bare: -1 }]));
    const over = (k: number, limit: number) => k > limit || (k === limit && atLimit === 'overrun');
    let chosen = -1;
    let output = -1;
    return (samples: readonly number[]): number => {
      const bucket = samples.map((usage) => bounds.findIndex((bound) => usage <= bound));
      const count = (test: (k: number) => boolean) => bucket.filter(test).length;
      for (const [decay, s] of state) {
        const costs = Array.from(bounds, (_, l) => {
          s.over[l] = (1 - decay) * s.over[l]! + decay * count((k) => over(k, l));
          s.under[l] = (1 - decay) * s.under[l]! + decay * count((k) => k < l);
          return (
            weights.overrun * s.over[l]! + weights.underrun * s.under[l]! + (l === s.bare ? 0 : weights.limitChange)
          );
        });
        const least = Math.min(...costs);
        s.bare = costs.findIndex((cost) => cost <= least + 1e-12);
      }
      const totals = models.map((model, m) => {
        const limit = state.get(model.decay)!.bare + model.margin;
        const changed = limit === model.limit ? 0 : weights.limitChange;
        model.limit = limit;
        const instant =
          weights.overrun * count((k) => over(k, limit)) + weights.underrun * count((k) => k < limit) + changed;
        model.cost = weights.costDecay * instant + (1 - weights.costDecay) * model.cost;
        return model.cost + (m === chosen ? 0 : weights.modelChange) + (limit === output ? 0 : weights.limitChange);
      });
      chosen = totals.findIndex((total) => total <= Math.min(...totals) + 1e-12);
      output = models[chosen]!.limit;
      return bounds[output]!;
    };
  }
});
