import { InputError } from '../../../env/core/input-error.js';
import type { HorizontalView } from '../../../env/horizontal/view.js';
import type { Autoscaler } from '../autoscaler.js';
import { DecisionTimer } from '../decision-timer.js';
import { proposeForExternal, proposeForObject } from './aggregate-metric.js';
import { normaliseWithBehaviour, type ScaleHistory } from './behaviour-normalisation.js';
import { completeBehaviour, longestPeriod } from './behaviour-spec.js';
import { type Behaviour, type KubernetesHpaConfig, type MetricSpec, measurableAtZero } from './config.js';
import { normaliseLegacy } from './legacy-normalisation.js';
import type { LimitReason, NormalisationInput, Normalised, StabilizationReason } from './normalised.js';
import { type PodMetricRules, proposeForPods, proposeForResource } from './pod-metric.js';
import type { MetricFailure, Proposal } from './proposal.js';
import { RecommendationHistory } from './recommendation-history.js';
import { ScaleEvents } from './scale-events.js';
import type { Tolerance } from './tolerance.js';

/** What the last reconcile did and why: the HPA's status, with the reasons of its conditions. */
export interface HpaStatus {
  readonly timeSeconds: number;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  /** One entry a metric, in the order of the spec; empty when the metrics were not looked at. */
  readonly metrics: readonly Proposal[];
  readonly ableToScale: StabilizationReason | 'SucceededRescale' | 'SucceededGetScale';
  readonly scalingActive: 'ValidMetricFound' | 'ScalingDisabled' | 'NotEvaluated' | MetricFailure;
  readonly scalingLimited: LimitReason | 'NotEvaluated';
  /** Whether it was the HPA that scaled to zero, so that it may wake the workload again. */
  readonly scaledToZero: boolean;
}

/** Changes what the metrics ask for before it is stabilised and limited. */
export type Adjust = (desired: number, view: HorizontalView) => number;

/**
 * The Kubernetes HorizontalPodAutoscaler v2, decision by decision as the controller takes them (specification §1.2), apart from
 * conditions' texts. Doubles, truncation and edges of windows are the controller's.
 */
export class KubernetesHpa implements Autoscaler {
  private readonly timer: DecisionTimer;
  private readonly behaviour: Behaviour | null;
  private readonly history: RecommendationHistory;
  private readonly events: ScaleHistory | null;
  private readonly rules: PodMetricRules;
  private readonly mayReachZero: boolean;
  private scaledToZero = false;
  private lastStatus: HpaStatus | null = null;

  /** @param adjust what a predictive autoscaler makes of the metrics' answer; by default it stays */
  constructor(
    private readonly config: KubernetesHpaConfig,
    private readonly adjust: Adjust | null = null,
  ) {
    const { behavior, controller } = config;
    const window = controller.downscaleStabilizationSeconds;
    this.timer = new DecisionTimer(controller.syncPeriodSeconds);
    this.behaviour = behavior === undefined ? null : completeBehaviour(behavior, window);
    const { scaleUp, scaleDown } = this.behaviour ?? {};
    this.history = new RecommendationHistory(
      Math.max(scaleUp?.stabilizationWindowSeconds ?? 0, scaleDown?.stabilizationWindowSeconds ?? window),
    );
    this.events =
      this.behaviour === null
        ? null
        : {
            up: new ScaleEvents(longestPeriod(this.behaviour.scaleUp)),
            down: new ScaleEvents(longestPeriod(this.behaviour.scaleDown)),
          };
    const tolerance: Tolerance = {
      semantics: controller.toleranceSemantics,
      scaleUp: scaleUp?.tolerance ?? controller.tolerance,
      scaleDown: scaleDown?.tolerance ?? controller.tolerance,
    };
    this.rules = { tolerance, periods: controller };
    this.mayReachZero = controller.scaleToZero !== 'off' && config.metrics.some(measurableAtZero);
  }

  /** What the last reconcile did and why; null before the first. */
  get status(): HpaStatus | null {
    return this.lastStatus;
  }

  /** Reconciles when the sync period has passed, otherwise leaves the count as it is. */
  decide(view: HorizontalView): number {
    return this.timer.due(view.timeSeconds) ? this.reconcile(view) : view.specReplicas;
  }

