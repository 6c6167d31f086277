import { mean } from 'simple-statistics';
import { type Estimate, meanInterval } from './statistics.js';

/** How the values of a metric are averaged: ratios geometrically, so that twice as good and half as good cancel out, all else as they are. */
export type Averaging = 'arithmetic' | 'geometric';

/** Mean of the values that are known; null when none is. */
export function meanOf(values: readonly (number | null)[], averaging: Averaging): number | null {
  const known = knownOf(values);
  if (known.length === 0) return null;
  return averaging === 'arithmetic' ? mean(known) : Math.exp(mean(known.map(Math.log)));
}

/** The same with its interval: of ratios the interval of their logarithms, read back. */
export function estimateOf(values: readonly (number | null)[], averaging: Averaging): Estimate | null {
  const known = knownOf(values);
  if (known.length === 0) return null;
  if (averaging === 'arithmetic') return meanInterval(known);
  const { mean: centre, low, high, units } = meanInterval(known.map(Math.log));
  const back = (value: number | null) => (value === null ? null : Math.exp(value));
  return { mean: Math.exp(centre), low: back(low), high: back(high), units };
}

function knownOf(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
