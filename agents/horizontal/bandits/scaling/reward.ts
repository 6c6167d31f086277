import { z } from 'zod';
import { ContextIndex } from '../../../../env/horizontal/view.js';
import type { ScalingOutcome } from '../../autoscaler.js';

/** Options of the reward a bandit learns from. */
export const rewardSchema = z.strictObject({
  /**
   * What a learner is rewarded for. `environment`: what the environment pays. `objective`: 1 while the 95th percentile
   * of latency meets the objective, else 0. `cost-weighted`: 1 less a share of the replicas while it does, else 0.
   */
  kind: z.enum(['environment', 'objective', 'cost-weighted']).default('cost-weighted'),
  /** w of `cost-weighted`: reward at the upper limit is 1 − w. */
  costWeight: z.number().min(0).max(1).default(0.5),
  /** Taken off the reward for every replica added or removed; .01 to .05 calms an agent that flips. */
  changePenalty: z.number().min(0).default(0),
});

/** Options of the reward a bandit learns from, complete. */
export type RewardOptions = z.infer<typeof rewardSchema>;

/** CPU usage ÷ request from which pods that answer nothing are taken to be stuck. */
const stuckCpu = 0.5;

/**
 * Whether a context meets the objective. Without a request it does, unless the pods are busy all the same: then requests take longer than the
 * context looks back, and none of them shows in the latency. An objective of Infinity is always met.
 */
export function meetsObjective(context: Float64Array, latencyObjectiveMs: number): boolean {
  if (context[ContextIndex.p95LatencyMs]! > latencyObjectiveMs) return false;
  const isStuck = !(context[ContextIndex.requestsPerSecond]! > 0) && context[ContextIndex.cpuToRequest]! >= stuckCpu;
  return !isStuck || latencyObjectiveMs === Number.POSITIVE_INFINITY;
}

/** Replicas added (positive) or removed by a decision. */
export function appliedStep(outcome: ScalingOutcome): number {
  return outcome.applied - outcome.before.specReplicas;
}

/**
 * The reward of a decision, R2 of specification §4.1 by default: 1 − w (n′ − 1)/(max − 1) when the objective is met at
 * the next decision, else 0, less the change penalty. n′ are the replicas that were asked for.
 */
export function rewardOf(options: RewardOptions, latencyObjectiveMs: number): (outcome: ScalingOutcome) => number {
  const { kind, costWeight, changePenalty } = options;
  const paid = (outcome: ScalingOutcome): number => {
    if (kind === 'environment') return outcome.reward;
    if (!meetsObjective(outcome.after.context, latencyObjectiveMs)) return 0;
    if (kind === 'objective') return 1;
    const most = Math.max(1, outcome.before.limits.maxReplicas - 1);
    return 1 - (costWeight * Math.max(0, outcome.applied - 1)) / most;
  };
  return (outcome) => paid(outcome) - changePenalty * Math.abs(appliedStep(outcome));
}
