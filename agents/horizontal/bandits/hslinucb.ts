import { z } from 'zod';
import { RandomStream } from '../../../env/core/random.js';
import type { HorizontalAgent } from '../agent.js';
import { LinUcb, linUcbOptions } from './linucb.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { featureOptions, featuresOf, stepOptions } from './scaling/options.js';

const configSchema = z.strictObject({
  ...linUcbOptions,
  ...featureOptions,
  ...stepOptions,
  /** As in the released agent UP is a rule while the objective is violated; false leaves it to the bandit. */
  upRule: z.boolean().default(true),
});

/**
 * HSLinUCB corrected (specification §2.5): the arms are one pod fewer, the same, one more, masked at the limits; the
 * features are of order 1 and have an intercept; the reward counts pods, so that DOWN can win on merit. The rule for UP
 * stays.
 */
export const hsLinUcbAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'hslinucb',
  title: 'HSLinUCB (corrected)',
  describe: 'LinUCB on scaled features with a reward that counts pods; adds a pod by rule while latency is too high.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      featuresOf(config, context),
      context,
      (shape) => new LinUcb(shape, config, new RandomStream(context.seed, 'agent', 'hslinucb')),
    ),
};
