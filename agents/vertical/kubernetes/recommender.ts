import type { Recommender } from '../recommender.js';
import { KubernetesFleet } from './fleet.js';
import type { CheckpointStatus } from './input/checkpoint.js';
import { type KubernetesOptions, kubernetesConfig } from './input/config.js';

/** Kubernetes' VPA recommender for one container: a view of a fleet of one. */
export class KubernetesRecommender implements Recommender {
  private readonly fleet: KubernetesFleet;

  constructor(fleet: KubernetesFleet) {
    this.fleet = fleet;
  }

  observe(timeSeconds: number, cpuMillicores: number, memoryBytes: number): void {
    this.fleet.observeOne(0, timeSeconds, cpuMillicores, memoryBytes);
  }

  observeOom(timeSeconds: number, memoryRequestBytes: number): void {
    this.fleet.observeOom(0, timeSeconds, memoryRequestBytes);
  }

  recommend(_timeSeconds: number, out: Float64Array, offset = 0): void {
    this.fleet.recommendOne(0, out, offset);
  }

  /** Tells the container's CPU request; see {@link KubernetesFleet.setCpuRequest}. */
  setCpuRequest(millicores: number): void {
    this.fleet.setCpuRequest(0, millicores);
  }

  /** `status` of the `VerticalPodAutoscalerCheckpoint` that the recommender would write now. */
  save(timeSeconds: number): CheckpointStatus {
    return this.fleet.save(0, timeSeconds);
  }

  /**
   * Goes on from a checkpoint's `status`, Kubernetes' own or one of {@link save}.
   * @throws InputError when it is none
   */
  restore(status: unknown, file?: string): void {
    this.fleet.restore(0, status, file);
  }
}

/**
 * Kubernetes' VPA recommender for one container, exact to the integer.
 *
 * @param options settings that differ from Kubernetes' defaults
 * @throws InputError when a setting is bad
 */
export function kubernetesRecommender(options: KubernetesOptions = {}): KubernetesRecommender {
  return new KubernetesRecommender(new KubernetesFleet(1, kubernetesConfig(options)));
}
