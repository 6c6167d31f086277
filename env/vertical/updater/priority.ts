/**
 * The VPA updater's rule for one pod, on plain numbers (specification §6.3).
 *
 * Amounts are whole: CPU in millicores, memory in bytes. `NaN` means that an amount is absent: a container without a
 * request, a recommendation without a bound, a resource that the policy does not control. Nothing here allocates.
 */

/** The updater's thresholds, under the names they have in `KubernetesUpdaterConfig`. */
export interface UpdateThresholds {
  /** A pod whose request is in range is left alone until it is this old, seconds. */
  readonly lifetimeThresholdSeconds: number;
  /** … and until its resources would change by this share, summed over resources. */
  readonly updateThreshold: number;
  /** An OOM kill of a container that had run for less than this, seconds, is a quick one. */
  readonly evictAfterOomSeconds: number;
}

/** What the updater makes of a pod. Codes above 0 update it; codes below 0 leave it alone, each for its own reason. */
export const UpdateDecision = {
  /** A request lies outside [lower bound, upper bound], or is missing. */
  outsideRange: 1,
  /** In range, but OOM-killed soon after its start. */
  quickOom: 2,
  /** In range and old enough, and the target is far enough from the request. */
  significantChange: 3,
  /** In range, and the pod has no start time yet. */
  notStarted: -1,
  /** In range, and younger than the lifetime threshold. */
  young: -2,
  /** In range and old enough, but the change is below the threshold. */
  insignificantChange: -3,
  /** A quick OOM kill that the recommendation has not answered: target equals request. */
  quickOomUnanswered: -4,
} as const;

/** What was decided of one pod; above 0 it is updated. */
export type UpdateDecision = (typeof UpdateDecision)[keyof typeof UpdateDecision];

/** Whether a request lies strictly outside its bounds or is missing; absent bounds hold. A resource without target is never outside. */
export function isOutsideRange(request: number, lowerBound: number, target: number, upperBound: number): boolean {
  return (request < lowerBound || request > upperBound || Number.isNaN(request)) && !Number.isNaN(target);
}

/** Whether the target asks for more than the request, or for the first request there is. */
export function isScaleUp(request: number, target: number): boolean {
  return target > request || (Number.isNaN(request) && !Number.isNaN(target));
}

/**
 * Relative distance of a target from its request, in the updater's milli-units: a request of nothing counts as one
 * thousandth of a core or byte.
 * @param milliPerUnit 1 for CPU in millicores, 1000 for memory in bytes
 */
export function relativeChange(request: number, target: number, milliPerUnit: 1 | 1000): number {
  if (Number.isNaN(target)) return 0;
  const requested = request * milliPerUnit;
  const base = requested > 1 ? requested : 1;
  return Math.abs(base - target * milliPerUnit) / base;
}

/** The updater's `resourceDiff` of a pod with one container: relative changes of CPU and memory, added. */
export function resourceDiffSingle(
  cpuRequest: number,
  cpuTarget: number,
  memoryRequest: number,
  memoryTarget: number,
): number {
  return relativeChange(cpuRequest, cpuTarget, 1) + relativeChange(memoryRequest, memoryTarget, 1000);
}

/** Whether CPU or memory of a pod with one container would grow; such pods are updated first. */
export function scaleUpSingle(
  cpuRequest: number,
  cpuTarget: number,
  memoryRequest: number,
  memoryTarget: number,
): boolean {
  return isScaleUp(cpuRequest, cpuTarget) || isScaleUp(memoryRequest, memoryTarget);
}

/**
 * Decides for a pod with one container, from a recommendation that is already capped for this pod (§7.2).
 *
 * @param ageSeconds since the pod's start, NaN when it has none
 * @param oomRanSeconds how long the container had run when it was last terminated by an OOM kill, NaN when it was not
 * @returns a code of {@link UpdateDecision}: above 0 means update
 */
export function decideSingle(
  cpuRequest: number,
  memoryRequest: number,
  cpuLowerBound: number,
  cpuTarget: number,
  cpuUpperBound: number,
  memoryLowerBound: number,
  memoryTarget: number,
  memoryUpperBound: number,
  ageSeconds: number,
  oomRanSeconds: number,
  thresholds: UpdateThresholds,
): UpdateDecision {
  const outside =
    isOutsideRange(cpuRequest, cpuLowerBound, cpuTarget, cpuUpperBound) ||
    isOutsideRange(memoryRequest, memoryLowerBound, memoryTarget, memoryUpperBound);
  const quickOom = oomRanSeconds < thresholds.evictAfterOomSeconds;
  if (!outside && !quickOom && !(ageSeconds >= thresholds.lifetimeThresholdSeconds)) return tooEarly(ageSeconds);
  if (outside && !quickOom) return UpdateDecision.outsideRange;
  const resourceDiff = resourceDiffSingle(cpuRequest, cpuTarget, memoryRequest, memoryTarget);
  return decide(outside, quickOom, ageSeconds, resourceDiff, thresholds);
}

/**
 * The rule itself, once a pod's containers are summed up: pods outside their range and quick OOM kills pass by lifetime and
 * threshold, however small the difference; a quick OOM kill without any difference is never answered.
 */
export function decide(
  outside: boolean,
  quickOom: boolean,
  ageSeconds: number,
  resourceDiff: number,
  thresholds: UpdateThresholds,
): UpdateDecision {
  if (quickOom && resourceDiff === 0) return UpdateDecision.quickOomUnanswered;
  if (outside) return UpdateDecision.outsideRange;
  if (quickOom) return UpdateDecision.quickOom;
  if (!(ageSeconds >= thresholds.lifetimeThresholdSeconds)) return tooEarly(ageSeconds);
  if (resourceDiff < thresholds.updateThreshold) return UpdateDecision.insignificantChange;
  return UpdateDecision.significantChange;
}

function tooEarly(ageSeconds: number): UpdateDecision {
  return Number.isNaN(ageSeconds) ? UpdateDecision.notStarted : UpdateDecision.young;
}
