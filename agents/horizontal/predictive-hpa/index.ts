/** The predictive HPA on top of the HPA. */
export { predictiveHpa } from './autoscaler.js';
export { type PredictiveHpaConfig, predictiveHpaConfigSchema } from './config.js';
