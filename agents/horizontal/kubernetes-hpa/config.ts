import { z } from 'zod';
import { type BehaviorSpec, behaviorSchema } from './behaviour-spec.js';
import { cpuUtilization, defaultMetrics, type MetricSpec, metricSpecSchema } from './metric-spec.js';

export type { Behaviour, ScalingPolicy, ScalingRules } from './behaviour-spec.js';
export type { ExternalMetric, MetricSpec, ObjectMetric, PodsMetric, ResourceMetric } from './metric-spec.js';

/** Flags of kube-controller-manager that the HPA reads, in seconds and fractions (specification §1.1). */
export const controllerFlagsSchema = z.strictObject({
  /** Time between reconciles. */
  syncPeriodSeconds: z.number().min(0).default(15),
  /** Fraction by which the ratio of usage to target may differ from 1; `behavior` may override it by direction. */
  tolerance: z.number().min(0).default(0.1),
  /** How the tolerance is compared: `interval` since Kubernetes 1.33, `abs` before. */
  toleranceSemantics: z.enum(['interval', 'abs']).default('interval'),
  downscaleStabilizationSeconds: z.number().min(0).default(300),
  /** For so long after its start a pod's CPU samples count only while it is ready, and one window after it turned so. */
  cpuInitializationPeriodSeconds: z.number().min(0).default(300),
  /** A pod that turned unready within this time of its start is taken never to have been ready. */
  initialReadinessDelaySeconds: z.number().min(0).default(30),
  /**
   * What a replica count of zero means (specification §1.9). `condition` (on by default since 1.37): the HPA may scale to zero and
   * wakes only what it put to sleep itself. `unconditional` (the alpha feature of 1.16 to 1.35): with `minReplicas: 0` it wakes
   * whatever is at zero. `off`: zero pauses the HPA, and it never scales there.
   */
  scaleToZero: z.enum(['condition', 'unconditional', 'off']).default('condition'),
});

/** Flags of the controller manager that bear on every HPA, complete. */
export type ControllerFlags = z.infer<typeof controllerFlagsSchema>;

/** Fields of a HorizontalPodAutoscaler's `spec` (`autoscaling/v2`) under its own names, and the controller's flags. */
export const hpaSpecFields = {
  /** Accepted so that a manifest's spec reads as it stands; the environment knows its workload. */
  scaleTargetRef: z.strictObject({ apiVersion: z.string().optional(), kind: z.string(), name: z.string() }).optional(),
  /** By default the lower limit of the environment, which may change while it runs. */
  minReplicas: z.int().min(0).optional(),
  /** By default the upper limit of the environment, which may change while it runs. */
  maxReplicas: z.int().min(1).optional(),
  metrics: z.array(metricSpecSchema).min(1).optional(),
  /** The short form of `autoscaling/v1`, for command lines; not together with `metrics`. */
  targetCPUUtilizationPercentage: z.int().min(1).optional(),
  behavior: behaviorSchema.optional(),
  controller: controllerFlagsSchema.prefault({}),
};

type HpaSpec = z.infer<z.ZodObject<typeof hpaSpecFields>>;

/** An HPA as the controller works on it. Bounds that are absent are the environment's. */
export interface KubernetesHpaConfig {
  readonly minReplicas?: number | undefined;
  readonly maxReplicas?: number | undefined;
  /** At least one. */
  readonly metrics: readonly MetricSpec[];
  readonly behavior?: BehaviorSpec | undefined;
  readonly controller: ControllerFlags;
}

/** Checks that a spec's fields fit together, as the API server does. */
export function checkHpaSpec(spec: HpaSpec, context: z.RefinementCtx<HpaSpec>): void {
  const { minReplicas, maxReplicas, metrics, targetCPUUtilizationPercentage, controller } = spec;
  const refuse = (field: keyof HpaSpec, message: string) =>
    context.addIssue({ code: 'custom', message, path: [field], input: spec[field] });
  if (minReplicas !== undefined && maxReplicas !== undefined && minReplicas > maxReplicas)
    refuse('minReplicas', 'minReplicas <= maxReplicas');
  if (metrics !== undefined && targetCPUUtilizationPercentage !== undefined)
    refuse('targetCPUUtilizationPercentage', 'either metrics or targetCPUUtilizationPercentage');
  if (minReplicas === 0 && (controller.scaleToZero === 'off' || !metrics?.some(measurableAtZero)))
    refuse('minReplicas', 'at least 1, or an Object or External metric and scaleToZero');
}

/** A checked spec with its metrics filled in: without any the target is 80 % of the CPU request. */
export function completeHpaSpec(spec: HpaSpec): KubernetesHpaConfig {
  const { metrics, targetCPUUtilizationPercentage: percent, minReplicas, maxReplicas, behavior, controller } = spec;
  const given = percent === undefined ? defaultMetrics : [cpuUtilization(percent)];
  return { minReplicas, maxReplicas, behavior, controller, metrics: metrics ?? given };
}

/** An HPA's `spec`; a manifest's can be pasted as it is. */
export const kubernetesHpaConfigSchema = z
  .strictObject(hpaSpecFields)
  .superRefine(checkHpaSpec)
  .transform(completeHpaSpec);

/** Whether a metric has a value while there are no pods. */
export function measurableAtZero({ kind }: { readonly kind: MetricSpec['kind'] }): boolean {
  return kind === 'object' || kind === 'external';
}
