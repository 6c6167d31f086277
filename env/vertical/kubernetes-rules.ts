/**
 * Kubernetes' rules for whole pods, container by container, as pure functions: what the updater decides (specification §6)
 * and what admission makes of a pod (§7), with Pod-type LimitRanges and the CPU startup boost. The simulation's pods have one
 * container and no boost and use the same rules on plain numbers; these are for programs that have real pods before them.
 */
export { type AppliedContainer, applyRecommendation, limitsFor, updatesAnnotation } from './admission/apply.js';
export { type CappedRecommendation, type CappingReason, capRecommendation } from './admission/capping.js';
export { effectiveLimitRange, type LimitRangeItem, type LimitRanges } from './admission/limit-range.js';
export type { Amounts, Container, ContainerPolicy, ContainerRecommendation } from './admission/resources.js';
export {
  type BoostBase,
  type BoostedCpu,
  boostCpu,
  isBoostExpired,
  type StartupBoost,
} from './admission/startup-boost.js';
export { kubernetesUpdaterDefaults, updaterFlags } from './updater/defaults.js';
export {
  afterRefusedResize,
  decideInPlace,
  InfeasibleResizes,
  type InPlaceAction,
  type InPlaceCandidate,
  type InPlaceDecision,
  type InPlaceMode,
  inPlaceAction,
  isInPlaceCandidate,
  type RefusedResize,
} from './updater/in-place.js';
export {
  assessPod,
  byPriority,
  type PodPriority,
  parseObservedContainers,
  type RunningContainer,
  type RunningPod,
} from './updater/pod-priority.js';
export { TokenBucket } from './updater/rate-limiter.js';
export {
  type Controller,
  canDisrupt,
  canEvict,
  type EvictablePod,
  openReplicaGroup,
  type ReplicaGroup,
  type ReplicaGroupOptions,
  recordEviction,
  recordResize,
} from './updater/replica-budget.js';
export {
  isResizeOverdue,
  type PodCondition,
  type ResizeState,
  ResizeTimers,
  resizeState,
} from './updater/resize-fallback.js';
