import type { HorizontalAgent } from '../agent.js';
import { type KubernetesHpaConfig, kubernetesHpaConfigSchema } from './config.js';
import { KubernetesHpa } from './reconcile.js';

/** Kubernetes' own HPA v2, exact to the double. */
export const kubernetesHpaAgent: HorizontalAgent<KubernetesHpaConfig> = {
  id: 'kubernetes-hpa',
  title: 'Kubernetes HPA',
  describe: "Kubernetes' HorizontalPodAutoscaler v2: CPU at 80 % of the request unless told otherwise; exact.",
  kind: 'autoscaler',
  stochastic: false,
  configSchema: kubernetesHpaConfigSchema,
  create: (config) => new KubernetesHpa(config),
};
