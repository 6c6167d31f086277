import { StepOrigin, seriesLength, stepOrigin, type UsageSeries } from './usage-series.js';
import { sliceSeries } from './window.js';

/** A run of steps of which nothing is known. */
export interface Gap {
  /** First missing step. */
  readonly start: number;
  readonly steps: number;
}

/** The runs of missing steps, in order. */
export function findGaps(series: UsageSeries): Gap[] {
  const gaps: Gap[] = [];
  const length = seriesLength(series);
  for (let step = 0; step < length; step++) {
    if (stepOrigin(series, step) !== StepOrigin.missing) continue;
    const start = step;
    while (step < length && stepOrigin(series, step) === StepOrigin.missing) step++;
    gaps.push({ start, steps: step - start });
  }
  return gaps;
}

/** Steps of each origin, by name. */
export function countOrigins(series: UsageSeries): Record<keyof typeof StepOrigin, number> {
  const counts = { observed: 0, interpolated: 0, carried: 0, notRunning: 0, missing: 0 };
  const names = Object.keys(StepOrigin) as (keyof typeof StepOrigin)[];
  for (let step = 0; step < seriesLength(series); step++) counts[names[stepOrigin(series, step)]!]++;
  return counts;
}

/**
 * Cuts a series at its gaps into pieces without missing steps, as views of the same memory. The pieces of a series that is
 * cut are called `<id>@<first step>`.
 * @param minimumSteps shorter pieces are left out
 */
export function splitSeries(series: UsageSeries, minimumSteps = 1): UsageSeries[] {
  const gaps = findGaps(series);
  if (gaps.length === 0) return seriesLength(series) >= minimumSteps ? [series] : [];
  const pieces: UsageSeries[] = [];
  let start = 0;
  for (const gap of [...gaps, { start: seriesLength(series), steps: 0 }]) {
    if (gap.start - start >= Math.max(1, minimumSteps))
      pieces.push({ ...sliceSeries(series, start, gap.start), id: `${series.id}@${start}` });
    start = gap.start + gap.steps;
  }
  return pieces;
}
