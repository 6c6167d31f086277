import { amountOf, type Container, type ContainerRecommendation, recommendationFor } from '../admission/resources.js';
import type { EvictionRequirement } from '../config.js';

/**
 * Whether one container's changes satisfy `updatePolicy.evictionRequirements` (specification §6.3): it lacks a request, or every
 * requirement is met by at least one of its resources. NaN is an absent amount; an absent target counts as zero, as in the original.
 */
export function meetsRequirements(
  requirements: readonly EvictionRequirement[],
  cpuRequest: number,
  cpuTarget: number,
  memoryRequest: number,
  memoryTarget: number,
): boolean {
  if (Number.isNaN(cpuRequest) || Number.isNaN(memoryRequest)) return true;
  for (const requirement of requirements) {
    let met = false;
    for (const resource of requirement.resources) {
      const request = resource === 'cpu' ? cpuRequest : memoryRequest;
      const recommended = resource === 'cpu' ? cpuTarget : memoryTarget;
      const target = Number.isNaN(recommended) ? 0 : recommended;
      met ||= requirement.changeRequirement === 'TargetHigherThanRequests' ? target > request : target < request;
    }
    if (!met) return false;
  }
  return true;
}

/**
 * Whether a pod may be evicted or resized under a VPA's requirements: one of its containers that has a recommendation must satisfy
 * them all.
 * @param requirements null when the VPA has no `updatePolicy`; an empty list still needs a container with a recommendation
 */
export function admitsUpdate(
  requirements: readonly EvictionRequirement[] | null,
  containers: readonly Container[],
  recommendations: readonly ContainerRecommendation[],
): boolean {
  if (requirements === null) return true;
  return containers.some(({ name, requests }) => {
    const target = recommendationFor(recommendations, name)?.target;
    if (target === undefined) return false;
    const [cpu, memory] = [amountOf.cpu, amountOf.memory];
    return meetsRequirements(
      requirements,
      requests[cpu] ?? Number.NaN,
      target[cpu] ?? Number.NaN,
      requests[memory] ?? Number.NaN,
      target[memory] ?? Number.NaN,
    );
  });
}
