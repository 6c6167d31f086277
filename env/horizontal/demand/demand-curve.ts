import { type LoadSeries, loadLength } from '../../../workloads/load-series.js';
import { InputError } from '../../core/input-error.js';
import type { HorizontalConfig } from '../config.js';
import { demandLaw } from './law-cache.js';
import { tableDemand } from './table-demand.js';

/** Sums of floating-point times may be off by this much, in steps. */
const tolerance = 1e-9;

/**
 * The demand of an episode by decision: the least pods that meet the objective under the highest load of the interval, were it to last
 * (`DemandLaw`; for recorded tables `tableDemand`), within the configuration's limits. One value for every whole interval of the load, as
 * `ScalingEpisode` counts them.
 *
 * @throws InputError for a load that counts what the service does not
 */
export function demandCurve(config: HorizontalConfig, load: LoadSeries): Int32Array {
  const { backend, limits, decisionSeconds, objective } = config;
  const loads = highestLoads(offeredLoad(config, load), load.stepSeconds, decisionSeconds, config.load.interpolation);
  if (backend.kind === 'table') return Int32Array.from(loads, tableDemand(backend.table, objective.latencyMs, limits));
  const law = demandLaw(backend.platform, objective, decisionSeconds, backend.kind);
  return Int32Array.from(loads, (value) => Math.max(limits.minReplicas, law.leastPods(value, limits.maxReplicas)));
}

/** Load by step, in the unit of the service; missing steps hold the last known value, 0 before the first. */
function offeredLoad({ backend, load: { scale } }: HorizontalConfig, series: LoadSeries): Float64Array {
  const unit =
    backend.kind === 'table'
      ? backend.table.loadUnit
      : backend.platform.load.kind === 'closed'
        ? 'users'
        : 'requestsPerSecond';
  const values = series[unit];
  if (values === undefined) throw new InputError({ field: 'load', value: series.id }, `a load series with ${unit}`);
  let last = 0;
  return Float64Array.from({ length: loadLength(series) }, (_, step) => {
    if (!Number.isNaN(values[step]!)) last = values[step]! * scale;
    return unit === 'users' ? Math.round(last) : last;
  });
}

/** The highest load of every whole interval. @param interpolation `linear` joins the middles of the steps */
function highestLoads(
  values: Float64Array,
  stepSeconds: number,
  intervalSeconds: number,
  interpolation: 'step' | 'linear',
): Float64Array {
  const steps = intervalSeconds / stepSeconds;
  const last = values.length - 1;
  const line = (position: number): number => {
    const before = Math.min(Math.max(Math.floor(position - 0.5), 0), last);
    const part = Math.min(Math.max(position - 0.5 - before, 0), 1);
    return values[before]! + part * (values[Math.min(before + 1, last)]! - values[before]!);
  };
  return Float64Array.from({ length: Math.floor(values.length / steps + tolerance) }, (_, interval) => {
    const from = interval * steps;
    const to = from + steps;
    let highest = interpolation === 'linear' ? Math.max(line(from), line(to)) : 0;
    const shift = interpolation === 'linear' ? 0.5 : 0;
    for (let step = Math.floor(from - shift + tolerance) + 2 * shift; step + shift < to - tolerance; step++)
      highest = Math.max(highest, values[Math.min(step, last)]!);
    return highest;
  });
}
