import type { InputError } from '../../env/core/input-error.js';

/** Rows left out for one reason. */
export interface Refusal {
  readonly reason: string;
  rows: number;
  /** Where the first of them stood. */
  readonly firstFile: string;
  readonly firstLine: number;
}

/** Everything an import counts, in the order in which it is printed. Steps are steps of the output grid. */
export const importCounts = {
  filesRead: 'files read',
  filesSkipped: 'files of no use to this format',
  rowsRead: 'rows read',
  sideRows: 'rows of side tables',
  rowsUsed: 'readings used',
  rowsRefused: 'rows refused as malformed',
  rowsOutsideRange: 'rows outside --from … --to',
  rowsNotSelected: 'rows of entities not selected',
  rowsWithoutUsage: 'rows without usage (other kinds of row)',
  allocSets: 'rows of alloc sets (their tasks are counted)',
  duplicates: 'duplicates (the last kept)',
  merged: 'rows merged with another of the same time',
  outOfOrder: 'rows out of order',
  overlapping: 'rows overlapping another of their entity',
  emptyWindows: 'windows of no length',
  shortWindows: 'windows shorter than a step',
  sentinels: 'int64 sentinels (before or after the trace)',
  errorCodes: 'error codes (−1, 101) read as missing',
  unnamed: 'rows without a name',
  negatives: 'negative values read as missing',
  clipped: 'values clipped',
  outliers: 'outliers read as missing',
  missingFields: 'blank fields read as missing',
  nanSamples: 'NaN samples read as missing',
  counterResets: 'counter resets (counted from 0 again)',
  unmatched: 'entities without a row in the side table',
  entitiesSeen: 'entities seen',
  entitiesFiltered: 'entities left out (length, count)',
  seriesWritten: 'series',
  partsBridged: 'steps bridged in one of the series that are added up',
  stepsObserved: 'steps observed',
  stepsInterpolated: 'steps interpolated',
  stepsCarried: 'steps carried forward',
  stepsNotRunning: 'steps zero, not running',
  stepsMissing: 'steps missing',
} as const;

export type ImportCount = keyof typeof importCounts;

/**
 * What an import did with what it read. Nothing is dropped without being counted here.
 */
export class ImportReport {
  readonly counts: Record<ImportCount, number>;
  /** Gaps between observed steps by their length in steps. */
  readonly gaps = new Map<number, number>();
  /** Rows left out, by reason. */
  readonly refusals = new Map<string, Refusal>();
  /** Remarks a reader of the series should see: what was assumed, what the files lacked. Each is kept once. */
  readonly remarks = new Set<string>();

  constructor() {
    this.counts = Object.fromEntries(Object.keys(importCounts).map((name) => [name, 0])) as Record<ImportCount, number>;
  }

  /** Adds to a count. */
  count(name: ImportCount, by = 1): void {
    this.counts[name] += by;
  }

  /** Counts one gap. */
  gap(steps: number): void {
    this.gaps.set(steps, (this.gaps.get(steps) ?? 0) + 1);
  }

  /** Counts a row that is left out, with where the first one of its kind stood. */
  refuse(error: InputError): void {
    const { file = '', line = 0, field } = error.place;
    const reason = field === undefined ? `expected ${error.expected}` : `field "${field}": expected ${error.expected}`;
    const known = this.refusals.get(reason);
    if (known === undefined) this.refusals.set(reason, { reason, rows: 1, firstFile: file, firstLine: line });
    else known.rows++;
    this.counts.rowsRefused++;
  }

  /** Adds a remark. */
  remark(text: string): void {
    this.remarks.add(text);
  }
}
