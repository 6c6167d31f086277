import type { Behaviour, ScalingPolicy, ScalingRules } from './config.js';
import { ceilToReplicas, largestInt32 } from './int64.js';
import type { NormalisationInput, Normalised } from './normalised.js';
import type { RecommendationHistory } from './recommendation-history.js';
import type { ScaleEvents } from './scale-events.js';

/** Rescales of the past, by direction. */
export interface ScaleHistory {
  readonly up: ScaleEvents;
  readonly down: ScaleEvents;
}

/**
 * Bounds a desired count for an HPA with `behavior` (specification §1.7): stabilised in both directions over windows whose edge
 * does not count, then limited in rate by the policies of the direction, and only here by the bounds. Records the recommendation.
 */
export function normaliseWithBehaviour(
  input: NormalisationInput,
  behaviour: Behaviour,
  history: RecommendationHistory,
  events: ScaleHistory,
): Normalised {
  const { desired, nowSeconds, current } = input;
  const lowest = history.lowest(desired, nowSeconds, behaviour.scaleUp.stabilizationWindowSeconds);
  const highest = history.highest(desired, nowSeconds, behaviour.scaleDown.stabilizationWindowSeconds, false);
  history.record(desired, nowSeconds);
  const stabilised = Math.min(Math.max(current, lowest), highest);
  const stabilization =
    stabilised === desired ? 'ReadyForNewScale' : desired >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
  if (stabilised > current) {
    const limit = Math.max(current, scaleUpLimit(current, behaviour.scaleUp, events, nowSeconds));
    const most = Math.min(input.maxReplicas, limit);
    if (stabilised > most)
      return { replicas: most, stabilization, limit: input.maxReplicas > limit ? 'ScaleUpLimit' : 'TooManyReplicas' };
  } else if (stabilised < current) {
    const limit = Math.min(current, scaleDownLimit(current, behaviour.scaleDown, events, nowSeconds));
    const least = Math.max(input.minReplicas, limit);
    if (stabilised < least)
      return { replicas: least, stabilization, limit: input.minReplicas < limit ? 'ScaleDownLimit' : 'TooFewReplicas' };
  }
  return { replicas: stabilised, stabilization, limit: 'DesiredWithinRange' };
}

/** The most replicas that the policies allow; `Max` takes the policy that allows most. */
function scaleUpLimit(current: number, rules: ScalingRules, events: ScaleHistory, nowSeconds: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const least = rules.selectPolicy === 'Min';
  let limit = least ? largestInt32 : -largestInt32 - 1;
  for (const policy of rules.policies) {
    const start = replicasAtPeriodStart(current, policy, events, nowSeconds);
    const proposed =
      policy.type === 'Pods' ? (start + policy.value) | 0 : ceilToReplicas(start * (1 + policy.value / 100));
    limit = least ? Math.min(limit, proposed) : Math.max(limit, proposed);
  }
  return limit;
}

/** The fewest replicas that the policies allow; `Max`, the largest change, takes the policy that allows fewest. */
function scaleDownLimit(current: number, rules: ScalingRules, events: ScaleHistory, nowSeconds: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const smallChange = rules.selectPolicy === 'Min';
  let limit = smallChange ? -largestInt32 - 1 : largestInt32;
  for (const policy of rules.policies) {
    const start = replicasAtPeriodStart(current, policy, events, nowSeconds);
    const proposed = policy.type === 'Pods' ? (start - policy.value) | 0 : Math.trunc(start * (1 - policy.value / 100));
    limit = smallChange ? Math.max(limit, proposed) : Math.min(limit, proposed);
  }
  return limit;
}

/** What the count would have been at the start of the policy's period, had only this autoscaler changed it. */
function replicasAtPeriodStart(
  current: number,
  { periodSeconds }: ScalingPolicy,
  events: ScaleHistory,
  nowSeconds: number,
): number {
  return current - events.up.within(nowSeconds, periodSeconds) + events.down.within(nowSeconds, periodSeconds);
}
