import { InputError } from '../../env/core/input-error.js';
import type { LoadSeries } from '../load-series.js';
import { type SeriesSource, StepOrigin } from '../usage-series.js';
import type { ImportedSeries } from './format.js';
import type { ImportReport } from './import-report.js';

/** Requests of one group in the making; element `i` is step `first + i` counted from time 0. */
interface Counts {
  first: number;
  /** Steps there is room for that are part of the series. */
  length: number;
  values: Float64Array;
}

/** Longest series that is believed; beyond it a time stamp is wrong, or its unit. */
const MAX_STEPS = 20_000_000;

/**
 * Counts the requests of a log, one row a request in any order, into load series: requests a second on steps that lie on multiples of
 * `stepSeconds` from time 0. A log is complete between its first and last request, so that a step without one is an observed zero.
 */
export class RequestCounts {
  private readonly groups = new Map<string, Counts>();

  constructor(
    private readonly stepSeconds: number,
    private readonly report: ImportReport,
  ) {}

  /** Adds requests of a group at a time, seconds. */
  add(group: string, time: number, requests = 1): void {
    const step = Math.floor(time / this.stepSeconds);
    const counts = this.groups.get(group);
    if (counts === undefined) {
      const values = new Float64Array(1 << 6);
      values[0] = requests;
      this.groups.set(group, { first: step, length: 1, values });
      return;
    }
    const at = step - counts.first;
    if (at < 0 || at >= counts.values.length) grow(counts, at);
    const place = step - counts.first;
    counts.length = Math.max(counts.length, place + 1);
    counts.values[place]! += requests;
  }

  /** The series, in the order in which the groups were first seen. */
  *series(
    describe: (group: string) => { readonly id: string; readonly source: SeriesSource },
  ): Generator<ImportedSeries, void> {
    for (const [group, { first, length, values }] of this.groups) {
      const requestsPerSecond = values.slice(0, length).map((requests) => requests / this.stepSeconds);
      const series: LoadSeries = {
        ...describe(group),
        startTime: first * this.stepSeconds,
        stepSeconds: this.stepSeconds,
        requestsPerSecond,
        origin: new Uint8Array(length).fill(StepOrigin.observed),
      };
      this.report.count('seriesWritten');
      this.report.count('stepsObserved', length);
      yield { kind: 'load', series };
    }
  }
}

/** Makes room for step `at` counted from the first; a negative one moves the first. */
function grow(counts: Counts, at: number): void {
  const { values, length } = counts;
  const shift = Math.max(0, -at);
  const needed = Math.max(length + shift, at + 1);
  if (needed > MAX_STEPS)
    throw new InputError(
      { field: 'time', value: `${needed} steps` },
      `at most ${MAX_STEPS} steps (is a time stamp wrong, or its unit?)`,
    );
  const larger = new Float64Array(Math.max(needed, values.length * 2));
  larger.set(values.subarray(0, length), shift);
  counts.values = larger;
  counts.first -= shift;
  counts.length = length + shift;
}
