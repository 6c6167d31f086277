import { type LoadSeries, loadChannels, loadLength } from '../../workloads/load-series.js';
import type { LoadLayout } from './config.js';

/** A load with a lead-in before its beginning. */
export interface LedLoad {
  readonly series: LoadSeries;
  /** Length of the lead-in; the load's own beginning lies here on the clock of whoever plays {@link series}. */
  readonly leadSeconds: number;
}

/**
 * Puts a lead-in of at least `seconds` before a load, under the load's first value, so that something has been observed when the first
 * decision is due and every decision's interval still lies on the load's own grid. Steps longer than the lead-in are cut into equal
 * parts first, an odd number of them where the load is interpolated: then the middles of steps, which the line goes through, stay
 * middles and the line stays the same.
 */
export function ledLoad(load: LoadSeries, seconds: number, { interpolation }: LoadLayout): LedLoad {
  const isLinear = interpolation === 'linear';
  const least = Math.ceil(load.stepSeconds / seconds - 1e-9);
  const parts = isLinear && least % 2 === 0 ? least + 1 : least;
  const stepSeconds = load.stepSeconds / parts;
  const leadSteps = Math.ceil(seconds / stepSeconds - 1e-9);
  const leadSeconds = leadSteps * stepSeconds;
  const length = leadSteps + loadLength(load) * parts;
  const { origin: _, ...rest } = load;
  const series = { ...rest, startTime: load.startTime - leadSeconds, stepSeconds };
  for (const channel of loadChannels) {
    const values = load[channel];
    if (values === undefined) continue;
    const cut = isLinear ? interpolated(values, parts) : repeated(values, parts);
    const led = new Float64Array(length).fill(cut[0]!);
    led.set(cut, leadSteps);
    series[channel] = led;
  }
  return { series, leadSeconds };
}

function repeated(values: Float64Array, parts: number): Float64Array {
  const out = new Float64Array(values.length * parts);
  for (let i = 0; i < values.length; i++) out.fill(values[i]!, i * parts, (i + 1) * parts);
  return out;
}

/** The line through the middles of the steps, at the middles of their parts; missing steps hold the last known value. */
function interpolated(values: Float64Array, parts: number): Float64Array {
  const known = heldOver(values);
  const last = known.length - 1;
  return Float64Array.from({ length: known.length * parts }, (_, i) => {
    const position = (i + 0.5) / parts - 0.5;
    const before = Math.floor(position);
    const low = known[Math.max(before, 0)]!;
    return low + (known[Math.min(before + 1, last)]! - low) * (position - before);
  });
}

function heldOver(values: Float64Array): Float64Array {
  let last = 0;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}
