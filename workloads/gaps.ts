import { type LoadSeries, loadLength, loadStepOrigin } from './load-series.js';
import { type AnySeries, kindOf } from './series-layout.js';
import { StepOrigin, type StepOriginCode, seriesLength, stepOrigin, type UsageSeries } from './usage-series.js';
import { sliceSeries } from './window.js';

/** A run of steps of which nothing is known. */
export interface Gap {
  /** First missing step. */
  readonly start: number;
  readonly steps: number;
}

/** The runs of missing steps, in order. */
export function findGaps(series: AnySeries): Gap[] {
  const gaps: Gap[] = [];
  const { length, originOf } = stepsOf(series);
  for (let step = 0; step < length; step++) {
    if (originOf(step) !== StepOrigin.missing) continue;
    const start = step;
    while (step < length && originOf(step) === StepOrigin.missing) step++;
    gaps.push({ start, steps: step - start });
  }
  return gaps;
}

/** Steps of each origin, by name. */
export function countOrigins(series: AnySeries): Record<keyof typeof StepOrigin, number> {
  const counts = { observed: 0, interpolated: 0, carried: 0, notRunning: 0, missing: 0 };
  const names = Object.keys(StepOrigin) as (keyof typeof StepOrigin)[];
  const { length, originOf } = stepsOf(series);
  for (let step = 0; step < length; step++) counts[names[originOf(step)]!]++;
  return counts;
}

interface Steps {
  readonly length: number;
  readonly originOf: (step: number) => StepOriginCode;
}

function stepsOf(series: AnySeries): Steps {
  if (kindOf(series) === 'usage') {
    const usage = series as UsageSeries;
    return { length: seriesLength(usage), originOf: (step) => stepOrigin(usage, step) };
  }
  const load = series as LoadSeries;
  return { length: loadLength(load), originOf: (step) => loadStepOrigin(load, step) };
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
