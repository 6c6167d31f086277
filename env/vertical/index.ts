/** The vertical-scaling environment: pods whose requests an agent recommends and an updater changes. */
export { bytesPerMebibyte } from '../core/mebibyte.js';
export { ActionIndex, actionLength, ObservationIndex } from './action.js';
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
export type { VerticalEnvOptions } from './env-options.js';
export type { EpisodeChoice, EpisodeOptions } from './episodes.js';
export { VerticalFleet, type VerticalFleetOptions } from './fleet.js';
export * as kubernetesRules from './kubernetes-rules.js';
export type { ObservationOptions } from './observation.js';
export { verticalScalingId } from './register.js';
export { loadSeries, type SeriesInput, type SeriesSourceSpec } from './series-source.js';
export type { OomEvents } from './simulation/oom-events.js';
export type { StepOutputs } from './simulation/step-outputs.js';
export { type SplitOptions, splitByEntity } from './split-by-entity.js';
export type { CostInfo, EpisodeInfo, OomEvent, StepInfo } from './step-info.js';
export { type VerticalResetResult, VerticalScalingEnv, type VerticalStepResult } from './vertical-env.js';
export { VerticalScalingVectorEnv, type VerticalVectorEnvOptions } from './vertical-vector-env.js';
