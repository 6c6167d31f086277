import type { JsonValue } from '../../../env/core/json.js';
import { ContextIndex, type HorizontalView } from '../../../env/horizontal/view.js';
import type { ScalingOutcome } from '../autoscaler.js';
import type { LearningAutoscaler } from './scaling/learning-autoscaler.js';

/**
 * The round the released agents share (specification §2.2): UP is a rule, and a learner chooses between DOWN and STAY.
 * Kept to the letter, with what is odd about it: STAY is rewarded for the latency that was already seen, which is
 * always 1. So is it logged: a round that ends with STAY counts as met whatever comes, and only one that ends with DOWN or
 * UP can violate the objective. Agents that are to be compared are judged by an observation made after every decision;
 * {@link releasedAutoscaler} is judged so where other autoscalers are.
 */

/** Arms of a released learner. */
export const ReleasedArm = { down: 0, stay: 1 } as const;

/** An arm of a released learner. */
export type ReleasedArm = (typeof ReleasedArm)[keyof typeof ReleasedArm];

/** What chooses between DOWN and STAY. */
export interface ReleasedLearner {
  choose(context: Float64Array): ReleasedArm;
  /**
   * @param reward 0 or 1
   * @param after the context observed after the arm; `before` itself when nothing was observed since
   */
  learn(arm: ReleasedArm, before: Float64Array, reward: number, after: Float64Array): void;
  save(): JsonValue;
  restore(state: unknown): void;
}

/** A platform as the released experiments drive it: it scales at once and is observed when asked. */
export interface ReleasedPlatform {
  readonly containers: number;
  readonly minContainers: number;
  readonly maxContainers: number;
  scaleTo(containers: number): void;
  /** A fresh observation of the context, in an array that stays as it is. */
  observe(): Float64Array;
}

/**
 * Plays one round: observe; above the objective one container more, by rule and without learning; else the learner's
 * arm. A move the limits forbid does nothing, observes nothing and is worth 0.
 * @returns the context that the experiment logs: the last one observed
 */
export function playReleasedRound(
  platform: ReleasedPlatform,
  learner: ReleasedLearner,
  latencyObjectiveMs: number,
): Float64Array {
  const before = platform.observe();
  if (violates(before, latencyObjectiveMs)) {
    if (platform.containers >= platform.maxContainers) return before;
    platform.scaleTo(platform.containers + 1);
    return platform.observe();
  }
  const arm = learner.choose(before);
  if (arm === ReleasedArm.stay) {
    learner.learn(arm, before, 1, before);
    return before;
  }
  if (platform.containers <= platform.minContainers) {
    learner.learn(arm, before, 0, before);
    return before;
  }
  platform.scaleTo(platform.containers - 1);
  const after = platform.observe();
  learner.learn(arm, before, violates(after, latencyObjectiveMs) ? 0 : 1, after);
  return after;
}

/**
 * A released learner behind the interface of all autoscalers. The rules are those of {@link playReleasedRound}; what
 * differs is the environment's: a decision is judged by the observation at the next decision, when the load may have
 * changed. The released agents know no zero replicas; from there, one is added.
 */
export function releasedAutoscaler(learner: ReleasedLearner, latencyObjectiveMs: number): LearningAutoscaler {
  return {
    decide({ context, specReplicas }: HorizontalView): number {
      if (specReplicas === 0 || violates(context, latencyObjectiveMs)) return specReplicas + 1;
      return learner.choose(context) === ReleasedArm.down ? specReplicas - 1 : specReplicas;
    },
    learn({ before, decided, applied, after }: ScalingOutcome): void {
      if (before.specReplicas === 0 || violates(before.context, latencyObjectiveMs)) return;
      const step = decided - before.specReplicas;
      if (step === 0) learner.learn(ReleasedArm.stay, before.context, 1, before.context);
      else if (step === -1 && applied === before.specReplicas)
        learner.learn(ReleasedArm.down, before.context, 0, before.context);
      else if (step === -1)
        learner.learn(
          ReleasedArm.down,
          before.context,
          violates(after.context, latencyObjectiveMs) ? 0 : 1,
          after.context,
        );
    },
    save: () => learner.save(),
    restore: (state) => learner.restore(state),
  };
}

function violates(context: Float64Array, latencyObjectiveMs: number): boolean {
  return context[ContextIndex.p95LatencyMs]! > latencyObjectiveMs;
}
