import type { ServiceReadings } from './service.js';

/** What one decision led to. Valid until the episode takes its next step. */
export interface ScalingStep {
  /** Replicas the agent asked for. */
  readonly decided: number;
  /** Replicas asked of the platform: `decided` within the limits. */
  readonly applied: number;
  /** Replicas asked for before. */
  readonly before: number;
  /** What happened in the interval that is judged: after the decision had settled. */
  readonly readings: ServiceReadings;
  /** Time between decision and interval, seconds, and pods integrated over it; 0 unless the episode waits for pods to be ready. */
  readonly settleSeconds: number;
  readonly settlePodSeconds: number;
  /** Whether the objective was violated: the latency percentile above it, or more requests failed than the percentile leaves room for. */
  readonly violated: boolean;
  /** Dollars, waiting included. */
  readonly cost: { readonly pods: number; readonly violations: number };
  readonly reward: number;
}
