import type { Autoscaler, ScalingOutcome } from '../../../agents/horizontal/autoscaler.js';
import { contextLength, type HorizontalView, lazyView } from '../../../env/horizontal/view.js';

/** What a test wants to say about a view; the rest is ordinary. */
export interface ViewParts {
  readonly replicas?: number;
  readonly p95Ms?: number;
  readonly requestsPerSecond?: number;
  readonly cpu?: number;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
}

/** A view of a calm workload but for the parts given. */
export function viewOf(parts: ViewParts = {}): HorizontalView {
  const { replicas = 3, p95Ms = 200, requestsPerSecond = 20, cpu = 0.5, minReplicas = 1, maxReplicas = 10 } = parts;
  const context = new Float64Array(contextLength);
  context.set([replicas, p95Ms, requestsPerSecond, cpu, 0.24 * cpu, 0.35, 0.15]);
  const limits = { minReplicas, maxReplicas };
  const view = { timeSeconds: 0, specReplicas: replicas, statusReplicas: replicas, limits, context };
  return lazyView(view, () => ({ pods: [], objectMetrics: [], externalMetrics: [] }));
}

/** Decides on `before` and lets the autoscaler learn what came of it. */
export function decideAndLearn(
  autoscaler: Autoscaler,
  before: HorizontalView,
  after: HorizontalView,
  reward = 0,
): number {
  const decided = autoscaler.decide(before);
  autoscaler.learn?.(outcomeOf(before, decided, after, reward));
  return decided;
}

/** The outcome of a decision. */
export function outcomeOf(before: HorizontalView, decided: number, after: HorizontalView, reward = 0): ScalingOutcome {
  const { minReplicas, maxReplicas } = before.limits;
  const applied = Math.min(maxReplicas, Math.max(minReplicas, decided));
  return { before, decided, applied, reward, after, terminated: false };
}
