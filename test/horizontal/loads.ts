import type { LoadChannel, LoadSeries } from '../../workloads/load-series.js';

/** A load by its values, a step each. */
export function loadOf(channel: LoadChannel, values: readonly number[], stepSeconds = 15, startTime = 0): LoadSeries {
  return {
    id: 'test-load',
    startTime,
    stepSeconds,
    [channel]: Float64Array.from(values),
    source: { dataset: 'test', entity: 'test-load', assumptions: {} },
  };
}

/** So many users all the time. */
export function steadyUsers(users: number, seconds: number): LoadSeries {
  return loadOf('users', new Array<number>(Math.round(seconds / 15)).fill(users));
}

/** So many requests/s all the time. */
export function steadyRate(requestsPerSecond: number, seconds: number): LoadSeries {
  return loadOf('requestsPerSecond', new Array<number>(Math.round(seconds / 15)).fill(requestsPerSecond));
}
