import type { HorizontalView } from '../../env/horizontal/view.js';

/** What came of a decision, for autoscalers that learn. */
export interface ScalingOutcome {
  /** The view the decision was taken on; its context is a copy and may be kept. */
  readonly before: HorizontalView;
  /** What {@link Autoscaler.decide} answered, before the platform's limits. */
  readonly decided: number;
  /** Replicas asked for afterwards: `decided` within the limits. */
  readonly applied: number;
  readonly reward: number;
  /** The view at the next decision. */
  readonly after: HorizontalView;
  /** Whether the episode ended by itself here: there is no value after it. */
  readonly terminated: boolean;
}

/**
 * Decides how many pods a workload should have.
 *
 * An autoscaler knows neither whether the pods are simulated or live, nor who applies its word. It reads no clock and draws from
 * no global source: the same views and the same seed give the same decisions.
 */
export interface Autoscaler {
  /**
   * @returns replicas wanted from now on, a whole number ≥ 0. The platform clamps it to the limits; an autoscaler that has
   *   rules about limits of its own (the HPA) has applied them already.
   */
  decide(view: HorizontalView): number;
  /** Hears what came of its last decision. */
  learn?(outcome: ScalingOutcome): void;
}
