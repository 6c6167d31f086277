import type { HorizontalView } from '../../../env/horizontal/view.js';
import { countReadyRunning } from '../kubernetes-hpa/pod-groups.js';
import type { KedaFallback, ScalerTrigger } from './config.js';

/**
 * The value, in thousandths, that makes the HPA want the fallback's replicas; null when it cannot be made up, because a plain `Value`
 * is multiplied by the pods that are ready and none is.
 */
export function fallbackValue(trigger: ScalerTrigger, fallback: KedaFallback, view: HorizontalView): number | null {
  const replicas = wantedReplicas(fallback, view.specReplicas);
  if (trigger.metricType === 'AverageValue') return Math.trunc(trigger.threshold * 1000 * replicas);
  const ready = countReadyRunning(view.cluster.pods);
  return ready === 0 ? null : Math.trunc(trigger.threshold * 1000 * (replicas / ready));
}

function wantedReplicas({ behavior, replicas }: KedaFallback, current: number): number {
  switch (behavior) {
    case 'static':
      return replicas;
    case 'currentReplicas':
      return current;
    case 'currentReplicasIfHigher':
      return Math.max(current, replicas);
    case 'currentReplicasIfLower':
      return Math.min(current, replicas);
  }
}
