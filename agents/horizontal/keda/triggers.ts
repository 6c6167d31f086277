import { ContextIndex, type HorizontalView } from '../../../env/horizontal/view.js';
import { saturatingSum } from '../kubernetes-hpa/int64.js';
import { matchesLabels } from '../kubernetes-hpa/label-selector.js';
import type { MetricSpec } from '../kubernetes-hpa/metric-spec.js';
import type { KedaTrigger, ScalerTrigger } from './config.js';

const customaryRequestsPerSecond = 10;

/**
 * What KEDA looks at when nothing is configured: requests/s, with the threshold at which the HPA's tolerance lets a pod have what it carries and
 * no more.
 * @param podRequestsPerSecond what one pod carries; absent: the threshold is 10
 */
export function defaultTrigger(podRequestsPerSecond: number | undefined, tolerance: number): ScalerTrigger {
  return {
    type: 'context',
    signal: 'requestsPerSecond',
    metricType: 'AverageValue',
    threshold: podRequestsPerSecond === undefined ? customaryRequestsPerSecond : podRequestsPerSecond / (1 + tolerance),
    activationThreshold: 0,
  };
}

/** Whether KEDA reads a trigger itself; the others are metrics of the HPA. */
export function isScaler(trigger: KedaTrigger): trigger is ScalerTrigger {
  return trigger.type === 'external' || trigger.type === 'context';
}

/** The trigger's value in thousandths, truncated as KEDA does; null when its source cannot be read. */
export function readTrigger(trigger: ScalerTrigger, view: HorizontalView): number | null {
  if (trigger.type === 'context') {
    const value = view.context[ContextIndex[trigger.signal]]!;
    return Number.isNaN(value) ? null : Math.trunc(value * 1000);
  }
  const series = view.cluster.externalMetrics.filter(
    ({ metric, labels }) => metric === trigger.metricName && matchesLabels(trigger.selector ?? null, labels ?? {}),
  );
  const values = series.map(({ milliValue }) => milliValue);
  return values.length === 0 ? null : saturatingSum(values, false);
}

/** Whether a value wakes the workload from zero replicas: strictly above the activation threshold. */
export function isActive({ activationThreshold }: ScalerTrigger, milliValue: number): boolean {
  return milliValue / 1000 > activationThreshold;
}

/** Name under which the HPA asks for a trigger: KEDA numbers them. */
export function metricNameOf(index: number): string {
  return `s${index}`;
}

/** The HPA metric that KEDA makes of a trigger. */
export function metricOf(trigger: KedaTrigger, index: number): MetricSpec {
  if (isScaler(trigger)) {
    const milliValue = Math.trunc(trigger.threshold * 1000);
    const kind = trigger.metricType === 'Value' ? 'value' : 'averageValue';
    return { kind: 'external', name: metricNameOf(index), selector: null, target: { kind, milliValue } };
  }
  const target =
    trigger.metricType === 'Utilization'
      ? { kind: 'utilization' as const, percent: trigger.value }
      : { kind: 'averageValue' as const, milliValue: trigger.value };
  return { kind: 'resource', selection: { resource: trigger.type, container: null }, target };
}
