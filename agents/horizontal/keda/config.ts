import { z } from 'zod';
import { behaviorSchema } from '../kubernetes-hpa/behaviour-spec.js';
import { controllerFlagsSchema } from '../kubernetes-hpa/config.js';
import { labelSelectorSchema } from '../kubernetes-hpa/label-selector.js';
import { milliQuantity } from '../kubernetes-hpa/quantity-field.js';

const targetFields = {
  /** `AverageValue`: the value one pod should carry. `Value`: what the value itself should be. */
  metricType: z.enum(['AverageValue', 'Value']).default('AverageValue'),
  /** The target, in the metric's own unit. */
  threshold: z.number().positive(),
  /** The trigger is active above this value. */
  activationThreshold: z.number().min(0).default(0),
};

/** A trigger whose value is an external metric that the environment reports; series that match the selector are added. */
const externalTrigger = z.strictObject({
  type: z.literal('external'),
  metricName: z.string().min(1),
  selector: labelSelectorSchema.optional(),
  ...targetFields,
});

/** A trigger whose value is in the context vector, which every environment reports; NaN counts as an error of the source. */
const contextTrigger = z.strictObject({
  type: z.literal('context'),
  signal: z.enum(['requestsPerSecond', 'p95LatencyMs']),
  ...targetFields,
});

/** CPU and memory triggers become resource metrics of the HPA; alone they never let the workload sleep. */
const resourceTrigger = z.discriminatedUnion('metricType', [
  z.strictObject({
    type: z.enum(['cpu', 'memory']),
    metricType: z.literal('Utilization'),
    /** Percent of the request. */
    value: z.int().min(1),
  }),
  z.strictObject({
    type: z.enum(['cpu', 'memory']),
    metricType: z.literal('AverageValue'),
    /** A quantity, such as `"500m"` or `"200Mi"`. */
    value: milliQuantity,
  }),
]);

/** Pause and activation annotations of a ScaledObject, under the names after `autoscaling.keda.sh/`. */
const annotationsSchema = z.strictObject({
  /** Stops everything at the present count. */
  paused: z.boolean().default(false),
  /** Stops everything at this count. */
  'paused-replicas': z.int().min(0).optional(),
  'paused-scale-in': z.boolean().default(false),
  'paused-scale-out': z.boolean().default(false),
  /** Active whatever the triggers say. */
  'force-activation': z.boolean().default(false),
});

/** `spec` of a KEDA ScaledObject under its own names; times in seconds (specification §1.10). */
export const kedaConfigSchema = z
  .strictObject({
    /** By default requests/s, of which a pod is to have no more than it carries within the objective (see `defaultTrigger`). */
    triggers: z
      .array(z.union([externalTrigger, contextTrigger, resourceTrigger]))
      .min(1)
      .optional(),
    pollingInterval: z.number().positive().default(30),
    cooldownPeriod: z.number().min(0).default(300),
    initialCooldownPeriod: z.number().min(0).default(0),
    /** By default the environment's lower limit (in a cluster, 0). */
    minReplicaCount: z.int().min(0).optional(),
    /** By default the environment's upper limit (in a cluster, 100). */
    maxReplicaCount: z.int().min(1).optional(),
    /** Replicas while nothing is active, below `minReplicaCount`; KEDA itself supports only 0. */
    idleReplicaCount: z.int().min(0).optional(),
    fallback: z
      .strictObject({
        /** The metric is made up once more failures than this came in a row. */
        failureThreshold: z.int().min(0),
        replicas: z.int().min(0),
        behavior: z
          .enum(['static', 'currentReplicas', 'currentReplicasIfHigher', 'currentReplicasIfLower'])
          .default('static'),
      })
      .optional(),
    advanced: z
      .strictObject({
        horizontalPodAutoscalerConfig: z.strictObject({ behavior: behaviorSchema.optional() }).prefault({}),
      })
      .prefault({}),
    annotations: annotationsSchema.prefault({}),
    /** Flags of the controller that runs the HPA. */
    controller: controllerFlagsSchema.omit({ scaleToZero: true }).prefault({}),
  })
  .refine((spec) => spec.idleReplicaCount === undefined || spec.idleReplicaCount < (spec.minReplicaCount ?? Infinity), {
    message: 'idleReplicaCount < minReplicaCount',
    path: ['idleReplicaCount'],
  })
  .refine((spec) => (spec.minReplicaCount ?? 0) <= (spec.maxReplicaCount ?? Infinity), {
    message: 'minReplicaCount <= maxReplicaCount',
    path: ['minReplicaCount'],
  });

/** A ScaledObject, complete. */
export type KedaConfig = z.infer<typeof kedaConfigSchema>;

/** What a ScaledObject scales on, tagged by its type. */
export type KedaTrigger = NonNullable<KedaConfig['triggers']>[number];
/** A trigger that KEDA reads itself; the HPA sees it as an External metric. */
export type ScalerTrigger = Extract<KedaTrigger, { type: 'external' | 'context' }>;

/** A ScaledObject's fallback: replicas asked for while triggers cannot be read. */
export type KedaFallback = NonNullable<KedaConfig['fallback']>;
