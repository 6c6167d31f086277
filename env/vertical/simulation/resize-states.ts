import type { ResizeState } from '../updater/resize-fallback.js';

/**
 * What a pod's conditions say of its resize, by `ResizeStatus`. The node carries a resize out within a step or not at
 * all.
 */
export const resizeStates: readonly (ResizeState | null)[] = [
  null,
  { kind: 'pending', reason: 'Deferred' },
  { kind: 'pending', reason: 'Infeasible' },
];
