import { InputError } from '../core/input-error.js';
import type { ActionConfig } from './config.js';
import { clampReplicas } from './limits.js';
import type { ReplicaLimits } from './view.js';

/** The actions of one service: n whole numbers from `start` on. */
export interface ActionRange {
  readonly n: number;
  readonly start: number;
}

/** @param limits those the environment is made with; fixed actions go no further, however limits change later */
export function actionRange(config: ActionConfig, { minReplicas, maxReplicas }: ReplicaLimits): ActionRange {
  return config.kind === 'incremental'
    ? { n: 2 * config.maxStep + 1, start: 0 }
    : { n: maxReplicas - minReplicas + 1, start: minReplicas };
}

/**
 * Replicas that an action asks for.
 * @param current replicas asked for before
 * @throws InputError for an action outside the range
 */
export function wantedReplicas(
  config: ActionConfig,
  action: number,
  { n, start }: ActionRange,
  current: number,
): number {
  if (!Number.isInteger(action) || action < start || action >= start + n)
    throw new InputError({ field: 'action', value: action }, `a whole number from ${start} to ${start + n - 1}`);
  return config.kind === 'incremental' ? current + action - config.maxStep : action;
}

/**
 * Whether an action does nothing because it asks for more or less than the limits allow. Replicas that lie outside the limits
 * themselves, because the limits have moved, are brought inside by any action.
 */
export function isNoOp(config: ActionConfig, wanted: number, current: number, limits: ReplicaLimits): boolean {
  const isOutside = (count: number) => clampReplicas(count, limits) !== count;
  return config.outOfRange === 'no-op' && isOutside(wanted) && !isOutside(current);
}
