import type { KubernetesConfig } from '../input/config.js';
import type { HalfLives } from '../model/aggregate-bank.js';
import { toAmount } from '../model/amount.js';
import type { MemoryWindow } from '../model/container-bank.js';
import { fromSeconds } from '../model/time.js';
import type { Estimation, Minimum } from './estimator.js';

/** The flags in the units and groups in which the model and the estimators take them. */
export interface Settings {
  readonly halfLives: HalfLives;
  readonly window: MemoryWindow;
  readonly estimation: Estimation;
}

/** Lowest weight of a CPU sample, and the only one unless samples are weighed by request. */
export const minCpuSampleWeight = 0.1;

/** Groups the recommender's flags by what reads them. */
export function settingsOf(config: KubernetesConfig): Settings {
  return {
    halfLives: {
      cpu: fromSeconds(config.cpuHistogramDecayHalfLifeSeconds),
      memory: fromSeconds(config.memoryHistogramDecayHalfLifeSeconds),
    },
    window: {
      interval: fromSeconds(config.memoryAggregationIntervalSeconds),
      count: config.memoryAggregationIntervalCount,
      oomBumpUpRatio: config.oomBumpUpRatio,
      oomMinBumpUpBytes: config.oomMinBumpUpBytes,
    },
    estimation: {
      cpu: {
        percentiles: {
          lower: config.recommendationLowerBoundCpuPercentile,
          target: config.targetCpuPercentile,
          upper: config.recommendationUpperBoundCpuPercentile,
        },
        confidenceInterval: fromSeconds(config.confidenceIntervalCpuSeconds),
      },
      memory: {
        percentiles: {
          lower: config.recommendationLowerBoundMemoryPercentile,
          target: config.targetMemoryPercentile,
          upper: config.recommendationUpperBoundMemoryPercentile,
        },
        confidenceInterval: fromSeconds(config.confidenceIntervalMemorySeconds),
      },
      marginFraction: config.recommendationMarginFraction,
    },
  };
}

/** The least for each of `containers` containers of a pod: an even share of the pod's minimum, truncated (specification §4 step 1). */
export function containerMinimum(config: KubernetesConfig, containers: number): Minimum {
  const fraction = 1 / containers;
  return {
    cpu: toAmount(toAmount(config.podRecommendationMinCpuMillicores * 0.001 * 1000) * fraction),
    memory: toAmount(toAmount(config.podRecommendationMinMemoryMb * 1024 * 1024) * fraction),
  };
}
