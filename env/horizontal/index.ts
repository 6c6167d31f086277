/** The horizontal-scaling environment: a service whose pods an agent chooses. */

export type {
  ActionConfig,
  Backend,
  HorizontalConfig,
  HorizontalPrices,
  LoadLayout,
  Objective,
  ObservationConfig,
  OutOfRange,
  RewardConfig,
  Settle,
} from './config.js';
export type { ByKind, HorizontalConfigOptions, PlatformChoice } from './config-options.js';
export { horizontalConfig } from './config-schema.js';
export * from './demand/index.js';
export type {
  HorizontalEnvOptions,
  HorizontalEpisodeOptions,
  HorizontalJointEnvOptions,
} from './env-options.js';
export type { HorizontalEpisodeChoice, HorizontalJointEpisodeChoice } from './episode-choice.js';
export {
  type HorizontalResetResult,
  HorizontalScalingEnv,
  type HorizontalStepResult,
} from './horizontal-env.js';
export {
  type HorizontalJointResetResult,
  type HorizontalJointStepResult,
  HorizontalScalingJointEnv,
} from './horizontal-joint-env.js';
export { clampReplicas, replicaLimits } from './limits.js';
export { type LoadInput, type LoadSourceSpec, loadSeriesOf } from './load-input.js';
export { type LaidLoad, layLoad, platformLoad } from './load-layout.js';
export { loadUnit } from './load-unit.js';
export { makeService } from './make-service.js';
export * from './platform/index.js';
export { PlatformService } from './platform-service.js';
export { type PresetDefaults, presetDefaults } from './preset-defaults.js';
export { horizontalScalingId } from './register.js';
export { type JudgedInterval, rewardOf } from './reward/reward.js';
export { type EpisodeWindow, ScalingEpisode } from './scaling-episode.js';
export type { ScalingStep } from './scaling-step.js';
export type { ScalableService, ServiceReadings } from './service.js';
export { serviceMetrics, serviceName } from './service-metrics.js';
export type { ServiceEpisodeInfo, ServiceStepInfo } from './step-info.js';
export * from './table/index.js';
export {
  type ClusterSnapshot,
  ContextIndex,
  contextLength,
  type HorizontalView,
  type PodSnapshot,
  type ReplicaLimits,
} from './view.js';
export { isViolated } from './violation.js';
