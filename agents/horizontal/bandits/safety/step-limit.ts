import type { Autoscaler } from '../../autoscaler.js';
import { type LearningAutoscaler, restoreLearned, saveLearned } from '../scaling/learning-autoscaler.js';

/** How far one decision may go; Infinity for as far as the limits allow. */
export interface StepLimit {
  /** Most replicas one decision may add. */
  readonly up: number;
  /** Most replicas one decision may remove. */
  readonly down: number;
}

/**
 * An autoscaler whose decisions are kept within the limits and within a step of the replicas there are: action masking
 * for one that knows no masks.
 */
export function withinStep(inner: Autoscaler, { up, down }: StepLimit): LearningAutoscaler {
  return {
    decide(view) {
      const { specReplicas, limits } = view;
      const stepped = Math.min(specReplicas + up, Math.max(specReplicas - down, inner.decide(view)));
      return Math.min(limits.maxReplicas, Math.max(limits.minReplicas, stepped));
    },
    learn(outcome) {
      inner.learn?.(outcome);
    },
    save: () => saveLearned(inner),
    restore: (state) => restoreLearned(inner, state),
  };
}
