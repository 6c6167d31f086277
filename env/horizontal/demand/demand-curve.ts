import { heldValues } from '../../../workloads/held-values.js';
import type { LoadSeries } from '../../../workloads/load-series.js';
import { InputError } from '../../core/input-error.js';
import type { HorizontalConfig } from '../config.js';
import { layLoad } from '../load-layout.js';
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
  const { limits } = config;
  const { values, interpolation, leastPods } = demandOf(config, load);
  const loads = highestLoads(values, load.stepSeconds, config.decisionSeconds, interpolation);
  return Int32Array.from(loads, (value) => Math.max(limits.minReplicas, leastPods(value)));
}

/** A load as a service plays it, and the pods it needs. */
interface Demand {
  /** By step, in the service's unit. */
  readonly values: Float64Array;
  readonly interpolation: 'step' | 'linear';
  readonly leastPods: (load: number) => number;
}

function demandOf(config: HorizontalConfig, series: LoadSeries): Demand {
  const { backend, limits, decisionSeconds, objective, load: layout } = config;
  if (backend.kind === 'table') {
    const { table } = backend;
    const values = series[table.loadUnit];
    if (values === undefined)
      throw new InputError({ field: 'load', value: series.id }, `a load series with ${table.loadUnit}`);
    return {
      values: heldValues(values, layout.scale),
      interpolation: 'step',
      leastPods: tableDemand(table, objective.latencyMs, limits),
    };
  }
  const { load, values } = layLoad(backend.platform, series, layout);
  const law = demandLaw({ ...backend.platform, load }, objective, decisionSeconds, backend.kind);
  return {
    values,
    interpolation: load.kind === 'open' ? layout.interpolation : 'step',
    leastPods: (value) => law.leastPods(value, limits.maxReplicas),
  };
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
  /** Load at a position in steps; a step's value stands in its middle. */
  const line = (position: number): number => {
    const before = Math.min(Math.max(Math.floor(position - 0.5), 0), last);
    const part = Math.min(Math.max(position - 0.5 - before, 0), 1);
    return values[before]! + part * (values[Math.min(before + 1, last)]! - values[before]!);
  };
  return Float64Array.from({ length: Math.floor(values.length / steps + tolerance) }, (_, interval) => {
    const from = interval * steps;
    const to = from + steps;
    const stands = interpolation === 'step' ? 0 : 0.5;
    let highest = interpolation === 'step' ? 0 : Math.max(line(from), line(to));
    for (let step = Math.floor(from + stands + tolerance); step + stands < to - tolerance; step++)
      highest = Math.max(highest, values[Math.min(step, last)]!);
    return highest;
  });
}
