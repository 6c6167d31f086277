import { InputError } from '../../core/input-error.js';
import type { ReplicaLimits } from '../view.js';
import { type RecordedTable, recordedPods } from './recorded-table.js';

/**
 * Checks that every number of pods within limits was recorded, for a table has no answer to any other.
 * @param file named in errors
 * @throws InputError with the field `limits`
 */
export function checkRecordedLimits(table: RecordedTable, limits: ReplicaLimits, file?: string): void {
  const pods = recordedPods(table);
  for (let count = limits.minReplicas; count <= limits.maxReplicas; count++)
    if (!pods.includes(count))
      throw new InputError(
        { ...(file === undefined ? {} : { file }), field: 'limits', value: limits },
        `limits within the pods recorded: ${pods.join(', ')}`,
      );
}