  /**
   * One reconcile, whatever the sync period says.
   * @throws InputError when the spec's bounds and the environment's leave nothing between them
   */
  reconcile(view: HorizontalView): number {
    const current = view.specReplicas;
    if (this.history.isEmpty) this.history.record(current, view.timeSeconds);
    const { minReplicas, maxReplicas } = this.bounds(view);
    if (current === 0 && !this.wakes(minReplicas)) return this.hold(view, { scalingActive: 'ScalingDisabled' });
    if (current > maxReplicas) return this.rescale(view, maxReplicas, minReplicas, {});
    if (current !== 0 && current < minReplicas) return this.rescale(view, minReplicas, minReplicas, {});

    const metrics = this.config.metrics.map((metric) => this.propose(metric, view));
    const reached = reachedBy(metrics, current);
    if (reached.kind === 'failed') return this.hold(view, { metrics, scalingActive: reached.reason });
    const asked = Math.max(0, reached.replicas);
    const desired = this.adjust === null ? asked : this.adjust(asked, view);
    const normalised = this.normalise({ nowSeconds: view.timeSeconds, current, desired, minReplicas, maxReplicas });
    const replicas =
      current === 0 ? Math.max(normalised.replicas, this.floorFromZero(minReplicas)) : normalised.replicas;
    const status = {
      metrics,
      scalingActive: 'ValidMetricFound',
      ableToScale: normalised.stabilization,
      scalingLimited: normalised.limit,
    } as const;
    return replicas === current ? this.hold(view, status) : this.rescale(view, replicas, minReplicas, status);
  }

  /** The spec's bounds where it has them, otherwise the environment's; not below 1 where no HPA could be at zero. */
  private bounds({ limits }: HorizontalView): { minReplicas: number; maxReplicas: number } {
    const minReplicas = Math.max(this.config.minReplicas ?? limits.minReplicas, this.mayReachZero ? 0 : 1);
    const maxReplicas = this.config.maxReplicas ?? limits.maxReplicas;
    if (minReplicas > maxReplicas)
      throw new InputError(
        { field: 'maxReplicas', value: maxReplicas },
        `at least minReplicas, which is ${minReplicas}`,
      );
    return { minReplicas, maxReplicas };
  }

  /** Whether metrics are looked at although there are no replicas. */
  private wakes(minReplicas: number): boolean {
    if (this.config.controller.scaleToZero === 'unconditional') return minReplicas === 0;
    return this.scaledToZero;
  }

  /** What a workload that the HPA put to sleep wakes up to at least, should the minimum have been raised meanwhile. */
  private floorFromZero(minReplicas: number): number {
    return this.scaledToZero ? minReplicas : 0;
  }

  private propose(metric: MetricSpec, view: HorizontalView): Proposal {
    switch (metric.kind) {
      case 'resource':
        return proposeForResource(metric, view, this.rules);
      case 'pods':
        return proposeForPods(metric, view, this.rules);
      case 'object':
        return proposeForObject(metric, view, this.rules.tolerance);
      case 'external':
        return proposeForExternal(metric, view, this.rules.tolerance);
    }
  }

  private normalise(input: NormalisationInput): Normalised {
    return this.behaviour === null || this.events === null
      ? normaliseLegacy(input, this.history, this.config.controller.downscaleStabilizationSeconds)
      : normaliseWithBehaviour(input, this.behaviour, this.history, this.events);
  }

  private rescale(view: HorizontalView, replicas: number, minReplicas: number, status: Partial<HpaStatus>): number {
    const change = replicas - view.specReplicas;
    if (change > 0) this.events?.up.record(change, view.timeSeconds);
    else this.events?.down.record(-change, view.timeSeconds);
    this.scaledToZero =
      this.config.controller.scaleToZero === 'condition' && replicas === 0 && minReplicas === 0 && this.mayReachZero;
    return this.report(view, replicas, { ...status, ableToScale: 'SucceededRescale' });
  }

  private hold(view: HorizontalView, status: Partial<HpaStatus>): number {
    return this.report(view, view.specReplicas, status);
  }

  private report(view: HorizontalView, desiredReplicas: number, status: Partial<HpaStatus>): number {
    this.lastStatus = {
      timeSeconds: view.timeSeconds,
      currentReplicas: view.specReplicas,
      desiredReplicas,
      metrics: status.metrics ?? [],
      ableToScale: status.ableToScale ?? 'SucceededGetScale',
      scalingActive: status.scalingActive ?? 'NotEvaluated',
      scalingLimited: status.scalingLimited ?? 'NotEvaluated',
      scaledToZero: this.scaledToZero,
    };
    return desiredReplicas;
  }
}

/**
 * The highest of the valid proposals. Fails as a whole when all failed, or when some failed and the others ask for fewer replicas than
 * there are; the first failure is the reason.
 */
function reachedBy(metrics: readonly Proposal[], current: number): Proposal {
  let highest: Proposal & { kind: 'replicas' } = { kind: 'replicas', replicas: 0, measured: 0 };
  let failure: Proposal | null = null;
  let valid = 0;
  for (const proposal of metrics) {
    if (proposal.kind === 'failed') failure ??= proposal;
    else {
      valid++;
      if (highest.replicas === 0 || proposal.replicas > highest.replicas) highest = proposal;
    }
  }
  if (failure !== null && (valid === 0 || highest.replicas < current)) return failure;
  return highest;
}
