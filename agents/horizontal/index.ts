/** Horizontal-scaling agents: what an autoscaler is and sees, and every one we ship. */

export * from '../../env/horizontal/view.js';
export type {
  HorizontalAgent,
  HorizontalAgentContext,
  HorizontalPlanner,
  HorizontalPlannerContext,
  PodResources,
  Rehearsal,
  ReplicaPlan,
  TunedAgent,
} from './agent.js';
export type { Autoscaler, ScalingOutcome } from './autoscaler.js';
export * from './bandits/index.js';
export { clairvoyantPlan } from './clairvoyant/index.js';
export { DecisionTimer } from './decision-timer.js';
export { KedaAutoscaler, type KedaConfig, kedaConfigSchema } from './keda/index.js';
export {
  type HpaStatus,
  KubernetesHpa,
  type KubernetesHpaConfig,
  kubernetesHpaConfigSchema,
} from './kubernetes-hpa/index.js';
export { type PredictiveHpaConfig, predictiveHpa, predictiveHpaConfigSchema } from './predictive-hpa/index.js';
export * from './q-learning/index.js';
export { autoscalerById, horizontalRoster, type RosteredHorizontalAgent } from './registry.js';
