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
 * Fills gaps of up to `longest` steps that have neighbours on both sides: CPU along a straight line, memory by holding the
 * last value, both marked (specification §14). Longer gaps and those at the ends stay.
 */
export function fillGaps(series: UsageSeries, longest = 2): UsageSeries {
  const gaps = findGaps(series).filter(
    ({ start, steps }) => steps <= longest && start > 0 && start + steps < seriesLength(series),
  );
  if (gaps.length === 0) return series;
  const cpuMillicores = Float64Array.from(series.cpuMillicores);
  const memoryBytes = Float64Array.from(series.memoryBytes);
  const origin = Uint8Array.from({ length: seriesLength(series) }, (_, step) => stepOrigin(series, step));
  for (const { start, steps } of gaps) {
    const before = cpuMillicores[start - 1]!;
    const rise = (cpuMillicores[start + steps]! - before) / (steps + 1);
    for (let i = 0; i < steps; i++) cpuMillicores[start + i] = before + rise * (i + 1);
    memoryBytes.fill(memoryBytes[start - 1]!, start, start + steps);
    origin.fill(StepOrigin.interpolated, start, start + steps);
  }
  return { ...series, cpuMillicores, memoryBytes, origin };
}

/**
 * Cuts a series at its gaps into pieces without missing steps, as views of the same memory. The pieces of a series that is
 * cut are called `<id>@<first step>`. Fill short gaps first ({@link fillGaps}) to keep the series in fewer pieces.
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
