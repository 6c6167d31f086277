import { Box } from '../../core/spaces/box.js';
import type { ObservationConfig } from '../config.js';
import { ContextIndex } from '../view.js';

/** Bound of every reading that has none of its own; an observation is cut off there. */
export const largestReading = 1e12;

/** Names of what an observation adds to the context, by option, in the order in which they stand. */
const additions: Readonly<Record<keyof ObservationConfig, readonly string[]>> = {
  pendingPods: ['pendingPods'],
  previousAction: ['previousReplicas', 'previousChange'],
  derivative: ['latencyDerivative', 'requestRateDerivative'],
  timeOfDay: ['timeOfDaySine', 'timeOfDayCosine'],
  failures: ['failedShare'],
};

/** What the numbers of one service's observation are: the context's seven, then those of each option. */
export function observationNames(config: ObservationConfig): readonly string[] {
  const options = Object.keys(additions) as (keyof ObservationConfig)[];
  return [
    ...Object.keys(ContextIndex),
    ...options.filter((option) => config[option]).flatMap((option) => additions[option]),
  ];
}

/** The space of observations with these numbers. */
export function observationSpace(names: readonly string[]): Box<'float64'> {
  const high = names.map((name) => (/timeOfDay|failedShare$/.test(name) ? 1 : largestReading));
  const low = names.map((name, i) => (/timeOfDay|Change$|Derivative$/.test(name) ? -high[i]! : 0));
  return new Box(low, high, { dtype: 'float64' });
}
