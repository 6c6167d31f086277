import type { Labels } from './prometheus-matrix.js';

/** What one series of the import is: a container, all containers of a pod, or all pods of a workload. */
export const groupings = ['container', 'pod', 'workload'] as const;

export type Grouping = (typeof groupings)[number];

/** Whom a Prometheus series is about. */
export interface Subject {
  /** Key of the entity it is added to: `namespace/pod/container`, `namespace/pod`, `namespace/workload`, or other labels. */
  readonly entity: string;
  /** `namespace/workload`; the entity itself where there is no pod. */
  readonly service: string;
  /** The container's label; blank for a pod's cgroup and for other things than containers. */
  readonly container: string;
  /** The pod and the container, however they are grouped. */
  readonly part: string;
}

/** Labels in the order of preference: what the exporter said of itself wins over what the scrape added. */
const labelNames = {
  namespace: ['exported_namespace', 'namespace', 'kubernetes_namespace', 'namespace_name'],
  pod: ['exported_pod', 'pod', 'pod_name', 'kubernetes_pod_name'],
  container: ['exported_container', 'container', 'container_name'],
  workload: ['workload', 'deployment', 'statefulset', 'daemonset', 'owner_name', 'created_by_name'],
} as const;

/** Labels that say where a sample was scraped or what it measures, not whose it is. */
const bystanders = new Set(['__name__', 'resource', 'unit', 'cpu', 'endpoint', 'metrics_path', 'uid', 'id', 'image']);

/** Labels by which replicas of one Prometheus server differ; series that differ in nothing else are the same series. */
const replicaLabels = new Set(['prometheus_replica', '__replica__', 'replica_label']);

/**
 * Reads from the labels whom a series is about.
 *
 * @param file used as the name when there are no labels at all, as after `sum(…)`
 */
export function subjectOf(labels: Labels, grouping: Grouping, file: string): Subject {
  const namespace = first(labels, labelNames.namespace);
  const pod = first(labels, labelNames.pod);
  const container = first(labels, labelNames.container);
  const named = first(labels, labelNames.workload);
  const workload = named === '' ? workloadOfPod(pod) : named;
  const part = `${pod}/${container}`;
  const ownContainer = grouping === 'container' ? container : '';
  if (workload === '') {
    const entity = joined(namespace, container) || otherLabels(labels) || file;
    return { entity, service: entity, container, part };
  }
  const service = joined(namespace, workload);
  const isPodless = grouping === 'workload' || pod === '';
  return {
    entity: isPodless ? joined(service, ownContainer) : joined(namespace, pod, ownContainer),
    service,
    container,
    part,
  };
}

/** Whether a row counts a pod's pause container or its cgroup as a whole, which doubles what the containers say. */
export function isPause({ container }: Pick<Subject, 'container'>): boolean {
  return container === 'POD';
}

/** A text that is the same for two series exactly when they are the same series. */
export function seriesKey(labels: Labels): string {
  const names = Object.keys(labels).filter((name) => !replicaLabels.has(name));
  return JSON.stringify(names.sort().map((name) => [name, labels[name]]));
}

/** The alphabet of the random parts of pod names: no vowels, no 0, 1, 3 (Kubernetes, `apimachinery/pkg/util/rand`). */
const random = '[bcdfghjklmnpqrstvwxz2456789]';

const podNames = [
  new RegExp(`^(.+)-${random}{6,10}-${random}{5}$`),
  new RegExp(`^(.+)-\\d{8,10}-${random}{5}$`),
  /^(.+)-\d{1,5}$/,
  new RegExp(`^(.+)-${random}{5}$`),
];

/**
 * The workload a pod's name was made from: `web-7d4b9c6f5-x2kqp` (Deployment), `backup-28412345-abcde` (CronJob), `db-0`
 * (StatefulSet), `agent-k9x2z` (DaemonSet, Job); any other name is its own workload.
 */
export function workloadOfPod(pod: string): string {
  for (const pattern of podNames) {
    const match = pattern.exec(pod);
    if (match !== null) return match[1]!;
  }
  return pod;
}

function first(labels: Labels, names: readonly string[]): string {
  for (const name of names) if (labels[name] !== undefined && labels[name] !== '') return labels[name];
  return '';
}

function otherLabels(labels: Labels): string {
  const names = Object.keys(labels).filter((name) => !bystanders.has(name) && !replicaLabels.has(name));
  return joined(...names.sort().map((name) => labels[name]!));
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
