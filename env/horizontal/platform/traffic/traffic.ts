import type { Counts } from '../metrics/counts.js';
import type { Latencies, SpanWindow } from '../metrics/latencies.js';
import type { Throttling } from '../servers/servers.js';

/**
 * The requests of an episode: who sends them, where they go, what becomes of them. At one instant services end first, then clients give
 * up, then requests arrive; timers of the platform (pods, scrapes, retries) run after all of these.
 */
export interface Traffic {
  readonly counts: Readonly<Counts>;
  /** Response times of the requests answered since it was last emptied, microseconds from the first sending. */
  readonly latencies: Latencies;
  readonly spans: SpanWindow;
  /** Users in the population, 0 for open load. */
  readonly users: number;
  /** Attempts at the platform whose clients wait, as of the last {@link run}. */
  readonly inFlight: number;
  /** Integral of {@link inFlight} over time up to then, request-microseconds. */
  readonly area: number;
  /** Time that attempts spent at the platform up to then, those in flight included, microseconds: the other side of Little's law. */
  sojourns(): number;
  /** Lets all happen that is due up to and at an instant, or up to the first timer that is set meanwhile, if that comes before. */
  run(until: number): void;
  setUsers(count: number, now: number): void;
  setRate(requestsPerSecond: number, now: number): void;
  /** The load's timer is due. */
  tick(now: number): void;
  /** A request's back-off is over. */
  retry(request: number, now: number): void;

  /** There are more pods than before. */
  grow(pods: number): void;
  /** A pod's container starts, empty. */
  podStarted(pod: number, now: number): void;
  /** A pod warms up from an instant on; −∞ for one long warm. */
  podWarms(pod: number, from: number): void;
  /** Balancers have got to know a pod. */
  podJoined(pod: number, now: number): void;
  /** A pod is gone with all it held. */
  podDied(pod: number, now: number): void;
  /** Requests a pod holds. */
  held(pod: number, now: number): number;
  /** When a pod that takes no more will be empty, if that is known; otherwise the pod is reported when it is. */
  emptyAt(pod: number): number | null;
  /** CPU a pod's requests used since its container started, core-microseconds. */
  cpuUsed(pod: number, now: number): number;
  /** Requests a pod answered since its container started. */
  served(pod: number): number;
  throttling(pod: number, now: number): Throttling;
}
