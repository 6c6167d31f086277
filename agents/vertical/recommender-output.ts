import { RecommendationIndex } from './recommender.js';

/**
 * Writes a recommendation that is a target with a band around it: the updater acts at once when the request lies more than
 * `below` under the target or more than `above` over it (fractions of the target; 0 and 0 means at any difference).
 *
 * @param cpu target, millicores
 * @param memory target, bytes
 */
export function fillRecommendation(
  out: Float64Array,
  offset: number,
  cpu: number,
  memory: number,
  below: number,
  above: number,
): void {
  out[offset + RecommendationIndex.cpuLowerBound] = cpu * (1 - below);
  out[offset + RecommendationIndex.cpuTarget] = cpu;
  out[offset + RecommendationIndex.cpuUpperBound] = cpu * (1 + above);
  out[offset + RecommendationIndex.cpuUncappedTarget] = cpu;
  out[offset + RecommendationIndex.memoryLowerBound] = memory * (1 - below);
  out[offset + RecommendationIndex.memoryTarget] = memory;
  out[offset + RecommendationIndex.memoryUpperBound] = memory * (1 + above);
  out[offset + RecommendationIndex.memoryUncappedTarget] = memory;
}
