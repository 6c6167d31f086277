import { z } from 'zod';
import { RandomStream } from '../../env/core/random.js';
import type { HorizontalAgent } from './agent.js';

const configSchema = z.strictObject({
  /** `uniform`: any count within the limits; `step`: one pod fewer, the same or one more, equally likely. */
  draw: z.enum(['uniform', 'step']).default('uniform'),
});

/** Random counts within the limits: what a comparison must beat to mean anything. */
export const randomAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'random',
  title: 'Random',
  describe: 'Draws the number of pods at random within the limits, or walks at random between them.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create(config, { seed }) {
    const stream = new RandomStream(seed, 'agent', 'random');
    return {
      decide({ specReplicas, limits: { minReplicas, maxReplicas } }) {
        if (config.draw === 'uniform') return stream.integer(minReplicas, maxReplicas);
        return Math.min(maxReplicas, Math.max(minReplicas, specReplicas + stream.integer(-1, 1)));
      },
    };
  },
};
