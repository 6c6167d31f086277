import type { LimitReason, NormalisationInput, Normalised } from './normalised.js';
import type { RecommendationHistory } from './recommendation-history.js';

/**
 * Bounds a desired count for an HPA without `behavior` (specification §1.6): the highest recommendation of the downscale window,
 * its edge included; then the bounds, and at most twice the current count or 4. Records the recommendation.
 */
export function normaliseLegacy(
  input: NormalisationInput,
  history: RecommendationHistory,
  downscaleWindowSeconds: number,
): Normalised {
  const { desired, nowSeconds, current, minReplicas, maxReplicas } = input;
  const stabilised = history.highest(desired, nowSeconds, downscaleWindowSeconds, true);
  history.record(desired, nowSeconds);
  const scaleUpLimit = Math.max(2 * current, 4);
  const upper = Math.min(maxReplicas, scaleUpLimit);
  let replicas = stabilised;
  let limit: LimitReason = 'DesiredWithinRange';
  if (stabilised < minReplicas) {
    replicas = minReplicas;
    limit = 'TooFewReplicas';
  } else if (stabilised > upper) {
    replicas = upper;
    limit = maxReplicas > scaleUpLimit ? 'ScaleUpLimit' : 'TooManyReplicas';
  }
  return { replicas, limit, stabilization: stabilised === desired ? 'ReadyForNewScale' : 'ScaleDownStabilized' };
}
