import type { ImportReport } from './import-report.js';

/**
 * How the source measured.
 *
 * - `window`: every record says when it began and ended. `rest` is what an entity did in the part of a step that no record covers:
 *   `idle` (a task that had not started or had stopped: CPU is averaged over the whole step, as in the Borg recipe), or
 *   `unknown` (CPU is averaged over what was covered).
 * - `start`: records say only when they began; windows end on the next multiple of `windowSeconds`, or where the entity's next
 *   record begins. `rest` as above.
 * - `point`: records are instants; each holds until the next, at most `holdSeconds`.
 */
export type Sampling =
  | { readonly kind: 'window'; readonly rest: 'idle' | 'unknown' }
  | { readonly kind: 'start'; readonly rest: 'idle' | 'unknown'; readonly windowSeconds: number }
  | { readonly kind: 'point'; readonly holdSeconds: number };

/** One entity's records in time order, without duplicates. Valid until the next call of {@link WindowOrder.of}. */
export interface Windows {
  readonly count: number;
  /** Index of the i-th window's record in time order. */
  readonly record: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** Puts records into time order. One object serves all entities, so that its arrays are made once. */
export class WindowOrder {
  private record = new Int32Array(1 << 10);
  private start = new Float64Array(1 << 10);
  private end = new Float64Array(1 << 10);

  constructor(
    private readonly sampling: Sampling,
    private readonly report: ImportReport,
  ) {}

  /**
   * Sorts by time (stable), keeps the last of records with the same start (and end, where the source gives one), with what it lacks filled
   * from the ones before, and works out where each window ends.
   *
   * @param records `count` records of `width` doubles, of which the first two are start and end in seconds
   * @param stepSeconds the last point of a series is not held beyond its step
   */
  of(records: Float64Array, count: number, width: number, stepSeconds: number): Windows {
    if (count > this.record.length) this.grow(count);
    const { record, start, end, sampling, report } = this;
    const hasEnds = sampling.kind === 'window';
    const startOf = (index: number) => records[index * width]!;
    const endOf = (index: number) => records[index * width + 1]!;
    let isSorted = true;
    record[0] = 0;
    for (let i = 1; i < count; i++) {
      record[i] = i;
      const lead = startOf(i) - startOf(i - 1);
      if (lead < 0) report.count('outOfOrder');
      if (lead < 0 || (hasEnds && lead === 0 && endOf(i) < endOf(i - 1))) isSorted = false;
    }
    if (!isSorted)
      record.subarray(0, count).sort((a, b) => startOf(a) - startOf(b) || (hasEnds ? endOf(a) - endOf(b) : 0) || a - b);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const index = record[i]!;
      const last = kept === 0 ? -1 : record[kept - 1]!;
      const isTwin = last >= 0 && startOf(last) === startOf(index) && (!hasEnds || endOf(last) === endOf(index));
      if (isTwin) report.count(mergeInto(records, index, last, width) ? 'duplicates' : 'merged');
      else kept++;
      record[kept - 1] = index;
    }
    for (let i = 0; i < kept; i++) start[i] = startOf(record[i]!);
    for (let i = 0; i < kept; i++) {
      const next = i + 1 < kept ? start[i + 1]! : Number.POSITIVE_INFINITY;
      end[i] = this.windowEnd(start[i]!, endOf(record[i]!), next, stepSeconds);
      if (hasEnds && end[i]! > next) report.count('overlapping');
      if (sampling.kind !== 'point' && end[i]! - start[i]! < stepSeconds) report.count('shortWindows');
    }
    return { count: kept, record, start, end };
  }

  private windowEnd(start: number, end: number, next: number, stepSeconds: number): number {
    const { sampling } = this;
    if (sampling.kind === 'window') return end;
    if (sampling.kind === 'start') {
      const { windowSeconds } = sampling;
      return Math.min(next, (Math.floor(start / windowSeconds) + 1) * windowSeconds);
    }
    const last = next === Number.POSITIVE_INFINITY ? (Math.floor(start / stepSeconds) + 1) * stepSeconds : next;
    return Math.min(last, start + sampling.holdSeconds);
  }

  private grow(count: number): void {
    this.record = new Int32Array(count * 2);
    this.start = new Float64Array(count * 2);
    this.end = new Float64Array(count * 2);
  }
}

/**
 * Fills what a record lacks from its older twin.
 * @returns whether both had a value in some channel, of which the newer one is kept
 */
function mergeInto(records: Float64Array, newer: number, older: number, width: number): boolean {
  let isDuplicate = false;
  for (let slot = 2; slot < width; slot++) {
    const before = records[older * width + slot]!;
    if (Number.isNaN(before)) continue;
    if (Number.isNaN(records[newer * width + slot]!)) records[newer * width + slot] = before;
    else isDuplicate = true;
  }
  return isDuplicate;
}
