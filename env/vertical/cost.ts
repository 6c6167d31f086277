import { resourcePrices } from '../core/resource-prices.js';

/**
 * What an hour of a pod costs, term by term. Every term is in US dollars and stands alone in `info`, so a result can be
 * re-weighted without a re-run.
 *
 * The terms are chosen so that CPU and memory can be optimised apart and the clairvoyant optimum can be computed
 * exactly: throttled demand is what the limit denies, counted whether or not the container happens to be up (so that an
 * agent cannot hide throttling behind a crash), and time spent down is charged by the second, whatever the demand was.
 */
export interface Prices {
  /** Dollars per requested core and hour. */
  readonly cpuCoreHour: number;
  /** Dollars per requested GiB (2³⁰ bytes) and hour. */
  readonly memoryGibibyteHour: number;
  /** Dollars per core-hour of demand above the CPU limit. */
  readonly throttledCoreHour: number;
  /** Dollars per OOM kill. */
  readonly oomKill: number;
  /** Dollars per restart that an update causes (eviction and re-creation). In-place resizes are free. */
  readonly restart: number;
  /** Dollars per hour in which the pod is not up: restarting, in back-off or Pending. */
  readonly downHour: number;
}

/**
 * Defaults: {@link resourcePrices} for what is requested. Harm has no list price; the defaults say that a core-hour
 * denied is worth ten bought, an OOM kill ten cents, a restart one cent, and an hour of downtime 36 cents (a hundredth of
 * a cent a second).
 */
export const defaultPrices: Prices = {
  ...resourcePrices,
  throttledCoreHour: 0.4048,
  oomKill: 0.1,
  restart: 0.01,
  downHour: 0.36,
};

/** Names of the cost terms, in the order in which arrays hold them. */
export const costTerms = ['cpu', 'memory', 'throttled', 'oom', 'restart', 'down'] as const;

/** Names a term of the cost. */
export type CostTerm = (typeof costTerms)[number];
