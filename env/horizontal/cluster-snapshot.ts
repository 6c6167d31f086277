import type { PlatformConfig } from './platform/config.js';
import type { Platform, PlatformPod, PodMetricSample } from './platform/platform.js';
import { metricAnswers, milli, milliBytes, serviceMetrics, serviceName } from './service-metrics.js';
import type { ClusterSnapshot, MilliAmounts, PodSample, PodSnapshot } from './view.js';

/**
 * What the API server and the metrics APIs would answer about a simulated service now; times are seconds on the platform's clock.
 * @param context what the platform's context vector is now
 */
export function clusterSnapshot(platform: Platform, context: Float64Array): ClusterSnapshot {
  const samples = new Map(platform.podMetrics().map((sample) => [sample.name, sample]));
  const containers = [{ name: serviceName, requests: requestsOf(platform.config) }];
  return {
    pods: platform.pods().map((pod) => podSnapshot(pod, samples.get(pod.name), containers)),
    ...metricAnswers(context, platform.inFlight),
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
