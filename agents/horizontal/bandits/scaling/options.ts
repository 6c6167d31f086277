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
export const stepOptions = {
  /** Arms are the steps −maxStep … +maxStep. */
  maxStep: z.int().min(1).max(10).default(1),
  /** UP is a rule instead of an arm's choice: while the objective is violated, one replica more. */
  upRule: z.boolean().default(false),
  reward: rewardSchema.prefault({}),
  ...hotStartOptions,
};

/** Options of every agent that sees the context as features. */
export const featureOptions = {
  /** Which features: see {@link featureMaps}. */
  features: z.enum(featureMaps).default('load-per-pod'),
  /** Requests/s that count as 1 in a feature, all pods together. */
  requestsPerSecondScale: z.number().positive().default(50),
  /** Requests/s of one pod that count as 1 in a feature. */
  requestsPerSecondPerPodScale: z.number().positive().default(8),
};

export type StepOptions = z.infer<z.ZodObject<typeof stepOptions>>;
export type FeatureOptions = z.infer<z.ZodObject<typeof featureOptions>>;

/** The feature map that the options ask for. */
export function featuresOf(options: FeatureOptions, { latencyObjectiveMs }: HorizontalAgentContext): FeatureMap {
  return featureMap(options.features, {
    latencyObjectiveMs,
    requestsPerSecond: options.requestsPerSecondScale,
    requestsPerSecondPerPod: options.requestsPerSecondPerPodScale,
  });
}
