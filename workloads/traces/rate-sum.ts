import type { LoadSeries } from '../load-series.js';
import { type SeriesSource, StepOrigin } from '../usage-series.js';

/** Longest load series that is believed; beyond it a time stamp is wrong. */
const MAX_STEPS = 20_000_000;

interface Sum {
  first: number;
  /** Requests a second times the seconds they were measured over. */
  requests: Float64Array;
  seen: Uint8Array;
}

/**
 * Adds up request rates that parts of a service measured over short windows, per service and step. A step nobody measured is missing.
 * Memory is proportional to the services' grids.
 */
export class RateSum {
  private readonly sums = new Map<string, Sum>();

  constructor(private readonly stepSeconds: number) {}

  /**
   * Adds one measurement: `rate` requests a second over a window that begins at `start` and lies within a step.
   * @returns false when the time is too far from the service's others to be right
   */
  add(service: string, start: number, windowSeconds: number, rate: number): boolean {
    const step = Math.floor(start / this.stepSeconds);
    const sum = this.sums.get(service) ?? { first: step, requests: new Float64Array(64), seen: new Uint8Array(64) };
    if (!makeRoom(sum, step)) return false;
    this.sums.set(service, sum);
    sum.requests[step - sum.first]! += rate * windowSeconds;
    sum.seen[step - sum.first] = 1;
    return true;
  }

  /** The load of every service, in the order in which they were first seen. */
  *series(describe: (service: string) => SeriesSource): Generator<LoadSeries, void> {
    for (const [id, { first, requests, seen }] of this.sums) {
      const [from, to] = [seen.indexOf(1), seen.lastIndexOf(1) + 1];
      const origin = Uint8Array.from(seen.subarray(from, to), (isSeen) =>
        isSeen ? StepOrigin.observed : StepOrigin.missing,
      );
      const requestsPerSecond = Float64Array.from(requests.subarray(from, to), (count, step) =>
        seen[from + step] ? count / this.stepSeconds : Number.NaN,
      );
      const startTime = (first + from) * this.stepSeconds;
      yield { id, startTime, stepSeconds: this.stepSeconds, requestsPerSecond, origin, source: describe(id) };
    }
  }
}

/** Grows a sum's arrays to hold a step; they at least double, so that growing costs nothing a step. */
function makeRoom(sum: Sum, step: number): boolean {
  const length = sum.seen.length;
  if (step >= sum.first && step < sum.first + length) return true;
  const before = step < sum.first ? Math.max(sum.first - step, length) : 0;
  const after = step >= sum.first + length ? Math.max(step - sum.first - length + 1, length) : 0;
  if (length + before + after > MAX_STEPS) return false;
  const [requests, seen] = [new Float64Array(length + before + after), new Uint8Array(length + before + after)];
  requests.set(sum.requests, before);
  seen.set(sum.seen, before);
  Object.assign(sum, { first: sum.first - before, requests, seen });
  return true;
}
