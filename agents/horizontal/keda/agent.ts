import type { HorizontalAgent } from '../agent.js';
import { KedaAutoscaler } from './autoscaler.js';
import { type KedaConfig, kedaConfigSchema } from './config.js';

/** KEDA: event-driven activation from zero on top of the HPA. */
export const kedaAgent: HorizontalAgent<KedaConfig> = {
  id: 'keda',
  title: 'KEDA',
  describe:
    'KEDA: wakes and puts to sleep on event triggers, by default requests/s at what a pod carries, with the HPA above.',
  kind: 'autoscaler',
  stochastic: false,
  configSchema: kedaConfigSchema,
  create: (config, { podRequestsPerSecond }) => new KedaAutoscaler(config, podRequestsPerSecond),
};
