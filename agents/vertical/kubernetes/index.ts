/** Kubernetes' own VPA recommender. */
export { KubernetesFleet, kubernetesFleet } from './fleet.js';
export {
  type KubernetesConfig,
  type KubernetesOptions,
  kubernetesConfig,
  kubernetesConfigSchema,
} from './input/config.js';
export { KubernetesRecommender, kubernetesRecommender } from './recommender.js';
