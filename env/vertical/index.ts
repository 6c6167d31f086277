/** The vertical-scaling environment: pods whose requests an agent recommends and an updater changes. */
export { ActionIndex, actionLength, bytesPerMebibyte, ObservationIndex } from './action.js';
export type {
  EvictionRequirement,
  KubernetesUpdaterConfig,
  LimitRange,
  PodPhysics,
  ResourcePolicy,
  Resources,
  UpdateMode,
  UpdaterConfig,
  VerticalConfig,
} from './config.js';
export { type DeepPartial, fallbackRequest, type VerticalConfigOptions, verticalConfig } from './config-schema.js';
export { type CostTerm, costTerms, defaultPrices, type Prices } from './cost.js';
export { VerticalFleet, type VerticalFleetOptions } from './fleet.js';
export type { OomEvents } from './simulation/oom-events.js';
export type { StepOutputs } from './simulation/step-outputs.js';
