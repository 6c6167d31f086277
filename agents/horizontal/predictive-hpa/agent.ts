import type { HorizontalAgent } from '../agent.js';
import { predictiveHpa } from './autoscaler.js';
import { type PredictiveHpaConfig, predictiveHpaConfigSchema } from './config.js';

/** The predictive HPA: a line or seasons through what the HPA asked for, and the HPA's limits on top. */
export const predictiveHpaAgent: HorizontalAgent<PredictiveHpaConfig> = {
  id: 'predictive-hpa',
  title: 'Predictive HPA',
  describe: 'The HPA and models of what it asked for (linear trend, Holt–Winters); by default the highest counts.',
  kind: 'autoscaler',
  stochastic: false,
  configSchema: predictiveHpaConfigSchema,
  create: (config) => predictiveHpa(config),
};
