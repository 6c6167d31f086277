/**
 * Counts of what happened to requests. An attempt is one sending of a request; a request that is retried has several.
 * Always: arrivals = completed + rejected + lost + timedOut + in flight, and requests = succeeded + failed + pending.
 */
export interface Counts {
  /** Attempts that reached the platform. */
  arrivals: number;
  /** Attempts answered. */
  completed: number;
  /** Attempts turned away: no pod, no room, or a pod that takes none. */
  rejected: number;
  /** Attempts lost with their pod. */
  lost: number;
  /** Attempts whose client gave up. */
  timedOut: number;
  /** Attempts after a request's first. */
  retries: number;
  /** Requests begun. */
  requests: number;
  /** Requests answered in the end. */
  succeeded: number;
  /** Requests given up for good. */
  failed: number;
  /** Services that ended after their client had given up. */
  wasted: number;
}

/** Every count, in order. */
export const countNames = [
  'arrivals',
  'completed',
  'rejected',
  'lost',
  'timedOut',
  'retries',
  'requests',
  'succeeded',
  'failed',
  'wasted',
] as const satisfies readonly (keyof Counts)[];

/** Counts before anything has happened. */
export function noCounts(): Counts {
  return {
    arrivals: 0,
    completed: 0,
    rejected: 0,
    lost: 0,
    timedOut: 0,
    retries: 0,
    requests: 0,
    succeeded: 0,
    failed: 0,
    wasted: 0,
  };
}
