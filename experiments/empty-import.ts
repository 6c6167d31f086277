import { InputError } from '../env/core/input-error.js';
import type { ImportReport } from '../workloads/traces/import-report.js';

/** Remarks that are repeated in an error; more would hide the first. */
const mostRemarks = 3;

/**
 * The error for a trace that gave nothing of what was wanted; what the import remarked says why: a metric that it does not know, say.
 *
 * @param expected what was wanted
 */
export function emptyImport(path: string, expected: string, { remarks }: ImportReport): InputError {
  const own = [...remarks].map((remark) => (remark.startsWith(`${path}: `) ? remark.slice(path.length + 2) : remark));
  const shown = own.slice(0, mostRemarks).join('; ');
  const more = own.length > mostRemarks ? ` and ${own.length - mostRemarks} more such remarks` : '';
  return new InputError({ file: path }, shown === '' ? expected : `${expected}; ${shown}${more}`);
}
