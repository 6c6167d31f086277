import type { HorizontalView } from '../../../env/horizontal/view.js';
import type { ExternalMetric, ObjectMetric } from './config.js';
import { ceilToReplicas, saturatingSum } from './int64.js';
import { matchesLabels } from './label-selector.js';
import { countReadyRunning } from './pod-groups.js';
import type { MetricFailure, Proposal } from './proposal.js';
import { isWithin, type Tolerance } from './tolerance.js';

/** Replicas for a metric of one object, such as an ingress (specification §1.5). */
export function proposeForObject(metric: ObjectMetric, view: HorizontalView, tolerance: Tolerance): Proposal {
  const { kind, name } = metric.describedObject;
  const reading = view.cluster.objectMetrics.find(
    (each) => each.metric === metric.name && each.describedObject.kind === kind && each.describedObject.name === name,
  );
  if (reading === undefined) return failed('FailedGetObjectMetric', `no ${metric.name} of ${kind} ${name}`);
  return metric.target.kind === 'value'
    ? proposeForValue(reading.milliValue, metric.target.milliValue, view, tolerance, 'FailedGetObjectMetric')
    : proposeForAverage(reading.milliValue, metric.target.milliValue, view, tolerance);
}

/** Replicas for a metric from outside the cluster; all series that match are added (specification §1.5). */
export function proposeForExternal(metric: ExternalMetric, view: HorizontalView, tolerance: Tolerance): Proposal {
  const series = view.cluster.externalMetrics
    .filter((reading) => reading.metric === metric.name && matchesLabels(metric.selector, reading.labels ?? {}))
    .map(({ milliValue }) => milliValue);
  if (series.length === 0) return failed('FailedGetExternalMetric', `no series of ${metric.name}`);
  const average = metric.target.kind === 'averageValue';
  const usage = saturatingSum(series, average);
  return average
    ? proposeForAverage(usage, metric.target.milliValue, view, tolerance)
    : proposeForValue(usage, metric.target.milliValue, view, tolerance, 'FailedGetExternalMetric');
}

/** A plain value: the ratio multiplies the pods that are ready; from zero it is the count itself, and no tolerance applies. */
function proposeForValue(
  usage: number,
  target: number,
  view: HorizontalView,
  tolerance: Tolerance,
  reason: MetricFailure,
): Proposal {
  const ratio = usage / target;
  if (view.specReplicas === 0) return { kind: 'replicas', replicas: ceilToReplicas(ratio), measured: usage };
  if (isWithin(tolerance, ratio)) return { kind: 'replicas', replicas: view.specReplicas, measured: usage };
  const { pods } = view.cluster;
  if (pods.length === 0) return failed(reason, 'no pods returned by selector');
  return { kind: 'replicas', replicas: ceilToReplicas(ratio * countReadyRunning(pods)), measured: usage };
}

/** A value per pod: compared with what the pods there are may carry, by status, not spec; works from zero, where the ratio is infinite. */
function proposeForAverage(usage: number, target: number, view: HorizontalView, tolerance: Tolerance): Proposal {
  const within = isWithin(tolerance, usage / (target * view.statusReplicas));
  const replicas = within ? view.statusReplicas : ceilToReplicas(usage / target);
  return { kind: 'replicas', replicas, measured: usage };
}

function failed(reason: MetricFailure, message: string): Proposal {
  return { kind: 'failed', reason, message };
}
