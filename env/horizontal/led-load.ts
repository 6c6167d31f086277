import { heldValues } from '../../workloads/held-values.js';
import { type LoadSeries, loadChannels, loadLength } from '../../workloads/load-series.js';
import type { LoadLayout } from './config.js';

/** A stretch of a load, on the clock of whoever plays it: its beginning lies at {@link leadSeconds}. */
export interface LedLoad {
  readonly series: LoadSeries;
  readonly leadSeconds: number;
}

/** Grids that were computed in floating point are taken as equal when they differ by less than this part of a step. */
const gridTolerance = 1e-9;

/**
 * Cuts a stretch out of a load, with a lead-in of at least `lead` seconds before it, so that something has been observed when the first
 * decision is due. The lead-in is the load before the stretch, and the load's first value before that.
 *
 * The lead-in begins with a step, so that no step is cut: what is played is the load itself, value by value. Steps longer than
 * `lead` are split into equal parts first, so that lead-ins stay short; into an odd number of them where the load is interpolated: then
 * the middles of steps, which the line goes through, stay middles, and the line stays the same. Missing steps hold the last known value.
 *
 * @param from first second of the stretch
 * @param to end of the stretch, within the load
 * @param lead > 0
 */
export function ledLoad(
  load: LoadSeries,
  { from, to, lead }: { readonly from: number; readonly to: number; readonly lead: number },
  interpolation: LoadLayout['interpolation'],
): LedLoad {
  const isLinear = interpolation === 'linear';
  const least = Math.ceil(load.stepSeconds / lead - gridTolerance);
  const parts = isLinear && least % 2 === 0 ? least + 1 : least;
  const stepSeconds = load.stepSeconds / parts;
  const first = Math.floor((from - lead) / stepSeconds + gridTolerance);
  const end = Math.min(Math.ceil(to / stepSeconds - gridTolerance) + 1, loadLength(load) * parts);
  const { origin: _, ...rest } = load;
  const series = { ...rest, startTime: load.startTime + first * stepSeconds, stepSeconds };
  for (const channel of loadChannels) {
    const values = load[channel];
    if (values === undefined) continue;
    const known = heldValues(values);
    const valueAt = isLinear ? lineThrough(known, parts) : (part: number) => known[Math.floor(part / parts)]!;
    series[channel] = Float64Array.from({ length: end - first }, (_, i) => valueAt(Math.max(0, first + i)));
  }
  return { series, leadSeconds: from - first * stepSeconds };
}

/** The line through the middles of the steps, level before the first and after the last, at the middles of parts of steps. */
function lineThrough(values: Float64Array, parts: number): (part: number) => number {
  const last = values.length - 1;
  return (part) => {
    const position = Math.min(Math.max((part + 0.5) / parts - 0.5, 0), last);
    const before = Math.floor(position);
    const low = values[before]!;
    return low + (values[Math.min(before + 1, last)]! - low) * (position - before);
  };
}
