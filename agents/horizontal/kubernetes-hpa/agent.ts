import type { HorizontalAgent } from '../agent.js';
import { type KubernetesHpaConfig, kubernetesHpaConfigSchema } from './config.js';
import { KubernetesHpa } from './reconcile.js';

/**
 * Kubernetes' own HPA v2, exact to the double.
 *
 * It scales up when use exceeds target·(1 + tolerance) of the request, 88 % unless told otherwise. A pod whose use tops out below that, because
 * its workers or its limit allow no more, never makes it scale, however long requests wait: the pods of the preset `orange` reach 85 %. Such a
 * service needs a lower target, as `calibrated-hpa` finds, or another metric.
 */
export const kubernetesHpaAgent: HorizontalAgent<KubernetesHpaConfig> = {
  id: 'kubernetes-hpa',
  title: 'Kubernetes HPA',
  describe: "Kubernetes' HorizontalPodAutoscaler v2: CPU at 80 % of the request unless told otherwise; exact.",
  kind: 'autoscaler',
  stochastic: false,
  configSchema: kubernetesHpaConfigSchema,
  create: (config) => new KubernetesHpa(config),
};
