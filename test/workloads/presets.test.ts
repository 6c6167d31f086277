import { describe, expect, it } from 'vitest';
import { parseWorkloadConfig } from '../../workloads/generators/workload-config.js';
import { generatePreset, presetConfig, presetNames } from '../../workloads/presets.js';
import { resampleSeries } from '../../workloads/resample.js';
import { autocorrelation, describeValues, deviation, mean, quantiles } from '../../workloads/statistics.js';
import { seriesLength } from '../../workloads/usage-series.js';
import { describeShared } from '../shared.js';
import { alibabaMachine, azureVm, bitbrainsVm, borg2011Job, borg2019Task, type Excerpt } from './preset-traces.js';
import { refusal } from './refusal.js';

const mebibyte = 2 ** 20;

describe('the bundled presets', () => {
  it('are ten, and an unknown name is answered with the ones there are', () => {
    expect(presetNames()).toHaveLength(10);
    const error = refusal(() => generatePreset('web-dirunal', 1));
    expect(error.place).toEqual({ field: 'preset', value: 'web-dirunal' });
    expect(error.expected).toContain('did you mean web-diurnal?');
  });

  it.each(presetNames())(
    '%s: eight days at 60 s from a Monday, a realistic container, another series a seed',
    (name) => {
      const series = generatePreset(name, 7);
      expect([seriesLength(series), series.stepSeconds, new Date(series.startTime * 1000).getUTCDay()]).toEqual([
        8 * 1440,
        60,
        1,
      ]);
      expect(series).toMatchObject({
        id: `${name}-7`,
        source: { dataset: `preset:${name}`, assumptions: { seed: 7 } },
      });
      const { requests, limits } = parseWorkloadConfig(presetConfig(name)).container;
      expect(requests.cpu).toBeGreaterThanOrEqual(100);
      expect(limits.cpu).toBeLessThanOrEqual(8000);
      expect(requests.memory).toBeGreaterThanOrEqual(256 * mebibyte);
      expect(limits.memory).toBeLessThanOrEqual(16 * 1024 * mebibyte);
      expect(mean(series.cpuMillicores)).toBeLessThan(requests.cpu);
      expect(mean(series.memoryBytes)).toBeLessThan(requests.memory);
      expect(generatePreset(name, 7)).toEqual(series);
      expect(generatePreset(name, 8).cpuMillicores).not.toEqual(series.cpuMillicores);
    },
  );
});

/** The excerpt behind each preset; docs/workload-presets.md describes it. */
const excerpts: Readonly<Record<string, () => Excerpt>> = {
  'azure-interactive': () => azureVm(1407217),
  'batch-low-high': () => bitbrainsVm(338),
  'bitbrains-vm': () => bitbrainsVm(384),
  'borg-service': () => borg2019Task(113812204462, 88),
  'bursty-api': () => borg2011Job(3228839619),
  'colocated-online': () => alibabaMachine('m_1935'),
  'jvm-plateau': () => borg2011Job(986962601),
  'memory-leak': () => borg2011Job(4923180614),
  'noisy-batch': () => borg2011Job(5511846858),
  'web-diurnal': () => borg2011Job(3418442),
};

/** What a fit may be off by: quotients of quantiles as a factor, the coefficient of variation as a share, others as they are. */
const tolerance: Readonly<Record<string, number>> = {
  cv: 0.15,
  'lag 5 min': 0.06,
  'lag 1 h': 0.1,
  'lag 1 d': 0.12,
  'daily share': 0.15,
  'daily amplitude': 0.08,
  'p5/p50': 1.12,
  'p95/p50': 1.15,
  'p99/p50': 1.15,
};

