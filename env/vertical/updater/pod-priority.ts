/**
 * The updater's rule for whole pods of one or more containers (specification §6.3), over the numbers of `priority.ts`: amounts are summed
 * over containers before they are compared, bounds are compared container by container.
 */

import {
  type AmountName,
  amountNames,
  type Container,
  type ContainerPolicy,
  type ContainerRecommendation,
  policyFor,
  recommendationFor,
} from '../admission/resources.js';
import {
  decide,
  isOutsideRange,
  isScaleUp,
  relativeChange,
  type UpdateDecision,
  type UpdateThresholds,
} from './priority.js';

/** A container that runs, or ran, as part of a pod. */
export interface RunningContainer extends Container {
  /** How long it had run when it was last terminated by an OOM kill, seconds; absent when its last end was none. */
  readonly oomRanSeconds?: number | undefined;
}

/** What the updater looks at in a pod. */
export interface RunningPod {
  readonly containers: readonly RunningContainer[];
  /** Since `status.startTime`, seconds; null when the pod has none. */
  readonly ageSeconds: number | null;
  /** The annotation `vpaObservedContainers`: the containers that admission saw. Absent on pods older than the VPA. */
  readonly observedContainers?: string | undefined;
}

/** How urgently a pod should be updated, if at all. */
export interface PodPriority {
  /** Above 0 means update. */
  readonly decision: UpdateDecision;
  readonly outsideRecommendedRange: boolean;
  readonly scaleUp: boolean;
  /** Relative change, summed over resources. */
  readonly resourceDiff: number;
}

const milliPerUnit: Readonly<Record<AmountName, 1 | 1000>> = { cpuMillicores: 1, memoryBytes: 1000 };

/**
 * Weighs a pod against a recommendation that is already capped for it.
 *
 * @param policies of the VPA: containers in mode `Off` do not count as OOM-killed
 */
export function assessPod(
  pod: RunningPod,
  recommendations: readonly ContainerRecommendation[],
  thresholds: UpdateThresholds,
  policies: readonly ContainerPolicy[] = [],
): PodPriority {
  const observed = observedContainers(pod);
  const counted = observed.flatMap((container) => {
    const recommendation = recommendationFor(recommendations, container.name);
    return recommendation === undefined ? [] : [{ container, recommendation }];
  });
  let outside = false;
  let scaleUp = false;
  let resourceDiff = 0;
  for (const name of amountNames) {
    let requested = 0;
    let recommended = Number.NaN;
    for (const { container, recommendation } of counted) {
      const request = container.requests[name] ?? Number.NaN;
      const target = recommendation.target[name] ?? Number.NaN;
      if (Number.isNaN(target)) continue;
      const lower = recommendation.lowerBound?.[name] ?? Number.NaN;
      const upper = recommendation.upperBound?.[name] ?? Number.NaN;
      outside ||= isOutsideRange(request, lower, target, upper);
      scaleUp ||= isScaleUp(request, target);
      if (!Number.isNaN(request)) requested += request;
      recommended = Number.isNaN(recommended) ? target : recommended + target;
    }
    resourceDiff += relativeChange(requested, recommended, milliPerUnit[name]);
  }
  const quickOom = observed.some(
    ({ name, oomRanSeconds }) =>
      oomRanSeconds !== undefined &&
      oomRanSeconds < thresholds.evictAfterOomSeconds &&
      policyFor(policies, name)?.mode !== 'Off',
  );
  return {
    decision: decide(outside, quickOom, pod.ageSeconds ?? Number.NaN, resourceDiff, thresholds),
    outsideRecommendedRange: outside,
    scaleUp,
    resourceDiff,
  };
}

/**
 * Order in which pods are updated: those that grow first, then the larger change. Kubernetes leaves ties to chance; sorting
 * with this comparison keeps their order.
 */
export function byPriority(left: PodPriority, right: PodPriority): number {
  if (left.scaleUp !== right.scaleUp) return left.scaleUp ? -1 : 1;
  return right.resourceDiff - left.resourceDiff;
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Names listed in the annotation `vpaObservedContainers`: none for the empty text, null (so that all containers count) where it is
 * absent or any name is no DNS-1123 label.
 */
export function parseObservedContainers(annotation: string | undefined): readonly string[] | null {
  if (annotation === undefined) return null;
  if (annotation === '') return [];
  const names = annotation.split(', ');
  return names.every((name) => dnsLabel.test(name)) ? names : null;
}

function observedContainers(pod: RunningPod): readonly RunningContainer[] {
  const names = parseObservedContainers(pod.observedContainers);
  return names === null ? pod.containers : pod.containers.filter(({ name }) => names.includes(name));
}
