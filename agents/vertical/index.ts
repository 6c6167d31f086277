/** Vertical-scaling agents: what a recommender is, every one we ship, and the clairvoyant optimum. */
export type { AgentContext, AgentSpec, PlannerAgent, RecommenderAgent, RequestPlan, VerticalAgent } from './agent.js';
export { agentLabel, configureAgent, parseAgentSpec } from './agent-spec.js';
export { optimalPlan } from './clairvoyant/optimum.js';
export {
  type KubernetesConfig,
  KubernetesFleet,
  type KubernetesOptions,
  KubernetesRecommender,
  kubernetesConfig,
  kubernetesFleet,
  kubernetesRecommender,
} from './kubernetes/index.js';
export {
  fleetOf,
  RecommendationIndex,
  type Recommender,
  type RecommenderFleet,
  recommendationLength,
} from './recommender.js';
export { agentById, agentIds, verticalAgents } from './registry.js';
