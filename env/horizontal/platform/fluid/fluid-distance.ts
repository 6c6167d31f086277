import type { PlatformOptions } from '../config-schema.js';
import { EventPlatform } from '../event-platform.js';
import type { Platform } from '../platform.js';
import { FluidPlatform } from './fluid-platform.js';

/** The percentile that is compared, and that objectives speak of. */
const percentile = 0.95;

/** Where and for how long the two platforms are compared. */
export interface FluidDistanceOptions {
  /** Users (closed load) or requests/s (open load), one or more. */
  readonly loads: readonly number[];
  readonly replicas: readonly number[];
  /** Objective whose violation by intervals is compared, seconds. */
  readonly objectiveSeconds: number;
  /** Length of an interval, seconds, how many are measured, and how many pass before; 15, 40 and 8 unless given. */
  readonly intervalSeconds?: number;
  readonly intervals?: number;
  readonly warmUpIntervals?: number;
  readonly seed?: number;
}

/** Both platforms at one load and number of pods: means over intervals. */
export interface FluidDistanceCell {
  readonly load: number;
  readonly replicas: number;
  readonly p95Seconds: { readonly event: number; readonly fluid: number };
  readonly throughput: { readonly event: number; readonly fluid: number };
  /** Requests given up for good, a second. */
  readonly failures: { readonly event: number; readonly fluid: number };
  /** Share of intervals that violate the objective as an episode judges them: 95th percentile above it, or more than 5 % of requests failed. */
  readonly violationRate: { readonly event: number; readonly fluid: number };
}

/** How far the fluid is from the event-driven platform. */
export interface FluidDistance {
  readonly cells: readonly FluidDistanceCell[];
  /** Root mean square over cells of ln(fluid/event), of the 95th percentiles. */
  readonly rmsLogP95: number;
  /** Largest relative difference of throughput. */
  readonly maxThroughputError: number;
  /** Violation rate over all cells, fluid minus event, and the mean over cells of its absolute value. */
  readonly violationRateBias: number;
  readonly meanViolationRateError: number;
}

/** Runs both platforms side by side over loads and replicas. The 95th percentile is that of intervals with a response. @throws InputError for bad options */
export function fluidDistance(options: PlatformOptions, where: FluidDistanceOptions): FluidDistance {
  const cells = where.loads.flatMap((load) =>
    where.replicas.map((replicas): FluidDistanceCell => {
      const at = { ...options, load: loadOf(options.load, load), initialReplicas: replicas } as PlatformOptions;
      const event = measure(new EventPlatform(at), where);
      const fluid = measure(new FluidPlatform(at), where);
      return {
        load,
        replicas,
        p95Seconds: { event: event.p95, fluid: fluid.p95 },
        throughput: { event: event.throughput, fluid: fluid.throughput },
        failures: { event: event.failures, fluid: fluid.failures },
        violationRate: { event: event.violations, fluid: fluid.violations },
      };
    }),
  );
  const mean = (of: (cell: FluidDistanceCell) => number) =>
    cells.reduce((sum, cell) => sum + of(cell), 0) / cells.length;
  return {
    cells,
    rmsLogP95: Math.sqrt(mean(({ p95Seconds }) => Math.log(p95Seconds.fluid / p95Seconds.event) ** 2)),
    maxThroughputError: Math.max(...cells.map(({ throughput }) => Math.abs(throughput.fluid / throughput.event - 1))),
    violationRateBias: mean(({ violationRate }) => violationRate.fluid - violationRate.event),
    meanViolationRateError: mean(({ violationRate }) => Math.abs(violationRate.fluid - violationRate.event)),
  };
}

function loadOf(load: PlatformOptions['load'], amount: number): PlatformOptions['load'] {
  return load.kind === 'closed'
    ? { ...load, users: amount, spawnRate: null }
    : { kind: 'open', rate: { kind: 'constant', requestsPerSecond: amount } };
}

function measure(
  platform: Platform,
  { objectiveSeconds, intervalSeconds = 15, intervals = 40, warmUpIntervals = 8, seed = 0 }: FluidDistanceOptions,
): { readonly p95: number; readonly throughput: number; readonly failures: number; readonly violations: number } {
  platform.reset(seed);
  platform.advance(warmUpIntervals * intervalSeconds);
  let p95 = 0;
  let completed = 0;
  let failed = 0;
  let violations = 0;
  let counted = 0;
  for (let i = 0; i < intervals; i++) {
    platform.advance(intervalSeconds);
    const { interval } = platform;
    const latency = interval.latencySeconds(percentile);
    completed += interval.completed;
    failed += interval.failed;
    if (latency > objectiveSeconds || interval.failed > (1 - percentile) * interval.requests) violations++;
    if (Number.isNaN(latency)) continue;
    p95 += latency;
    counted++;
  }
  return {
    p95: p95 / counted,
    throughput: completed / (intervals * intervalSeconds),
    failures: failed / (intervals * intervalSeconds),
    violations: violations / intervals,
  };
}
