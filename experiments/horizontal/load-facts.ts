import { InputError } from '../../env/core/input-error.js';
import type { HorizontalConfig } from '../../env/horizontal/config.js';
import { layLoad, loadPlace } from '../../env/horizontal/load-layout.js';
import { loadUnit } from '../../env/horizontal/load-unit.js';
import { heldValues } from '../../workloads/held-values.js';
import type { LoadChannel, LoadSeries } from '../../workloads/load-series.js';

/** What people want to know of a load: what it counts, and its mean and largest step on the platform's scale, over all its draws. */
export interface LoadFacts {
  readonly loadUnit: LoadChannel;
  readonly meanLoad: number;
  readonly peakLoad: number;
}

/**
 * Describes the draws of a load as the service of a configuration is offered them.
 * @param origin where the load comes from, named in errors
 * @throws InputError for a load the service cannot play
 */
export function loadFacts(series: readonly LoadSeries[], config: HorizontalConfig, origin: string): LoadFacts {
  let sum = 0;
  let count = 0;
  let peak = 0;
  for (const one of series) {
    const values = offered(one, config, origin);
    count += values.length;
    for (const value of values) {
      sum += value;
      if (value > peak) peak = value;
    }
  }
  return { loadUnit: loadUnit(config.backend), meanLoad: sum / count, peakLoad: peak };
}

/** The load of each step in the platform's unit. */
function offered(series: LoadSeries, { backend, load }: HorizontalConfig, origin: string): Float64Array {
  if (backend.kind !== 'table') return layLoad(backend.platform, series, load, origin).values;
  const { loadUnit: unit } = backend.table;
  const values = series[unit];
  if (values === undefined) throw new InputError(loadPlace(series, origin), `${unit}, which the table was recorded in`);
  return heldValues(values, load.scale);
}
