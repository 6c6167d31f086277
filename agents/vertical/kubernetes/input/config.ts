import { z } from 'zod';
import { parseWith } from '../../../../workloads/parse-with.js';

const fraction = z.number().min(0).max(1);
const amount = z.number().min(0).max(1e14);
/** A Go duration: up to 1000 days, so that a hundred half-lives still fit its 64 bits. Resolved to the millisecond. */
const seconds = z.number().min(0.001).max(86_400_000);
const limits = z
  .strictObject({ cpuMillicores: amount.exactOptional(), memoryBytes: amount.exactOptional() })
  .default({});

/**
 * The recommender's flags that change numbers (specification §4.1), under the flags' own names in camel case and with their
 * defaults; durations in seconds. After them what a cluster would tell the recommender about the container.
 */
export const kubernetesConfigSchema = z.strictObject({
  /** Safety margin added to every bound. */
  recommendationMarginFraction: z.number().min(0).default(0.15),
  /** Least recommended for a pod, shared out evenly over its containers. */
  podRecommendationMinCpuMillicores: z.number().min(0).default(25),
  /** In MiB, whatever the flag's name says. */
  podRecommendationMinMemoryMb: z.number().min(0).default(250),
  targetCpuPercentile: fraction.default(0.9),
  targetMemoryPercentile: fraction.default(0.9),
  recommendationLowerBoundCpuPercentile: fraction.default(0.5),
  recommendationLowerBoundMemoryPercentile: fraction.default(0.5),
  recommendationUpperBoundCpuPercentile: fraction.default(0.95),
  recommendationUpperBoundMemoryPercentile: fraction.default(0.95),
  confidenceIntervalCpuSeconds: seconds.default(86_400),
  confidenceIntervalMemorySeconds: seconds.default(86_400),
  /** Memory in two decimals of the largest binary unit; deprecated upstream. */
  humanizeMemory: z.boolean().default(false),
  /** CPU is rounded up to a multiple of this; 1 or less leaves it. */
  roundCpuMillicores: z.int().default(1),
  /** Memory is rounded up to a multiple of this; 1 or less leaves it. */
  roundMemoryBytes: z.int().default(1),
  memoryAggregationIntervalSeconds: seconds.default(86_400),
  memoryAggregationIntervalCount: z.int().min(1).default(8),
  memoryHistogramDecayHalfLifeSeconds: seconds.default(86_400),
  cpuHistogramDecayHalfLifeSeconds: seconds.default(86_400),
  oomBumpUpRatio: z.number().min(0).default(1.2),
  oomMinBumpUpBytes: z.number().min(0).default(104_857_600),
  /** Whole cores for containers whose VPA asks for them by annotation; a single recommender or fleet takes it as asked. */
  cpuIntegerPostProcessorEnabled: z.boolean().default(false),
  /** Cluster-wide maximum where a policy sets none; 0 is none. */
  containerRecommendationMaxAllowedCpuMillicores: amount.default(0),
  containerRecommendationMaxAllowedMemoryBytes: amount.default(0),
  /** Feature gate: policies may set their own memory window and OOM bump. */
  perVpaConfig: z.boolean().default(false),
  /**
   * `constant` weighs every CPU sample 0.1, as the VPA does today; `request` weighs it by the container's CPU request in cores,
   * at least 0.1, as the VPA's documents describe and releases before 1.4 intended.
   */
  cpuSampleWeight: z.enum(['constant', 'request']).default('constant'),
  /** Containers of the pod that are recommended for; they share the pod's minimum. */
  containersInPod: z.int().min(1).default(1),
  /** The resource policy's bounds; 0 is none. */
  minAllowed: limits,
  maxAllowed: limits,
  /** Resources that are recommended; the others come out as NaN. */
  controlledResources: z.array(z.enum(['cpu', 'memory'])).default(['cpu', 'memory']),
});

/** All of the recommender's settings. */
export type KubernetesConfig = z.output<typeof kubernetesConfigSchema>;

/** Settings of which any may be left out. */
export type KubernetesOptions = z.input<typeof kubernetesConfigSchema>;

/**
 * Completes settings with Kubernetes' defaults.
 *
 * @param file where they come from, named in errors
 * @throws InputError naming the field, its value and what was expected
 */
export function kubernetesConfig(options: KubernetesOptions = {}, file?: string): KubernetesConfig {
  return parseWith(kubernetesConfigSchema, options, file);
}
