import { ContextIndex } from '../../../../env/horizontal/view.js';

/**
 * What a context says of the load that each pod would carry with another number of pods, on scales that are no platform's own: ratios and
 * logarithms. Latency comes first, as it is now.
 */
export interface LoadAfter {
  /** ln(p95 ÷ objective) now, within −3 … ln(10/3): 0 at the objective, negative below. */
  latency: number;
  /** ln(requests/s ÷ pods). */
  requestsPerPod: number;
  /** CPU usage ÷ request of each pod, were it shared evenly; at most 3. */
  cpu: number;
}

const leastLatency = -3;
/** The highest {@link logLatency}. */
export const mostLatency = Math.log(10 / 3);
const leastRequests = 1e-3;
const mostCpu = 3;

/** ln(p95 ÷ objective), within −3 … ln(10/3). What was not measured (NaN) is at the lower end. */
export function logLatency(context: Float64Array, latencyObjectiveMs: number): number {
  const ratio = context[ContextIndex.p95LatencyMs]! / latencyObjectiveMs;
  return ratio > 0 ? Math.max(leastLatency, Math.min(mostLatency, Math.log(ratio))) : leastLatency;
}

/** Whether a context tells of requests that were answered by pods: only then is there something to learn from it. */
export function isMeasured(context: Float64Array): boolean {
  return (
    context[ContextIndex.containers]! > 0 &&
    context[ContextIndex.requestsPerSecond]! > 0 &&
    context[ContextIndex.p95LatencyMs]! > 0
  );
}

/** @param pods how many are to serve, > 0 */
export function loadAfter(context: Float64Array, pods: number, latencyObjectiveMs: number, out: LoadAfter): LoadAfter {
  const cpu = context[ContextIndex.cpuToRequest]!;
  out.latency = logLatency(context, latencyObjectiveMs);
  out.requestsPerPod = Math.log(Math.max(leastRequests, context[ContextIndex.requestsPerSecond]!) / pods);
  out.cpu = cpu > 0 ? Math.min(mostCpu, (cpu * context[ContextIndex.containers]!) / pods) : 0;
  return out;
}
