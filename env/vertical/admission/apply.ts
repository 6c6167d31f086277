import type { CappedRecommendation } from './capping.js';
import type { LimitRangeItem } from './limit-range.js';
import { limitFor } from './limit-scaling.js';
import {
  type Amounts,
  amountNames,
  type Container,
  type ContainerPolicy,
  type MutableAmounts,
  policyFor,
  recommendationFor,
  resourceOf,
} from './resources.js';

/** A container after a recommendation was applied to it. */
export interface AppliedContainer extends Container {
  /** What was set, in Kubernetes' words: `cpu request`, `memory limit`. Empty when the container was left alone. */
  readonly changes: readonly string[];
}

/**
 * Applies a capped recommendation to a pod's containers (specification §7.3): each request becomes the target, and unless the
 * policy controls requests only, each limit keeps its proportion to the request. Resources without a target, and limits
 * without a result, stay as they are.
 *
 * Admission starts from the pod template; an in-place update starts from the pod's current amounts, so the proportion drifts by
 * what rounding down takes each time. That is Kubernetes' own behaviour.
 *
 * @param range the namespace's Container LimitRange: its default limit serves containers that set none
 */
export function applyRecommendation(
  containers: readonly Container[],
  capped: CappedRecommendation,
  policies: readonly ContainerPolicy[] = [],
  range?: LimitRangeItem,
): AppliedContainer[] {
  return containers.map((container) => {
    const target = recommendationFor(capped.containers, container.name)?.target ?? {};
    const limits =
      policyFor(policies, container.name)?.controlledValues === 'RequestsOnly'
        ? {}
        : limitsFor(container, target, range);
    return {
      ...container,
      requests: overlay(container.requests, target),
      limits: overlay(container.limits, limits),
      changes: [...describe(target, 'request'), ...describe(limits, 'limit')],
    };
  });
}

/**
 * Text of the annotation `vpaUpdates` that admission leaves on a pod, or null when nothing was changed.
 * @param vpa name of the VPA object
 */
export function updatesAnnotation(
  vpa: string,
  applied: readonly AppliedContainer[],
  capped: CappedRecommendation,
): string | null {
  const texts = applied.flatMap(({ name, changes }, index) => {
    const parts = [...(capped.reasons.get(name) ?? []), ...changes];
    return parts.length === 0 ? [] : [`container ${index}: ${parts.join(', ')}`];
  });
  return texts.length === 0 ? null : `Pod resources updated by ${vpa}: ${texts.join('; ')}`;
}

/** Limits that go with new requests of one container; resources without a limit are absent. */
export function limitsFor(container: Container, requests: Amounts, range?: LimitRangeItem): Amounts {
  const limits: MutableAmounts = {};
  for (const name of amountNames) {
    const limit = limitFor(
      container.limits[name] ?? 0,
      container.requests[name] ?? 0,
      requests[name] ?? 0,
      range?.default?.[name] ?? 0,
    );
    if (limit > 0) limits[name] = limit;
  }
  return limits;
}

function overlay(current: Amounts, changed: Amounts): Amounts {
  const amounts: MutableAmounts = {};
  for (const name of amountNames) {
    const amount = changed[name] ?? current[name];
    if (amount !== undefined) amounts[name] = amount;
  }
  return amounts;
}

function describe(amounts: Amounts, what: 'request' | 'limit'): string[] {
  return amountNames.filter((name) => amounts[name] !== undefined).map((name) => `${resourceOf[name]} ${what}`);
}
