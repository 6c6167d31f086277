/** The gym core: Gymnasium's contract under Gymnasium's names. */
export { after } from './answer.js';
export { BaseEnv } from './base-env.js';
export { type CheckEnvOptions, checkEnv, checkEnvAsync } from './check-env.js';
export type { CheckReport } from './checks/findings.js';
export type {
  Answer,
  AsyncEnv,
  Env,
  EnvMetadata,
  Info,
  RenderMode,
  ResetOptions,
  ResetResult,
  StepResult,
  SyncEnv,
  Timing,
} from './env.js';
export { type EnvId, formatEnvId, parseEnvId } from './env-id.js';
export { InputError, type InputPlace } from './input-error.js';
export { RandomStream, type Seed } from './random.js';
export {
  type EnvFactory,
  type MakeOptions,
  type MakeVecOptions,
  make,
  makeVec,
  type Registration,
  Registry,
  register,
  registeredIds,
  registerWrapper,
  spec,
  type VectorEnvFactory,
  type VectorizationMode,
  type WrapperFactory,
} from './registry.js';
export { ResetNeeded } from './reset-needed.js';
export { type BatchOf, batchSpace, emptyBatch, readFromBatch, writeToBatch } from './spaces/batch.js';
export { type Bound, Box, type BoxOptions, isBox } from './spaces/box.js';
export { Dict, type DictElement, type ElementOf, type SubSpaces } from './spaces/dict.js';
export { Discrete } from './spaces/discrete.js';
export { type ArrayOf, canCast, type DType, dtypeOf, dtypes, type TypedArray } from './spaces/dtype.js';
export { flatdim, flatten, flattenSpace, unflatten } from './spaces/flatten.js';
export { MultiBinary } from './spaces/multi-binary.js';
export { MultiDiscrete } from './spaces/multi-discrete.js';
export { type SampleChoice, Space, type SpaceSeed } from './spaces/space.js';
export { type SpaceJson, spaceFromJson } from './spaces/space-json.js';
export { zeroElement } from './spaces/zero.js';
export {
  type EnvSpec,
  type EnvSpecOptions,
  envSpec,
  type Kwargs,
  specFromJson,
  specToJson,
  type WrapperSpec,
} from './spec.js';
export {
  VectorRecordEpisodeStatistics,
  type VectorRecordEpisodeStatisticsOptions,
} from './vector/record-episode-statistics.js';
export { SyncVectorEnv, type SyncVectorEnvOptions } from './vector/sync-vector-env.js';
export {
  type AutoresetMode,
  autoresetModes,
  type VectorEnv,
  type VectorEnvMetadata,
  type VectorInfos,
  type VectorResetOptions,
  type VectorResetResult,
  type VectorStepResult,
} from './vector/vector-env.js';
export { setWarnSink, type WarnSink, warn } from './warning.js';
export { ClipAction } from './wrappers/clip-action.js';
export { ClipReward, type ClipRewardOptions } from './wrappers/clip-reward.js';
export { DelayObservation, type DelayObservationOptions } from './wrappers/delay-observation.js';
export { DiscretizeAction, type DiscretizeActionOptions } from './wrappers/discretize-action.js';
export { DtypeObservation, type DtypeObservationOptions } from './wrappers/dtype-observation.js';
export { FilterObservation, type FilterObservationOptions } from './wrappers/filter-observation.js';
export { FlattenObservation } from './wrappers/flatten-observation.js';
export { FrameStackObservation, type FrameStackObservationOptions } from './wrappers/frame-stack-observation.js';
export { NormalizeObservation, type NormalizeObservationOptions } from './wrappers/normalize-observation.js';
export { NormalizeReward, type NormalizeRewardOptions } from './wrappers/normalize-reward.js';
export { OrderEnforcing, type OrderEnforcingOptions } from './wrappers/order-enforcing.js';
export { PassiveEnvChecker } from './wrappers/passive-env-checker.js';
export {
  type EpisodeStatistics,
  RecordEpisodeStatistics,
  type RecordEpisodeStatisticsOptions,
} from './wrappers/record-episode-statistics.js';
export { RepeatAction, type RepeatActionOptions } from './wrappers/repeat-action.js';
export { RescaleAction, type RescaleActionOptions } from './wrappers/rescale-action.js';
export { RunningMeanStd, type RunningMeanStdJson } from './wrappers/running-mean-std.js';
export { StickyAction, type StickyActionOptions } from './wrappers/sticky-action.js';
export { TimeAwareObservation, type TimeAwareObservationOptions } from './wrappers/time-aware-observation.js';
export { TimeLimit, type TimeLimitOptions } from './wrappers/time-limit.js';
export { TransformReward, type TransformRewardOptions } from './wrappers/transform-reward.js';
export { Wrapper, type WrapperSpaces } from './wrappers/wrapper.js';
