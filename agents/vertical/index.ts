/** Vertical-scaling agents: what a recommender is, every one we ship, and the clairvoyant optimum. */

export { AgentRoster } from '../agent-roster.js';
export { type AgentSpec, agentLabel } from '../agent-spec.js';
export type { AgentContext, PlannerAgent, RecommenderAgent, RequestPlan, VerticalAgent } from './agent.js';
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
export { verticalRoster } from './registry.js';
