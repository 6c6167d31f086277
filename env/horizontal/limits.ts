import { InputError } from '../core/input-error.js';
import type { ReplicaLimits } from './view.js';

/**
 * Checks limits that come from outside.
 * @returns a frozen copy
 * @param field named in errors
 * @param file named in errors
 * @throws InputError unless both are whole numbers with 0 ≤ minReplicas ≤ maxReplicas and maxReplicas ≥ 1
 */
export function replicaLimits(limits: ReplicaLimits, field = 'limits', file?: string): ReplicaLimits {
  const { minReplicas, maxReplicas } = limits;
  const place = file === undefined ? {} : { file };
  if (!Number.isSafeInteger(minReplicas) || minReplicas < 0)
    throw new InputError({ ...place, field: `${field}.minReplicas`, value: minReplicas }, 'a whole number ≥ 0');
  if (!Number.isSafeInteger(maxReplicas) || maxReplicas < Math.max(1, minReplicas))
    throw new InputError(
      { ...place, field: `${field}.maxReplicas`, value: maxReplicas },
      `a whole number ≥ ${Math.max(1, minReplicas)}`,
    );
  return Object.freeze({ minReplicas, maxReplicas });
}

/** The replica count within the limits that is nearest to the one asked for. */
export function clampReplicas(count: number, { minReplicas, maxReplicas }: ReplicaLimits): number {
  return Math.min(maxReplicas, Math.max(minReplicas, count));
}
