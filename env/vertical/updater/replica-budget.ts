/**
 * How many replicas the updater may disturb in one pass (specification §6.4). Counts are whole numbers; evictions and in-place
 * resizes draw on the same budget, and the counters live for one pass.
 */

/** Who owns a group of pods, and how many it wants. */
export type Controller =
  | {
      readonly kind: 'ReplicaSet' | 'ReplicationController' | 'StatefulSet';
      /** `spec.replicas`, null when missing. */
      readonly replicas: number | null;
    }
  | { readonly kind: 'DaemonSet' /** `status.numberReady`. */; readonly numberReady: number }
  | { readonly kind: 'Job' }
  /** Any other kind: the budget does not hold for it, only PodDisruptionBudgets do. */
  | { readonly kind: 'custom' };

/** Live pods of one controller, and what has been done to them in this pass. */
export interface ReplicaGroup {
  readonly configured: number;
  readonly running: number;
  /** Replicas that may be missing at a time. */
  readonly tolerated: number;
  /** Fewer live pods than the VPA asks for: never evictable. */
  readonly belowMinimum: boolean;
  evicted: number;
  inPlaceStarted: number;
}

/** What {@link openReplicaGroup} has to know of a controller and its pods. */
export interface ReplicaGroupOptions {
  readonly controller: Controller;
  /** Pods of the controller that are alive, Pending ones among them. */
  readonly live: number;
  readonly pending: number;
  /** `updatePolicy.minReplicas`, or the flag. */
  readonly minReplicas: number;
  /** Share of replicas that may be missing. */
  readonly evictionTolerance: number;
  /** Keep a group with too few live pods: one of them carries a CPU boost, or resizes skip the disruption budget. */
  readonly keepBelowMinimum?: boolean;
}

/** Replicas that a controller wants: 0 for kinds whose wish is not known, null when the group must be left alone. */
export function configuredReplicas(controller: Controller, live: number): number | null {
  switch (controller.kind) {
    case 'DaemonSet':
      return controller.numberReady || null;
    case 'Job':
      return live;
    case 'custom':
      return 0;
    default:
      return controller.replicas || null;
  }
}

/** Replicas that may be missing at a time. */
export function toleratedReplicas(configured: number, evictionTolerance: number): number {
  return Math.trunc(configured * evictionTolerance);
}

/**
 * Whether one replica more may be disturbed: enough others keep running, or the full set runs, none may be missing and none has
 * been touched in this pass (so that small groups are updated at all).
 */
export function isDisruptable(
  configured: number,
  running: number,
  tolerated: number,
  evicted: number,
  inPlaceStarted: number,
): boolean {
  const disturbed = evicted + inPlaceStarted;
  if (running - disturbed > configured - tolerated) return true;
  return configured === running && tolerated === 0 && disturbed === 0;
}

/** Opens a controller's budget for one pass; null when its pods may be neither evicted nor resized. */
export function openReplicaGroup(options: ReplicaGroupOptions): ReplicaGroup | null {
  const { controller, live, pending, minReplicas, evictionTolerance, keepBelowMinimum = false } = options;
  const belowMinimum = live < minReplicas;
  if (belowMinimum && !keepBelowMinimum) return null;
  const configured = configuredReplicas(controller, live);
  if (configured === null) return null;
  const tolerated = toleratedReplicas(configured, evictionTolerance);
  return { configured, running: live - pending, tolerated, belowMinimum, evicted: 0, inPlaceStarted: 0 };
}

/** {@link isDisruptable} for a group as it stands now. */
export function canDisrupt({ configured, running, tolerated, evicted, inPlaceStarted }: ReplicaGroup): boolean {
  return isDisruptable(configured, running, tolerated, evicted, inPlaceStarted);
}

/** What matters about one pod of a group before it is evicted. */
export interface EvictablePod {
  readonly pending: boolean;
  /** A pod that is being resized is evicted only once the resize has taken too long (`resize-fallback.ts`). */
  readonly resize: 'none' | 'underway' | 'overdue';
}

/** Whether a pod may be evicted now; asked again before each eviction. */
export function canEvict(group: ReplicaGroup | null, pod: EvictablePod): boolean {
  if (group === null) return false;
  if (pod.pending) return true;
  if (group.belowMinimum || pod.resize === 'underway') return false;
  return canDisrupt(group);
}

/** Counts an eviction that the API server accepted; a Pending pod costs nothing. */
export function recordEviction(group: ReplicaGroup, pod: Pick<EvictablePod, 'pending'>): void {
  if (!pod.pending) group.evicted++;
}

/** Counts an in-place resize that was sent. */
export function recordResize(group: ReplicaGroup): void {
  group.inPlaceStarted++;
}
