import { InputError } from '../../../../env/core/input-error.js';
import type { JsonValue } from '../../../../env/core/json.js';
import type { Autoscaler, ScalingOutcome } from '../../autoscaler.js';

/** An autoscaler that learns and whose knowledge can be carried to another run (a hot start). */
export interface LearningAutoscaler extends Autoscaler {
  learn(outcome: ScalingOutcome): void;
  /** What was learned, as plain JSON. Random streams are not part of it: they belong to the trial. */
  save(): JsonValue;
  /**
   * Goes on from what {@link save} gave.
   * @throws InputError when it is not a state of such an autoscaler
   */
  restore(state: unknown): void;
}

/** A learner that hears other rewards than the environment's. */
export function rewardedBy(
  reward: (outcome: ScalingOutcome) => number,
  learner: LearningAutoscaler,
): LearningAutoscaler {
  return {
    decide: (view) => learner.decide(view),
    learn: (outcome) => learner.learn({ ...outcome, reward: reward(outcome) }),
    save: () => learner.save(),
    restore: (state) => learner.restore(state),
  };
}

/** What an autoscaler has learned, or null for one that does not learn. */
export function saveLearned(autoscaler: Autoscaler): JsonValue {
  return isLearning(autoscaler) ? autoscaler.save() : null;
}

/**
 * Lets an autoscaler go on from what {@link saveLearned} gave; null is nothing.
 * @throws InputError when it is not a state of such an autoscaler
 */
export function restoreLearned(autoscaler: Autoscaler, state: unknown): void {
  if (state === null) return;
  if (!isLearning(autoscaler))
    throw new InputError({ field: 'hotStart', value: state }, 'null, since nothing is learned');
  autoscaler.restore(state);
}

function isLearning(autoscaler: Autoscaler): autoscaler is LearningAutoscaler {
  return 'save' in autoscaler && 'restore' in autoscaler;
}
