import { type PlatformOptions, platformConfig } from '../config-schema.js';
import { meanOf } from '../distribution/distribution.js';
import { type FluidDistanceCell, fluidDistance } from './fluid-distance.js';
import { PodCurve } from './pod-curve.js';

/** Parts of the capacity at which fluid and events are compared. */
export const fluidLoadLevels = [
  { name: 'under load', share: 0.6 },
  { name: 'near saturation', share: 0.9 },
  { name: 'overload', share: 1.3 },
] as const;

/** Both platforms at one level of load. */
export interface FluidLevel {
  readonly name: (typeof fluidLoadLevels)[number]['name'];
  readonly cell: FluidDistanceCell;
}

/** Shortest interval, seconds, and how many mean services it lasts at least. */
const interval = { seconds: 15, services: 4 };
const warmUpIntervals = 16;

/** How far the fluid is from the events for a service on `replicas` pods that stay, at each level of load. @throws InputError for bad options */
export function fluidAtLevels(
  options: PlatformOptions,
  objectiveSeconds: number,
  { replicas = 4, intervals = 40, seed = 0 }: { replicas?: number; intervals?: number; seed?: number } = {},
): readonly FluidLevel[] {
  const config = platformConfig(options);
  const curve = new PodCurve(config);
  const held = curve.slots === Number.POSITIVE_INFINITY ? curve.fullAt : curve.slots;
  const service = curve.service(held);
  const capacity = replicas * curve.rate(held);
  const { load, overheadSeconds } = config;
  return fluidLoadLevels.map(({ name, share }) => {
    const amount =
      load.kind === 'open'
        ? share * capacity
        : Math.max(1, Math.round(share * capacity * (meanOf(load.thinkSeconds) + overheadSeconds + service)));
    const { cells } = fluidDistance({ ...config, lifeCycle: { mode: 'instant' } } as PlatformOptions, {
      loads: [amount],
      replicas: [replicas],
      objectiveSeconds,
      intervalSeconds: Math.max(interval.seconds, Math.ceil(interval.services * service)),
      intervals,
      warmUpIntervals,
      seed,
    });
    return { name, cell: cells[0]! };
  });
}

/**
 * A clause that says how far the fluid is from the events for a service: differences of the violation rate, the answers a second and the 95th
 * percentile at each level of load, measured when it is called (about as long as 10 minutes of the service's events three times over).
 *
 * @throws InputError for bad options
 */
export function fluidNote(options: PlatformOptions, objectiveSeconds: number): string {
  const levels = fluidAtLevels(options, objectiveSeconds).map(({ name, cell }) => {
    const { violationRate, throughput, p95Seconds } = cell;
    const points = Math.abs(100 * (violationRate.fluid - violationRate.event)).toFixed(0);
    return `${name} ${points} points, ${percent(throughput)} and ${percent(p95Seconds)}`;
  });
  return `the fluid engine differs from the events in violation rate, answers a second and 95th percentile by: ${levels.join('; ')}`;
}

function percent({ event, fluid }: { readonly event: number; readonly fluid: number }): string {
  return Number.isNaN(fluid / event) ? 'none' : `${(100 * (fluid / event - 1)).toFixed(0).replace(/^(?!-)/, '+')} %`;
}
