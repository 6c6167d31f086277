import { z } from 'zod';
import type { HorizontalAgent } from './agent.js';

const configSchema = z.strictObject({
  /** By default the replicas there are at the beginning. */
  replicas: z.int().min(0).optional(),
});

/** No autoscaling: one count for ever, which is what provisioning for the peak means. */
export const staticAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'static',
  title: 'Static',
  describe: 'No autoscaling: keeps the initial number of pods (or the one given) for ever.',
  kind: 'autoscaler',
  stochastic: false,
  configSchema,
  create(config, { initialReplicas }) {
    const replicas = config.replicas ?? initialReplicas;
    return { decide: () => replicas };
  },
};
