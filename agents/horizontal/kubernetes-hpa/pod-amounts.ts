import type { PodSample, PodSnapshot, ResourceName } from '../../../env/horizontal/view.js';

/** Why a number of a pod cannot be had: the whole metric fails. */
export const absent = { request: -1, container: -2 } as const;

/** A resource of a whole pod (`container` null) or of one of its containers. */
export interface ResourceSelection {
  readonly resource: ResourceName;
  readonly container: string | null;
}

/**
 * The pod's request in thousandths: the container's own, or the pod's as a whole, or the sum over containers and sidecars
 * (specification §1.3). Negative, one of {@link absent}, when it cannot be had: without requests of the pod as a whole every
 * container has to declare one, with them (for whichever resource) one container is enough.
 */
export function requestOf(pod: PodSnapshot, { resource, container }: ResourceSelection): number {
  if (container !== null) {
    const found = pod.containers.find(({ name }) => name === container);
    return found === undefined ? absent.container : (found.requests[resource] ?? absent.request);
  }
  if (pod.podRequests?.[resource] !== undefined) return pod.podRequests[resource];
  let sum = 0;
  let declared = 0;
  for (const { requests } of pod.containers) {
    const request = requests[resource];
    if (request !== undefined) {
      sum += request;
      declared++;
    }
  }
  const enough = pod.podRequests === undefined ? declared === pod.containers.length : declared > 0;
  return enough ? sum : absent.request;
}

/**
 * The sampled usage in thousandths; NaN when there is none, so that the pod counts as missing; {@link absent.container} when the
 * sample has no such container, which fails the metric.
 */
export function usageOf(sample: PodSample | null, { resource, container }: ResourceSelection): number {
  if (sample === null || sample.containers.length === 0)
    return sample === null || container === null ? Number.NaN : absent.container;
  if (container !== null) {
    const found = sample.containers.find(({ name }) => name === container);
    return found === undefined ? absent.container : (found.usage[resource] ?? Number.NaN);
  }
  let sum = 0;
  for (const { usage } of sample.containers) sum += usage[resource] ?? Number.NaN;
  return sum;
}
