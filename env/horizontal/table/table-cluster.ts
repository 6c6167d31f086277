import { metricAnswers, milli, milliBytes, serviceMetrics, serviceName } from '../service-metrics.js';
import { type ClusterSnapshot, ContextIndex, type MilliAmounts, type PodSnapshot } from '../view.js';
import type { RecordedTable } from './recorded-table.js';

/** How long a table's pods have been ready when an episode begins: longer than any controller mistrusts a new pod. */
const ageSeconds = 86_400;

/**
 * What the cluster's API would answer about the pods of a row: all ready since long ago, each using what the row says they use on average,
 * measured over the window that ends now; and of the service's latency and rate, which the pods have equal parts of.
 *
 * @param row null while nothing was measured
 */
export function tableCluster(
  { pod, windowSeconds }: RecordedTable,
  pods: number,
  row: readonly number[] | null,
  nowSeconds: number,
): ClusterSnapshot {
  const requests: MilliAmounts = {
    cpu: Math.ceil(pod.cpuRequestMillicores),
    memory: milliBytes(pod.memoryRequestMebibytes),
  };
  const sample =
    row === null
      ? null
      : {
          timestampSeconds: nowSeconds,
          windowSeconds,
          containers: [{ name: serviceName, usage: usageOf(row, pod) }],
        };
  const customMetrics =
    row === null ? {} : { [serviceMetrics.requestsPerSecond]: milli(row[ContextIndex.requestsPerSecond]! / pods) };
  return {
    pods: Array.from(
      { length: pods },
      (_, i): PodSnapshot => ({
        name: `pod-${i}`,
        phase: 'Running',
        deleting: false,
        startTimeSeconds: -ageSeconds,
        ready: { status: 'True', lastTransitionSeconds: -ageSeconds },
        containers: [{ name: serviceName, requests }],
        sample,
        customMetrics,
      }),
    ),
    ...(row === null ? { objectMetrics: [], externalMetrics: [] } : metricAnswers(row, null)),
  };
}

function usageOf(row: readonly number[], pod: RecordedTable['pod']): MilliAmounts {
  const mebibytes = row[ContextIndex.memoryToRequest]! * pod.memoryRequestMebibytes;
  return {
    cpu: Math.ceil(row[ContextIndex.cpuToRequest]! * pod.cpuRequestMillicores),
    memory: milliBytes(mebibytes),
  };
}
