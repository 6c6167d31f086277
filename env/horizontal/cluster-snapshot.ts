import type { PlatformConfig } from './platform/config.js';
import type { Platform, PlatformPod, PodMetricSample } from './platform/platform.js';
import { type ClusterSnapshot, ContextIndex, type MilliAmounts, type PodSample, type PodSnapshot } from './view.js';

/** Name of the simulated service: of its one container, of the Service object metrics describe, of the label external series carry. */
export const serviceName = 'service';

/**
 * Metrics of a simulated service, besides CPU and memory. All of them are Object metrics of the Service `service` and External metrics with
 * the label `service=service`; the first is a Pods metric too, there counted a pod.
 */
export const serviceMetrics = {
  /** Requests answered a second, over the look-back window of the context vector. */
  requestsPerSecond: 'requests_per_second',
  /** 95th percentile of latency over the same window, milliseconds; absent while no request was answered in it. */
  p95LatencyMs: 'p95_latency_ms',
  /** Requests under way now. */
  inFlightRequests: 'in_flight_requests',
} as const;

const bytesPerMebibyte = 2 ** 20;
const describedObject = { kind: 'Service', name: serviceName } as const;
const labels = { service: serviceName } as const;

/**
 * What the API server and the metrics APIs would answer about a simulated service now; times are seconds on the platform's clock.
 * @param context what the platform's context vector is now
 */
export function clusterSnapshot(platform: Platform, context: Float64Array): ClusterSnapshot {
  const samples = new Map(platform.podMetrics().map((sample) => [sample.name, sample]));
  const containers = [{ name: serviceName, requests: requestsOf(platform.config) }];
  const readings = serviceReadings(platform, context);
  return {
    pods: platform.pods().map((pod) => podSnapshot(pod, samples.get(pod.name), containers)),
    objectMetrics: readings.map((reading) => ({ ...reading, describedObject })),
    externalMetrics: readings.map((reading) => ({ ...reading, labels })),
  };
}

function podSnapshot(
  pod: PlatformPod,
  sample: PodMetricSample | undefined,
  containers: PodSnapshot['containers'],
): PodSnapshot {
  return {
    name: pod.name,
    phase: pod.phase,
    deleting: pod.deleting,
    startTimeSeconds: pod.startedSeconds,
    ready:
      pod.readyChangedSeconds === null
        ? null
        : { status: pod.ready ? 'True' : 'False', lastTransitionSeconds: pod.readyChangedSeconds },
    containers,
    sample: sample === undefined ? null : podSample(sample),
    customMetrics: sample === undefined ? {} : { [serviceMetrics.requestsPerSecond]: milli(sample.requestsPerSecond) },
  };
}

function podSample(sample: PodMetricSample): PodSample {
  return {
    timestampSeconds: sample.timestampSeconds,
    windowSeconds: sample.windowSeconds,
    containers: [
      {
        name: serviceName,
        usage: { cpu: Math.ceil(sample.cpuMillicores), memory: milliBytes(sample.memoryMebibytes) },
      },
    ],
  };
}

function requestsOf({ resources }: PlatformConfig): MilliAmounts {
  return { cpu: Math.ceil(resources.cpuRequestMillicores), memory: milliBytes(resources.memoryRequestMebibytes) };
}

function serviceReadings(
  platform: Platform,
  context: Float64Array,
): { readonly metric: string; readonly milliValue: number }[] {
  const answered = context[ContextIndex.requestsPerSecond]!;
  const readings: { readonly metric: string; readonly milliValue: number }[] = [
    { metric: serviceMetrics.requestsPerSecond, milliValue: milli(answered) },
    { metric: serviceMetrics.inFlightRequests, milliValue: milli(platform.inFlight) },
  ];
  if (answered > 0)
    readings.push({ metric: serviceMetrics.p95LatencyMs, milliValue: milli(context[ContextIndex.p95LatencyMs]!) });
  return readings;
}

/** Whole thousandths, rounded up as `Quantity.MilliValue()` does. */
function milli(value: number): number {
  return Math.ceil(value * 1000);
}

/** Memory in thousandths of a byte; metrics-server and manifests know whole bytes. */
function milliBytes(mebibytes: number): number {
  return Math.ceil(mebibytes * bytesPerMebibyte) * 1000;
}
