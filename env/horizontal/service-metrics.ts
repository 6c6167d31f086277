import { bytesPerMebibyte } from '../core/mebibyte.js';
import { type ClusterSnapshot, ContextIndex } from './view.js';

/** Name of a service: of its one container, of the Service object metrics describe, of the label external series carry. */
export const serviceName = 'service';

/**
 * Metrics of a service, besides CPU and memory. All of them are Object metrics of the Service `service` and External metrics with the
 * label `service=service`; the first is a Pods metric too, there counted a pod.
 */
export const serviceMetrics = {
  /** Requests answered a second, over the look-back window of the context vector. */
  requestsPerSecond: 'requests_per_second',
  /** 95th percentile of latency over the same window, milliseconds; absent while no request was answered in it. */
  p95LatencyMs: 'p95_latency_ms',
  /** Requests under way now; absent where that is not known, as of a recorded table. */
  inFlightRequests: 'in_flight_requests',
} as const;

const describedObject = { kind: 'Service', name: serviceName } as const;
const labels = { service: serviceName } as const;
/**
 * What the custom and external metrics APIs answer about a service.
 * @param context its context vector now
 * @param inFlight requests under way, null where that is not known
 */
export function metricAnswers(
  context: ArrayLike<number>,
  inFlight: number | null,
): Pick<ClusterSnapshot, 'objectMetrics' | 'externalMetrics'> {
  const answered = context[ContextIndex.requestsPerSecond]!;
  const readings = [{ metric: serviceMetrics.requestsPerSecond as string, milliValue: milli(answered) }];
  if (inFlight !== null) readings.push({ metric: serviceMetrics.inFlightRequests, milliValue: milli(inFlight) });
  if (answered > 0)
    readings.push({ metric: serviceMetrics.p95LatencyMs, milliValue: milli(context[ContextIndex.p95LatencyMs]!) });
  return {
    objectMetrics: readings.map((reading) => ({ ...reading, describedObject })),
    externalMetrics: readings.map((reading) => ({ ...reading, labels })),
  };
}

/** Whole thousandths, rounded up as `Quantity.MilliValue()` does. */
export function milli(value: number): number {
  return Math.ceil(value * 1000);
}

/** Memory in thousandths of a byte; metrics-server and manifests know whole bytes. */
export function milliBytes(mebibytes: number): number {
  return Math.ceil(mebibytes * bytesPerMebibyte) * 1000;
}
