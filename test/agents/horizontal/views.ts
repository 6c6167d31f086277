import type { Autoscaler } from '../../../agents/horizontal/autoscaler.js';
import {
  type ClusterSnapshot,
  contextLength,
  type HorizontalView,
  type PodSnapshot,
} from '../../../env/horizontal/view.js';

/** Long before any view: pods that started then are past every initialisation period. */
const longAgo = -86400;

/** A pod with one container that has been ready for a day; `cpu` millicores of `request`, null without a sample. */
export function pod(name: string, cpu: number | null, request = 100, change: Partial<PodSnapshot> = {}): PodSnapshot {
  return {
    name,
    phase: 'Running',
    deleting: false,
    startTimeSeconds: longAgo,
    ready: { status: 'True', lastTransitionSeconds: longAgo + 5 },
    containers: [{ name: 'app', requests: { cpu: request } }],
    sample:
      cpu === null ? null : { timestampSeconds: 0, windowSeconds: 15, containers: [{ name: 'app', usage: { cpu } }] },
    ...change,
  };
}

export function cluster(pods: readonly PodSnapshot[], more: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  return { pods, objectMetrics: [], externalMetrics: [], ...more };
}

/** A view with as many replicas as pods, unless told otherwise. */
export function view(change: Partial<HorizontalView> = {}): HorizontalView {
  const pods = change.cluster?.pods.length ?? 0;
  return {
    timeSeconds: 0,
    specReplicas: pods,
    statusReplicas: change.specReplicas ?? pods,
    limits: { minReplicas: 1, maxReplicas: 1000 },
    context: new Float64Array(contextLength).fill(Number.NaN),
    cluster: cluster([]),
    ...change,
  };
}

/** An HPA metric whose proposal is exactly what the reading named `desired` says, with a tolerance of zero. */
export const desiredMetric = {
  type: 'External',
  external: { metric: { name: 'desired' }, target: { type: 'AverageValue', averageValue: '1' } },
};

/** A view in which {@link desiredMetric} asks for `desired` replicas; null: the metric cannot be read. */
export function asking(desired: number | null, change: Partial<HorizontalView> = {}): HorizontalView {
  const externalMetrics = desired === null ? [] : [{ metric: 'desired', milliValue: desired * 1000 }];
  const replicas = change.specReplicas ?? 1;
  const pods = Array.from({ length: replicas }, (_, i) => pod(`p${i}`, 50));
  return view({ specReplicas: replicas, cluster: cluster(pods, { externalMetrics }), ...change });
}

/** Replicas before the first decision and after each; the platform does at once what it is told. */
export function replay(
  autoscaler: Autoscaler,
  start: number,
  desired: readonly (number | null)[],
  change: Partial<HorizontalView> = {},
  stepSeconds = 15,
): number[] {
  const replicas = [start];
  desired.forEach((count, index) => {
    replicas.push(
      autoscaler.decide(asking(count, { ...change, specReplicas: replicas.at(-1)!, timeSeconds: index * stepSeconds })),
    );
  });
  return replicas;
}
