/**
 * What a vertical recommender is, in one place.
 *
 * A recommender hears what a container used and when it was OOM-killed, and says what it should request. It knows neither
 * whether the container is an array or a process, nor who applies its word. Amounts are Kubernetes' own: CPU in millicores,
 * memory in bytes.
 */

/** Numbers in a recommendation, laid out like the environment's action but with memory in bytes. */
export const recommendationLength = 8;

/** Positions inside a recommendation: CPU in millicores first, then memory in bytes. */
export const RecommendationIndex = {
  cpuLowerBound: 0,
  cpuTarget: 1,
  cpuUpperBound: 2,
  cpuUncappedTarget: 3,
  memoryLowerBound: 4,
  memoryTarget: 5,
  memoryUpperBound: 6,
  memoryUncappedTarget: 7,
} as const;

/** Recommends for one container. */
export interface Recommender {
  /**
   * Hears one sample.
   * @param timeSeconds Unix seconds (may be fractional) of the end of the measured window
   * @param cpuMillicores usage ≥ 0, or NaN when not measured
   * @param memoryBytes usage ≥ 0, or NaN when not measured
   */
  observe(timeSeconds: number, cpuMillicores: number, memoryBytes: number): void;
  /**
   * Hears that the container was OOM-killed.
   * @param memoryRequestBytes what the container requested when it was killed
   */
  observeOom(timeSeconds: number, memoryRequestBytes: number): void;
  /**
   * Writes {@link recommendationLength} numbers to `out`, from `offset` on.
   * @param timeSeconds now; never earlier than the last sample
   */
  recommend(timeSeconds: number, out: Float64Array, offset?: number): void;
}

/** Recommends for many containers that are sampled at the same instants; one call for all, nothing allocated. */
export interface RecommenderFleet {
  readonly size: number;
  /** Hears one sample of every container; NaN marks a container or resource that was not measured. Arrays have `size` values. */
  observe(timeSeconds: number, cpuMillicores: Float64Array, memoryBytes: Float64Array): void;
  observeOom(container: number, timeSeconds: number, memoryRequestBytes: number): void;
  /** Writes `size ×` {@link recommendationLength} numbers. */
  recommend(timeSeconds: number, out: Float64Array): void;
}

/** Drives one recommender a container behind the fleet's interface, for algorithms that have no batched form. */
export function fleetOf(recommenders: readonly Recommender[]): RecommenderFleet {
  return {
    size: recommenders.length,
    observe(timeSeconds, cpuMillicores, memoryBytes) {
      for (let i = 0; i < recommenders.length; i++)
        recommenders[i]!.observe(timeSeconds, cpuMillicores[i]!, memoryBytes[i]!);
    },
    observeOom(container, timeSeconds, memoryRequestBytes) {
      recommenders[container]!.observeOom(timeSeconds, memoryRequestBytes);
    },
    recommend(timeSeconds, out) {
      for (let i = 0; i < recommenders.length; i++)
        recommenders[i]!.recommend(timeSeconds, out, i * recommendationLength);
    },
  };
}
