import {
  type ClusterSnapshot,
  type ExternalReading,
  type HorizontalView,
  lazyView,
  type ReplicaLimits,
} from '../../../env/horizontal/view.js';
import type { Autoscaler } from '../autoscaler.js';
import { DecisionTimer } from '../decision-timer.js';
import type { BehaviorSpec } from '../kubernetes-hpa/behaviour-spec.js';
import { KubernetesHpa } from '../kubernetes-hpa/reconcile.js';
import { ActivationLoop, type TriggerState } from './activation.js';
import type { KedaConfig, KedaTrigger } from './config.js';
import { fallbackValue } from './fallback.js';
import { defaultTrigger, isActive, isScaler, metricNameOf, metricOf, readTrigger } from './triggers.js';

/**
 * KEDA: its own loop switches the workload on and off, an HPA that KEDA owns does the rest (specification §1.10).
 *
 * The two run on periods of their own. Where both are due at one decision KEDA's loop comes first, and if it moves the count the HPA
 * meets the new one at the next decision.
 */
export class KedaAutoscaler implements Autoscaler {
  private readonly timer: DecisionTimer;
  private readonly loop: ActivationLoop;
  private readonly hpa: KubernetesHpa;
  private readonly triggers: readonly KedaTrigger[];
  /** Failures in a row by trigger, counted when the HPA asks. */
  private readonly failures: number[];
  /** Whether any metric of the HPA looks at pods; averages of triggers do not. */
  private readonly countsPods: boolean;

  /** @param podRequestsPerSecond what one pod carries, which the default trigger goes by */
  constructor(
    private readonly config: KedaConfig,
    podRequestsPerSecond?: number,
  ) {
    this.triggers = config.triggers ?? [defaultTrigger(podRequestsPerSecond, config.controller.tolerance)];
    this.timer = new DecisionTimer(config.pollingInterval);
    this.loop = new ActivationLoop(config);
    this.failures = this.triggers.map(() => 0);
    this.countsPods = this.triggers.some((trigger) => !isScaler(trigger) || trigger.metricType === 'Value');
    this.hpa = new KubernetesHpa({
      metrics: this.triggers.map(metricOf),
      behavior: behaviourOf(config),
      controller: { ...config.controller, scaleToZero: 'off' },
    });
  }

  /** What the HPA did last; null before it first ran. */
  get hpaStatus() {
    return this.hpa.status;
  }

  decide(view: HorizontalView): number {
    const { annotations, minReplicaCount, maxReplicaCount } = this.config;
    if (annotations['paused-replicas'] !== undefined) return annotations['paused-replicas'];
    if (annotations.paused) return view.specReplicas;
    const limits = {
      minReplicas: minReplicaCount ?? view.limits.minReplicas,
      maxReplicas: maxReplicaCount ?? view.limits.maxReplicas,
    };
    if (this.timer.due(view.timeSeconds)) {
      const replicas = this.loop.poll(view.timeSeconds, view.specReplicas, this.triggerState(view), limits);
      if (replicas !== view.specReplicas) return replicas;
    }
    return this.hpa.decide(this.hpaView(view, limits));
  }

  private triggerState(view: HorizontalView): TriggerState {
    let active = !this.triggers.some(isScaler);
    let error = false;
    for (const trigger of this.triggers) {
      if (!isScaler(trigger)) continue;
      const value = readTrigger(trigger, view);
      if (value === null) error = true;
      else if (isActive(trigger, value)) active = true;
    }
    return { active, error };
  }

  private hpaView(view: HorizontalView, { minReplicas, maxReplicas }: ReplicaLimits): HorizontalView {
    const { timeSeconds, specReplicas, statusReplicas, context } = view;
    const limits = { minReplicas: Math.max(1, minReplicas), maxReplicas };
    return lazyView({ timeSeconds, specReplicas, statusReplicas, context, limits }, () => this.hpaCluster(view));
  }

  /** KEDA as the metrics server of its HPA: values of the triggers, or of the fallback once a source failed too often in a row. */
  private hpaCluster(view: HorizontalView): ClusterSnapshot {
    const externalMetrics: ExternalReading[] = [];
    this.triggers.forEach((trigger, index) => {
      if (!isScaler(trigger)) return;
      const read = readTrigger(trigger, view);
      this.failures[index] = read === null ? this.failures[index]! + 1 : 0;
      const { fallback } = this.config;
      const exhausted = fallback !== undefined && this.failures[index] > fallback.failureThreshold;
      const milliValue = read ?? (exhausted ? fallbackValue(trigger, fallback, view) : null);
      if (milliValue !== null) externalMetrics.push({ metric: metricNameOf(index), milliValue });
    });
    return { pods: this.countsPods ? view.cluster.pods : [], objectMetrics: [], externalMetrics };
  }
}

/** The HPA's `behavior`: what the spec says, with directions that annotations pause switched off. */
function behaviourOf({ advanced, annotations }: KedaConfig): BehaviorSpec | undefined {
  const given = advanced.horizontalPodAutoscalerConfig.behavior;
  const disabled = { selectPolicy: 'Disabled' } as const;
  const scaleDown = annotations['paused-scale-in'] ? { ...given?.scaleDown, ...disabled } : given?.scaleDown;
  const scaleUp = annotations['paused-scale-out'] ? { ...given?.scaleUp, ...disabled } : given?.scaleUp;
  if (given === undefined && scaleDown === undefined && scaleUp === undefined) return undefined;
  return { ...(scaleUp === undefined ? {} : { scaleUp }), ...(scaleDown === undefined ? {} : { scaleDown }) };
}
