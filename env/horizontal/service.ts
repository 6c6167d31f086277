import type { Seed } from '../core/random.js';
import type { ClusterSnapshot } from './view.js';

/** What happened to a service in (fromSeconds, toSeconds]. Valid until the service advances again. */
export interface ServiceReadings {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Load offered on average: users of a closed load, requests/s of an open one. */
  readonly offeredLoad: number;
  /** The objective's percentile of the latency of the requests answered, milliseconds; NaN when none was. */
  readonly latencyMs: number;
  /** Mean latency, milliseconds; NaN when no request was answered. */
  readonly meanLatencyMs: number;
  /** Requests that ended, well or not. */
  readonly requests: number;
  /** Of these, the ones that failed (rejected, lost, timed out for good). */
  readonly failedRequests: number;
  /** Of {@link requests}, the ones that failed or took longer than the objective's latency. */
  readonly violatedRequests: number;
  /** Pods that exist, integrated over time; what is paid for. */
  readonly podSeconds: number;
  /** Pods that serve, integrated over time. */
  readonly readyPodSeconds: number;
}

/** Readings before anything has happened. */
export const noReadings: ServiceReadings = {
  fromSeconds: 0,
  toSeconds: 0,
  offeredLoad: 0,
  latencyMs: Number.NaN,
  meanLatencyMs: Number.NaN,
  requests: 0,
  failedRequests: 0,
  violatedRequests: 0,
  podSeconds: 0,
  readyPodSeconds: 0,
};

/**
 * A service whose pods are chosen from outside: the simulated platform, a recorded table and, later, live pods stand behind it. It plays
 * one load over and over; {@link reset} begins again, with other random numbers.
 */
export interface ScalableService {
  /** Seconds since the episode began. */
  readonly nowSeconds: number;
  /** Replicas asked for. */
  readonly specReplicas: number;
  /** Pods that exist. */
  readonly statusReplicas: number;
  /** Pods that are ready and not being deleted. */
  readonly readyReplicas: number;
  /** The last {@link advance}. */
  readonly readings: ServiceReadings;
  reset(seed: Seed): void;
  setReplicas(count: number): void;
  /** Lets time pass. @param seconds > 0 */
  advance(seconds: number): void;
  /** Writes the seed's context vector, in the order of `ContextIndex`. @returns `out` */
  context(out: Float64Array): Float64Array;
  /** What the API server and the metrics APIs would answer now. */
  cluster(): ClusterSnapshot;
}
