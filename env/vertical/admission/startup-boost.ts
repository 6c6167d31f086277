/**
 * CPU startup boost (specification §7.4): a pod is admitted with more CPU than recommended and given the recommended amount once it has
 * been ready for a while. Amounts are whole millicores; zero means not set.
 */

import { limitFor } from './limit-scaling.js';

/** `startupBoost.cpu` of a VPA or of a container's policy; the container's own wins, and mode `Off` means none. */
export type StartupBoost = {
  /** How long after readiness the boost stays, seconds; 0 ends it with readiness. */
  readonly durationSeconds: number;
} & (
  | { readonly type: 'Factor' /** A whole number ≥ 1. */; readonly factor: number }
  | { readonly type: 'Quantity'; readonly cpuMillicores: number }
);

/** CPU of one container before the boost, millicores. */
export interface BoostBase {
  /** The capped target; 0 without a recommendation and in mode `Off`. */
  readonly recommended: number;
  readonly request: number;
  readonly limit: number;
}

/** CPU of one container with the boost, millicores. */
export interface BoostedCpu {
  /** Explicitly 0 for a container that has neither request nor recommendation. */
  readonly request: number;
  /** 0 for no limit. */
  readonly limit: number;
}

/**
 * CPU request and limit that a container starts with.
 * @param maxAllowed the flag `max-allowed-cpu-boost`, 0 for none
 */
export function boostCpu(
  base: BoostBase,
  boost: StartupBoost,
  controlledValues: 'RequestsAndLimits' | 'RequestsOnly',
  maxAllowed = 0,
): BoostedCpu {
  const start = base.recommended > 0 ? base.recommended : base.request;
  const wanted = boost.type === 'Factor' ? Math.trunc(start * boost.factor) : start + boost.cpuMillicores;
  const request = maxAllowed > 0 ? Math.min(wanted, maxAllowed) : wanted;
  if (start === 0) return { request: 0, limit: base.limit };
  if (controlledValues === 'RequestsAndLimits') return { request, limit: limitFor(base.limit, base.request, request) };
  if (base.limit === 0 || request <= base.limit) return { request, limit: base.limit };
  return { request: base.limit > 1 ? base.limit - 1 : base.limit, limit: base.limit };
}

/**
 * Whether the updater takes the boost back.
 * @param readySeconds since the pod became ready, null while it is not
 */
export function isBoostExpired(boost: StartupBoost, readySeconds: number | null): boolean {
  if (readySeconds === null) return false;
  return boost.durationSeconds === 0 || readySeconds > boost.durationSeconds;
}
