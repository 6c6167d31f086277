import { expect, it } from 'vitest';
import { generateLoad } from '../../workloads/generators/generate-load.js';
import { type LoadConfig, parseLoadConfig } from '../../workloads/generators/load-config.js';
import { loadPresetConfig } from '../../workloads/load-presets.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { resampleLoad, stretchLoad } from '../../workloads/load-transforms.js';
import { autocorrelation, coefficientOfVariation, dailyShare, mean, quantiles } from '../../workloads/statistics.js';
import { describeShared, sharedPath } from '../shared.js';
import { collect } from './traces/collect.js';

/** The excerpt behind a preset, the grid on which both are compared, and how many steps of the preset make up for its length. */
interface Fit {
  readonly trace: () => Promise<LoadSeries>;
  readonly stepSeconds: number;
  readonly lagsSeconds: readonly number[];
  readonly timesteps: number;
  readonly seeds: number;
  /** What the preset misses, with the tolerance it keeps; docs/load-presets.md says why. */
  readonly exceptions?: Readonly<Record<string, number>>;
}

async function imported(folder: string): Promise<readonly LoadSeries[]> {
  return (await collect([sharedPath(`traces/${folder}`)])).loads;
}

function total(series: readonly LoadSeries[]): LoadSeries {
  const requestsPerSecond = new Float64Array(series[0]!.requestsPerSecond!.length);
  for (const { requestsPerSecond: rates } of series)
    rates!.forEach((rate, i) => {
      requestsPerSecond[i]! += Number.isNaN(rate) ? 0 : rate;
    });
  return { ...series[0]!, requestsPerSecond };
}

const fits: Readonly<Record<string, Fit>> = {
  'web-site': {
    trace: async () => (await imported('web-nasa-http'))[0]!,
    stepSeconds: 300,
    lagsSeconds: [300, 3600, 86_400],
    timesteps: 28 * 960,
    seeds: 6,
    exceptions: { 'p5/p50': 1.25 },
  },
  functions: {
    trace: async () => total(await imported('azure-functions-2019')),
    stepSeconds: 60,
    lagsSeconds: [60, 600, 3600],
    timesteps: 1440,
    seeds: 20,
  },
  'noisy-rise': {
    trace: async () => (await imported('autothrottle-rps')).find(({ id }) => id === 'noisy')!,
    stepSeconds: 15,
    lagsSeconds: [15, 60, 300],
    timesteps: 960,
    seeds: 20,
  },
};

/** What a fit may be off by: quotients of quantiles as a factor, the coefficient of variation as a share, others as they are. */
const tolerance: Readonly<Record<string, number>> = {
  cv: 0.15,
  lag: 0.12,
  'daily share': 0.1,
  'p5/p50': 1.15,
  'p95/p50': 1.12,
  'p99/p50': 1.12,
};

function statisticsOf(series: LoadSeries, { stepSeconds, lagsSeconds }: Fit): Record<string, number> {
  const load = resampleLoad(series, stepSeconds);
  const rates = load.requestsPerSecond!;
  const [p5, p50, p95, p99] = quantiles(rates, [0.05, 0.5, 0.95, 0.99]) as [number, number, number, number];
  const lags = lagsSeconds.map((lag) => [`lag ${lag} s`, autocorrelation(rates, Math.round(lag / stepSeconds))]);
  return {
    cv: coefficientOfVariation(rates),
    ...Object.fromEntries(lags),
    'daily share': dailyShare(rates, load),
    'p5/p50': p5 / p50,
    'p95/p50': p95 / p50,
    'p99/p50': p99 / p50,
  };
}

/** A preset at the pace of what it was fitted to, so many steps long. */
function paced(name: string, timesteps: number, seed: number): LoadSeries {
  const config = loadPresetConfig(name) as Record<string, unknown>;
  const { speed }: LoadConfig = parseLoadConfig(config);
  return stretchLoad(generateLoad({ ...config, timesteps }, { seed }), speed);
}

describeShared('loads fitted to real ones', () => {
  it.each(Object.keys(fits))('%s is like its excerpt', async (name) => {
    const fit = fits[name]!;
    const real = statisticsOf(await fit.trace(), fit);
    const drawn = Array.from({ length: fit.seeds }, (_, i) => statisticsOf(paced(name, fit.timesteps, i + 1), fit));
    const lines: string[] = [];
    for (const [what, value] of Object.entries(real)) {
      const ours = mean(drawn.map((statistics) => statistics[what]!));
      if (Number.isNaN(value)) continue;
      const allowed = fit.exceptions?.[what] ?? tolerance[what.startsWith('lag') ? 'lag' : what]!;
      const off = what.includes('/')
        ? Math.max(ours / value, value / ours)
        : Math.abs(ours - value) / (what === 'cv' ? value : 1);
      lines.push(`${what} ${value.toFixed(2)} / ${ours.toFixed(2)}`);
      expect(off, lines.join(', ')).toBeLessThanOrEqual(allowed);
    }
  });
});
