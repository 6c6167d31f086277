import { StepOrigin } from '../usage-series.js';
import type { ImportReport } from './import-report.js';

/** Values on the grid and what is known of each step. */
export interface FillTarget {
  /** Interpolated on a line: CPU mean and peak. */
  readonly linear: readonly Float64Array[];
  /** Held: memory mean and peak. */
  readonly held: readonly Float64Array[];
  /** In: `observed`, `carried`, `notRunning` or `missing`. Out: filled steps are `interpolated` or `carried`. */
  readonly origin: Uint8Array;
}

/**
 * Fills gaps of at most `maxGapSteps` between two known steps: CPU on a line, memory held. Longer gaps stay NaN, and nothing is
 * filled next to a step in which the entity was not running. Requests and limits are {@link carryForward}'s business.
 */
export function fillGaps({ linear, held, origin }: FillTarget, maxGapSteps: number): void {
  for (const values of linear)
    forGaps(values, maxGapSteps, origin, (before, after) => {
      const rise = (values[after]! - values[before]!) / (after - before);
      for (let step = before + 1; step < after; step++) {
        values[step] = values[before]! + rise * (step - before);
        origin[step] = StepOrigin.interpolated;
      }
    });
  for (const values of held)
    forGaps(values, maxGapSteps, origin, (before, after) => {
      values.fill(values[before]!, before + 1, after);
      for (let step = before + 1; step < after; step++)
        if (origin[step] === StepOrigin.missing) origin[step] = StepOrigin.carried;
    });
}

/** Calls `fill` for every run of at most `longest` NaN between two steps with usage of a running entity. */
function forGaps(
  values: Float64Array,
  longest: number,
  origin: Uint8Array,
  fill: (before: number, after: number) => void,
): void {
  let before = -1;
  for (let step = 0; step < values.length; step++) {
    if (origin[step] === StepOrigin.notRunning) before = -1;
    else if (!Number.isNaN(values[step]!)) {
      const length = step - before - 1;
      if (before >= 0 && length > 0 && length <= longest) fill(before, step);
      before = step;
    }
  }
}

/** Carries the last known value forward over NaN; what comes before the first one stays NaN. */
export function carryForward(values: Float64Array): void {
  for (let step = 1; step < values.length; step++) if (Number.isNaN(values[step]!)) values[step] = values[step - 1]!;
}

/** Counts every run of unobserved steps by its length. Call before filling. */
export function countGaps(origin: Uint8Array, report: ImportReport): void {
  let length = 0;
  for (const step of origin) {
    if (step === StepOrigin.missing) length++;
    else if (length > 0) {
      report.gap(length);
      length = 0;
    }
  }
}

/** Counts the steps of a finished series by origin. */
export function countOrigins(origin: Uint8Array, report: ImportReport): void {
  const counts = new Float64Array(5);
  for (const step of origin) counts[step]!++;
  report.count('stepsObserved', counts[StepOrigin.observed]);
  report.count('stepsInterpolated', counts[StepOrigin.interpolated]);
  report.count('stepsCarried', counts[StepOrigin.carried]);
  report.count('stepsNotRunning', counts[StepOrigin.notRunning]);
  report.count('stepsMissing', counts[StepOrigin.missing]);
}
