/** Kubernetes' own VPA recommender, exact to the integer: for one container, for a fleet, and for a cluster. */
export { KubernetesFleet, kubernetesFleet } from './fleet.js';
export type { Checkpoint, CheckpointStatus, HistogramStatus } from './input/checkpoint.js';
export {
  type KubernetesConfig,
  type KubernetesOptions,
  kubernetesConfig,
  kubernetesConfigSchema,
} from './input/config.js';
export {
  type ContainerRecommendationStatus,
  type ResourceList,
  recommendationStatus,
} from './logic/recommendation-status.js';
export type { ContainerId, PodSpec, VpaContainerPolicy, VpaSpec } from './model/cluster-objects.js';
export type { LabelRequirement, LabelSelector, Labels } from './model/labels.js';
export { KubernetesRecommender, kubernetesRecommender } from './recommender.js';
export { VpaRecommender, vpaRecommender } from './vpa-recommender.js';
