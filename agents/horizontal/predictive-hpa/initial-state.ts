import type { HoltWinters, SmoothingState } from './holt-winters.js';
import { smooth } from './holt-winters.js';
import { leastSquares } from './least-squares.js';

/**
 * How the state before the first observation is found, under statsmodels' names.
 *
 * - `heuristic`: a centred moving average gives the seasons, a line through its first ten values level and trend (Hyndman et al. 2008).
 * - `estimated`: from there on, the state with the least squared error over the series. For additive trend and season that is a linear
 *   problem with one answer; otherwise the nearest minimum, which statsmodels' search may leave earlier on an unstable model.
 * - `legacy-heuristic`: level from every season's first observation, trend and seasons from the first two seasons.
 */
export type Initialization = 'estimated' | 'heuristic' | 'legacy-heuristic';

/** @param series at least 2 seasons and 10 + 2·⌊season/2⌋ observations; positive where something is multiplied */
export function initialState(
  series: readonly number[],
  model: HoltWinters,
  initialization: Initialization,
): SmoothingState {
  if (initialization === 'legacy-heuristic') return legacyHeuristic(series, model);
  const start = heuristic(series, model);
  if (initialization === 'heuristic') return start;
  return leastSquares(start, series.length, (state, errors) => {
    smooth(series, model, state, errors);
  });
}

/** The textbook's start, which uses up the first season: its mean, the mean change to the second season, and what remains of each place. */
export function textbookState(series: readonly number[], model: HoltWinters): SmoothingState {
  return startFrom(mean(series.slice(0, model.seasonalPeriods)), series, model);
}

function legacyHeuristic(series: readonly number[], model: HoltWinters): SmoothingState {
  return startFrom(mean(series.filter((_, t) => t % model.seasonalPeriods === 0)), series, model);
}

/** A state at a level, with the change between the means of the first two seasons, and the first season's distances from the level. */
function startFrom(level: number, series: readonly number[], { seasonalPeriods: m, trend, seasonal }: HoltWinters) {
  const first = mean(series.slice(0, m));
  const second = mean(series.slice(m, 2 * m));
  const slope = trend === 'add' ? (second - first) / m : (second / first) ** (1 / m);
  return Float64Array.of(level, slope, ...relativeTo(series.slice(0, m), level, seasonal));
}

function heuristic(series: readonly number[], { seasonalPeriods: m, trend, seasonal }: HoltWinters): SmoothingState {
  const cycles = Math.max(Math.min(5, Math.floor(series.length / m)), Math.ceil((10 + 2 * Math.floor(m / 2)) / m));
  const head = series.slice(0, m * cycles);
  const average = centredMovingAverage(head, m);
  const seasons = Array.from({ length: m }, (_, place) => {
    const rests: number[] = [];
    for (let t = place; t < head.length; t += m)
      if (!Number.isNaN(average[t]!)) rests.push(seasonal === 'add' ? head[t]! - average[t]! : head[t]! / average[t]!);
    return mean(rests);
  });
  const line = fitLine(average.filter((value) => !Number.isNaN(value)).slice(0, 10));
  const slope = trend === 'add' ? line.slope : 1 + line.slope / line.intercept;
  return Float64Array.of(line.intercept, slope, ...relativeTo(seasons, mean(seasons), seasonal));
}

/** The mean over one season around each value, with half weights at the ends of an even season; NaN where it does not fit. */
function centredMovingAverage(series: readonly number[], m: number): number[] {
  const half = Math.floor(m / 2);
  return series.map((_, t) => {
    if (t < half || t + half >= series.length) return Number.NaN;
    let sum = 0;
    for (let offset = -half; offset <= half; offset++) {
      const weight = m % 2 === 0 && Math.abs(offset) === half ? 0.5 : 1;
      sum += weight * series[t + offset]!;
    }
    return sum / m;
  });
}

/** Least squares line through values at 1, 2, 3 … */
function fitLine(values: readonly number[]): { intercept: number; slope: number } {
  const centre = (values.length + 1) / 2;
  const level = mean(values);
  let covariance = 0;
  let spread = 0;
  values.forEach((value, index) => {
    const place = index + 1 - centre;
    covariance += place * (value - level);
    spread += place * place;
  });
  const slope = covariance / spread;
  return { slope, intercept: level - slope * centre };
}

function relativeTo(values: readonly number[], level: number, how: 'add' | 'mul'): number[] {
  return values.map((value) => (how === 'add' ? value - level : value / level));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
