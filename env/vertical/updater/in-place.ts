/** In-place updates (specification §6.5): what to do with a candidate, and what to do when the API server refuses. */

import { type Amounts, amountNames, type ContainerRecommendation, recommendationFor } from '../admission/resources.js';
import { canDisrupt, type ReplicaGroup } from './replica-budget.js';
import { isResizeOverdue, type ResizeState } from './resize-fallback.js';

/** Modes in which the updater resizes pods. */
export type InPlaceMode = 'InPlaceOrRecreate' | 'InPlace';

/** Outcome of the decision table. */
export type InPlaceDecision =
  | 'Approved'
  /** Not now. */
  | 'Deferred'
  /** Give up resizing and evict. */
  | 'Evict'
  /** The node says that it can never fit. */
  | 'Infeasible'
  /** The last attempt was infeasible, and the recommendation has not come down since. */
  | 'InfeasibleCached';

/** What {@link decideInPlace} has to know of a pod. */
export interface InPlaceCandidate {
  readonly mode: InPlaceMode;
  /** The feature gate `InPlace` (alpha): without it mode `InPlace` does nothing. */
  readonly inPlaceGate: boolean;
  readonly group: ReplicaGroup | null;
  readonly pending: boolean;
  readonly hasRecommendation: boolean;
  /** From {@link InfeasibleResizes}. */
  readonly knownInfeasible: boolean;
  readonly resize: ResizeState | null;
  /** Since the pod was first seen resizing. */
  readonly resizingSeconds: number;
  /** The flag `in-place-skip-disruption-budget`. */
  readonly skipDisruptionBudget: boolean;
  /** Some container's `resizePolicy` is `RestartContainer`. */
  readonly restartsContainer: boolean;
}

/** The decision table, row by row. */
export function decideInPlace(candidate: InPlaceCandidate): InPlaceDecision {
  const { mode, group, resize } = candidate;
  if (mode === 'InPlace' && !candidate.inPlaceGate) return 'Deferred';
  if (group === null || candidate.pending || !candidate.hasRecommendation) return 'Deferred';
  if (mode === 'InPlace' && candidate.knownInfeasible) return 'InfeasibleCached';
  if (resize !== null && mode === 'InPlace')
    return resize.kind === 'pending' && resize.reason === 'Infeasible' ? 'Infeasible' : 'Deferred';
  if (resize !== null)
    return isResizeOverdue(resize, candidate.resizingSeconds) && canDisrupt(group) ? 'Evict' : 'Deferred';
  if (candidate.skipDisruptionBudget && !candidate.restartsContainer) return 'Approved';
  return canDisrupt(group) ? 'Approved' : 'Deferred';
}

/** Whether a candidate with this decision goes on to the priority calculator. */
export function isInPlaceCandidate(decision: InPlaceDecision, mode: InPlaceMode): boolean {
  switch (decision) {
    case 'Approved':
      return true;
    case 'Evict':
      return mode === 'InPlaceOrRecreate';
    case 'Infeasible':
    case 'Deferred':
      return mode === 'InPlace';
    case 'InfeasibleCached':
      return false;
  }
}

/** What happens to a pod once it has been prioritised. */
export type InPlaceAction =
  | 'resize'
  | 'evict'
  | 'skip'
  /** Remember the recommendation in {@link InfeasibleResizes}, then resize all the same. */
  | 'rememberAndResize';

/**
 * Turns a decision into an action. Mode `InPlace` sends deferred resizes too, so that it ignores the disruption budget and overwrites
 * a pending resize: Kubernetes' own behaviour in this version, kept.
 */
export function inPlaceAction(decision: InPlaceDecision, mode: InPlaceMode): InPlaceAction {
  if (!isInPlaceCandidate(decision, mode)) return 'skip';
  if (decision === 'Evict') return 'evict';
  return decision === 'Infeasible' ? 'rememberAndResize' : 'resize';
}

/** What happens after the API server refused a resize. */
export type RefusedResize =
  /** The pod joins the eviction list. */
  | 'evict'
  | 'stay'
  /** Stays, and the recommendation is remembered as infeasible. */
  | 'rememberInfeasible';

/** @param nodeCapacity the refusal is Forbidden, with a cause of type `NodeCapacity` */
export function afterRefusedResize(mode: InPlaceMode, nodeCapacity: boolean): RefusedResize {
  if (mode === 'InPlaceOrRecreate') return 'evict';
  return nodeCapacity ? 'rememberInfeasible' : 'stay';
}

/** Recommendations that a node could not fit, per pod; mode `InPlace` does not try them again until something comes down. */
export class InfeasibleResizes {
  readonly #attempts = new Map<string, readonly ContainerRecommendation[]>();

  remember(podUid: string, recommendations: readonly ContainerRecommendation[]): void {
    this.#attempts.set(podUid, recommendations);
  }

  /** Whether an attempt is remembered and no target of any container is lower now. */
  isKnownInfeasible(podUid: string, recommendations: readonly ContainerRecommendation[]): boolean {
    const attempt = this.#attempts.get(podUid);
    if (attempt === undefined) return false;
    return !recommendations.some(({ containerName, target }) => {
      const tried = recommendationFor(attempt, containerName)?.target;
      return tried !== undefined && hasLower(target, tried);
    });
  }

  /** Forgets pods that are gone. */
  keepOnly(livePodUids: ReadonlySet<string>): void {
    for (const uid of this.#attempts.keys()) if (!livePodUids.has(uid)) this.#attempts.delete(uid);
  }
}

function hasLower(target: Amounts, tried: Amounts): boolean {
  return amountNames.some((name) => {
    const [now, then] = [target[name], tried[name]];
    return now !== undefined && then !== undefined && now < then;
  });
}
