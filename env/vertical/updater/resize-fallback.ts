/** State of a pod's in-place resize, and when the updater gives up on it and evicts (specification §6.5 and §6.6). */

/** A condition in a pod's status. */
export interface PodCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
}

/** How far a resize has come. */
export type ResizeState =
  /** The node has not begun: it defers for now, cannot ever, or says something else. */
  | { readonly kind: 'pending'; readonly reason: 'Deferred' | 'Infeasible' | 'other' }
  /** The node is at it, or has stumbled. */
  | { readonly kind: 'inProgress'; readonly reason: 'none' | 'Error' | 'other' };

/** Seconds after which a deferred resize falls back to eviction. */
export const deferredTimeoutSeconds = 300;

/** Seconds after which a resize in progress falls back to eviction. */
export const inProgressTimeoutSeconds = 3600;

/** A pod's resize: what the first of its two resize conditions says, null when that one is not True or there is none. */
export function resizeState(conditions: readonly PodCondition[]): ResizeState | null {
  const condition = conditions.find(({ type }) => type === 'PodResizePending' || type === 'PodResizeInProgress');
  if (condition?.status !== 'True') return null;
  const { type, reason = '', message = '' } = condition;
  if (type === 'PodResizePending')
    return { kind: 'pending', reason: reason === 'Deferred' || reason === 'Infeasible' ? reason : 'other' };
  if (reason === '' && message === '') return { kind: 'inProgress', reason: 'none' };
  return { kind: 'inProgress', reason: reason === 'Error' ? 'Error' : 'other' };
}

/**
 * Whether a resize has taken so long, or gone so wrong, that the pod should be evicted instead (if its group can spare it).
 * @param resizingSeconds since the pod was first seen resizing, see {@link ResizeTimers}
 */
export function isResizeOverdue(state: ResizeState, resizingSeconds: number): boolean {
  if (state.kind === 'pending') return state.reason !== 'Deferred' || resizingSeconds > deferredTimeoutSeconds;
  return state.reason !== 'none' || resizingSeconds > inProgressTimeoutSeconds;
}

/**
 * When each pod was first seen resizing. A timer is never reset, so a later resize of a pod with the same name inherits it:
 * Kubernetes' own behaviour, kept.
 */
export class ResizeTimers {
  readonly #firstSeen = new Map<string, number>();

  /**
   * Seconds since the pod was first seen resizing; starts its timer at the first call.
   * @param pod namespace and name
   */
  secondsResizing(pod: string, nowSeconds: number): number {
    const since = this.#firstSeen.get(pod);
    if (since !== undefined) return nowSeconds - since;
    this.#firstSeen.set(pod, nowSeconds);
    return 0;
  }
}
