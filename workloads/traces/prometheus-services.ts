import { workloadOfPod } from './prometheus-labels.js';
import type { Labels } from './prometheus-matrix.js';

/** Labels that name the service whose requests are counted, the surest first, each with the labels of its namespace. */
const serviceLabels: readonly (readonly [name: string, namespaces: readonly string[]])[] = [
  ['destination_workload', ['destination_workload_namespace', 'destination_service_namespace']],
  ['destination_service_name', ['destination_service_namespace', 'destination_workload_namespace']],
  ['destination_service', []],
  ['destination_app', ['destination_workload_namespace']],
  ['envoy_cluster_name', []],
  ['proxy', []],
  ['backend', []],
  ['exported_service', ['exported_namespace', 'namespace']],
  ...(
    ['workload', 'deployment', 'statefulset', 'daemonset', 'service', 'service_name', 'application', 'app'] as const
  ).map((name) => [name, ['exported_namespace', 'namespace', 'kubernetes_namespace']] as const),
  ['app_kubernetes_io_name', ['namespace']],
  ['ingress', ['exported_namespace', 'namespace']],
  ['router', []],
  ['entrypoint', []],
  ['exported_job', ['exported_namespace', 'namespace']],
  ['job', ['exported_namespace', 'namespace']],
];

/** The name of {@link serviceOf} for everything in one series. */
export const allServices = 'all';

/** Istio's word for a peer that it does not know. */
const nobody = new Set(['', 'unknown']);

/**
 * The service whose load a series of requests belongs to: `namespace/name`, by the first label of {@link serviceLabels} that is there, else by
 * the workload of the pod, else the file's name.
 *
 * @param sumBy labels that together name a service instead; `all` for one service
 * @param file the name of a service without labels
 */
export function serviceOf(labels: Labels, sumBy: readonly string[] | undefined, file: string): string {
  if (sumBy !== undefined) {
    if (sumBy.length === 1 && sumBy[0] === allServices) return file;
    return named(sumBy.map((name) => labels[name] ?? '')) || file;
  }
  for (const [name, namespaces] of serviceLabels) {
    const value = labels[name] ?? '';
    if (nobody.has(value)) continue;
    const namespace = namespaces.find((label) => !nobody.has(labels[label] ?? ''));
    return named([namespace === undefined ? '' : labels[namespace]!, value]);
  }
  const pod = labels.exported_pod ?? labels.pod ?? labels.pod_name ?? '';
  if (pod !== '') return named([labels.exported_namespace ?? labels.namespace ?? '', workloadOfPod(pod)]);
  return named([labels.exported_namespace ?? labels.namespace ?? '']) || file;
}

function named(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