/** What a preset was not fitted to or misses, with the tolerance that it keeps; docs/workload-presets.md says why. */
const exceptions: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'batch-low-high': {
    'memory p5/p50': 1.5,
    'memory p95/p50': 1.25,
    'memory p99/p50': 1.25,
    'memory daily amplitude': 0.3,
  },
  'bitbrains-vm': { 'cpu p5/p50': 1.3, 'cpu p95/p50': 1.2, 'memory lag 1 h': 0.2, 'memory p5/p50': 1.3 },
  'bursty-api': {
    'cpu cv': 0.3,
    'cpu lag 1 h': 0.25,
    'cpu daily share': 0.25,
    'memory cv': 0.5,
    'memory lag 5 min': 0.22,
  },
  'colocated-online': { 'cpu lag 5 min': 0.1, 'cpu p95/p50': 1.2 },
  'jvm-plateau': { 'cpu lag 1 d': 0.25, 'memory cv': 0.3, 'memory lag 1 d': 0.25 },
  'memory-leak': { 'memory lag 1 d': 0.45 },
  'borg-service': { 'memory lag 1 d': 0.2 },
};

function statisticsOf({ startTime, cpu, memory }: Excerpt): Map<string, number> {
  const found = new Map<string, number>();
  for (const [resource, values] of Object.entries({ cpu, memory })) {
    const described = describeValues(values, { startTime, stepSeconds: 300 });
    if (described.count === 0) continue;
    const [p5] = quantiles(values, [0.05]) as [number];
    const { p50, p95, p99, coefficientOfVariation, lag1, dailyShare, dailyAmplitude } = described;
    const all: Readonly<Record<string, number>> = {
      cv: coefficientOfVariation,
      'lag 5 min': lag1,
      'lag 1 h': autocorrelation(values, 12),
      'lag 1 d': autocorrelation(values, 288),
      'daily share': dailyShare,
      'daily amplitude': dailyAmplitude,
      'p5/p50': p5 / p50,
      'p95/p50': p95 / p50,
      'p99/p50': p99 / p50,
    };
    for (const [name, value] of Object.entries(all)) found.set(`${resource} ${name}`, value);
  }
  if (found.has('memory cv')) found.set('correlation', correlation(cpu, memory));
  return found;
}

function correlation(one: Float64Array, other: Float64Array): number {
  const known = one.map((value, i) => (Number.isNaN(other[i]!) ? Number.NaN : value));
  const [oneMean, otherMean] = [mean(known), mean(other)];
  return (
    mean(known.map((value, i) => (value - oneMean) * (other[i]! - otherMean))) / deviation(known) / deviation(other)
  );
}

/** Mean of each statistic over seeds, on the traces' grid. */
function presetStatistics(name: string): Map<string, number> {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const runs = seeds.map((seed) => {
    const { startTime, cpuMillicores, memoryBytes } = resampleSeries(generatePreset(name, seed), 300);
    return statisticsOf({ startTime, cpu: cpuMillicores, memory: memoryBytes });
  });
  return new Map([...runs[0]!.keys()].map((key) => [key, mean(runs.map((run) => run.get(key)!))]));
}

function isWithin(statistic: string, preset: number, trace: number, allowed: number): boolean {
  if (statistic.includes('/')) return Math.abs(Math.log(preset / trace)) <= Math.log(allowed);
  return Math.abs(preset - trace) <= (statistic.endsWith('cv') ? allowed * trace : allowed);
}

describeShared('each preset is like the trace it was fitted to', () => {
  it.each(presetNames())('%s', (name) => {
    const trace = statisticsOf(excerpts[name]!());
    const preset = presetStatistics(name);
    const misses: string[] = [];
    for (const [statistic, value] of trace) {
      const general = tolerance[statistic.replace(/^(cpu|memory) /, '')] ?? 0.15;
      const allowed = exceptions[name]?.[statistic] ?? general;
      const fitted = preset.get(statistic)!;
      if (!isWithin(statistic, fitted, value, allowed))
        misses.push(`${statistic}: trace ${value.toFixed(3)}, preset ${fitted.toFixed(3)}, allowed ${allowed}`);
    }
    expect(misses).toEqual([]);
  });
});
