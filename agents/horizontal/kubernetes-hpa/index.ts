/** The Kubernetes HorizontalPodAutoscaler v2. */
export { type ControllerFlags, type KubernetesHpaConfig, kubernetesHpaConfigSchema } from './config.js';
export type { LimitReason, StabilizationReason } from './normalised.js';
export type { MetricFailure, Proposal } from './proposal.js';
export { type Adjust, type HpaStatus, KubernetesHpa } from './reconcile.js';
