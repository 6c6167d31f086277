import type { Objective } from './config.js';
import type { ServiceReadings } from './service.js';

/**
 * Whether an interval violates an objective: its percentile of latency above it, or more requests failed than the percentile leaves room for.
 * A service that turns requests away is not fast, however quickly it answers the others.
 */
export function isViolated(
  { latencyMs, requests, failedRequests }: Pick<ServiceReadings, 'latencyMs' | 'requests' | 'failedRequests'>,
  objective: Objective,
): boolean {
  return latencyMs > objective.latencyMs || failedRequests > (1 - objective.percentile) * requests;
}
