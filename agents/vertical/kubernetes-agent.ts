import type { RecommenderAgent } from './agent.js';
import { type KubernetesConfig, kubernetesConfigSchema, kubernetesRecommender } from './kubernetes/index.js';

/** Kubernetes' own VPA recommender, exact to the integer. */
export const kubernetesAgent: RecommenderAgent<KubernetesConfig> = {
  kind: 'recommender',
  id: 'kubernetes',
  title: 'Kubernetes VPA',
  describe: "Kubernetes' own recommender: decaying histograms, 90th percentile, 15 % margin, confidence bounds; exact.",
  stochastic: false,
  configSchema: kubernetesConfigSchema,
  create: (config) => kubernetesRecommender(config),
};
