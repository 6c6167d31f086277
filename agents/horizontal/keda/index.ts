/** KEDA on top of the HPA. */
export { KedaAutoscaler } from './autoscaler.js';
export { type KedaConfig, kedaConfigSchema } from './config.js';
