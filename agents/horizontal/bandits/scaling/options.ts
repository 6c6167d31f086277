import { z } from 'zod';
import type { HorizontalAgentContext } from '../../agent.js';
import { type FeatureMap, featureMap, featureMaps } from './features.js';
import { rewardSchema } from './reward.js';

/** Options of every learner that a state can be handed to. */
export const hotStartOptions = {
  /** What an earlier run has learned (its `save()`); without it the agent starts cold. */
  hotStart: z.json().optional(),
};

/** Options of every agent whose arms are steps of the replica count. */
export const stepArmOptions = {
  /** Arms are the steps −maxStep … +maxStep. */
  maxStep: z.int().min(1).max(10).default(1),
};

/** Options of agents that play steps of the replica count for a reward. */
export const stepOptions = {
  ...stepArmOptions,
  /** UP is a rule instead of an arm's choice: while the objective is violated, one replica more. */
  upRule: z.boolean().default(false),
  reward: rewardSchema.prefault({}),
  ...hotStartOptions,
};

/** Options of every agent that sees the context as features. */
export const featureOptions = {
  /** Which features: see {@link featureMaps}. */
  features: z.enum(featureMaps).default('load-per-pod'),
  /** Requests/s that count as 1 in a feature, all pods together. By default what a load test says of the most pods; 50 without one. */
  requestsPerSecondScale: z.number().positive().optional(),
  /** Requests/s of one pod that count as 1 in a feature. By default what a load test says; 8 without one. */
  requestsPerSecondPerPodScale: z.number().positive().optional(),
};

/** Options of agents whose arms are steps of the replica count. */
export type StepOptions = z.infer<z.ZodObject<typeof stepOptions>>;

/** Options of agents that see the context as features. */
export type FeatureOptions = z.infer<z.ZodObject<typeof featureOptions>>;

/** The feature map that the options ask for. */
export function featuresOf(
  { features, requestsPerSecondScale, requestsPerSecondPerPodScale }: FeatureOptions,
  { latencyObjectiveMs, podRequestsPerSecond, limits }: HorizontalAgentContext,
): FeatureMap {
  const ofMostPods = podRequestsPerSecond === undefined ? 50 : podRequestsPerSecond * Math.max(1, limits.maxReplicas);
  return featureMap(features, {
    latencyObjectiveMs,
    requestsPerSecond: requestsPerSecondScale ?? ofMostPods,
    requestsPerSecondPerPod: requestsPerSecondPerPodScale ?? podRequestsPerSecond ?? 8,
  });
}
