import { InputError } from '../env/core/input-error.js';
import {
  type SeriesChannel,
  StepOrigin,
  seriesChannels,
  seriesLength,
  stepOrigin,
  type UsageSeries,
} from './usage-series.js';

/** Options of resampling. */
export interface ResampleOptions {
  /** Least share of a new step that must be known; below it the step is missing. Default 0.5. */
  readonly minimumCoverage?: number;
}

/** Channels of which the greatest value counts, and the mean they stand in for where a source has no peaks. */
const peaks: Partial<Record<SeriesChannel, SeriesChannel>> = {
  cpuMaxMillicores: 'cpuMillicores',
  memoryMaxBytes: 'memoryBytes',
};

/**
 * Puts a series on another grid with the same beginning. New steps hold the time-weighted mean of the old ones they cover
 * and, as peak, the greatest peak (or, without peaks, the greatest mean, which is a lower bound of it). The mask is kept: a
 * step's origin is the one that covers most of it, the less certain one at a tie. Steps finer than the old ones are marked
 * interpolated, because nothing was measured that finely. A last step that the old series does not fill is kept when enough
 * of it is known.
 *
 * @throws InputError when the step is not above 0
 */
export function resampleSeries(series: UsageSeries, stepSeconds: number, options: ResampleOptions = {}): UsageSeries {
  if (!(stepSeconds > 0 && Number.isFinite(stepSeconds)))
    throw new InputError({ field: 'stepSeconds', value: stepSeconds }, 'a number of seconds above 0');
  if (stepSeconds === series.stepSeconds) return series;
  const { minimumCoverage = 0.5 } = options;
  const ratio = stepSeconds / series.stepSeconds;
  const length = Math.max(1, Math.ceil(seriesLength(series) / ratio - minimumCoverage));
  const grid: Grid = { ratio, length, minimumCoverage };
  const arrays: Partial<Record<SeriesChannel, Float64Array>> = {};
  for (const channel of seriesChannels) {
    const values = series[channel];
    const stand = peaks[channel];
    if (stand !== undefined) arrays[channel] = resampleChannel(values ?? series[stand]!, grid, greatest);
    else if (values !== undefined) arrays[channel] = resampleChannel(values, grid, weightedMean);
  }
  return {
    ...series,
    stepSeconds,
    ...arrays,
    origin: resampleOrigin(series, grid, arrays.cpuMillicores!, arrays.memoryBytes!),
  };
}

interface Grid {
  /** Old steps in a new one. */
  readonly ratio: number;
  readonly length: number;
  readonly minimumCoverage: number;
}

/** Folds the old steps of one new step: their values and how much of each, in old steps, it covers. */
type Fold = (value: number, weight: number, soFar: number) => number;

const weightedMean: Fold = (value, weight, soFar) => soFar + value * weight;
const greatest: Fold = (value, _weight, soFar) => Math.max(value, soFar);

function resampleChannel(values: Float64Array, grid: Grid, fold: Fold): Float64Array {
  const out = new Float64Array(grid.length);
  for (let step = 0; step < grid.length; step++) {
    let folded = 0;
    let known = 0;
    forEachOverlap(step, grid.ratio, values.length, (old, weight) => {
      if (Number.isNaN(values[old]!)) return;
      folded = fold(values[old]!, weight, folded);
      known += weight;
    });
    const enough = known > 0 && known >= grid.minimumCoverage * grid.ratio * (1 - 1e-9);
    out[step] = !enough ? Number.NaN : fold === weightedMean ? folded / known : folded;
  }
  return out;
}

function resampleOrigin(series: UsageSeries, grid: Grid, cpu: Float64Array, memory: Float64Array): Uint8Array {
  const out = new Uint8Array(grid.length);
  const shares = new Float64Array(StepOrigin.missing);
  for (let step = 0; step < grid.length; step++) {
    if (Number.isNaN(cpu[step]!) && Number.isNaN(memory[step]!)) {
      out[step] = StepOrigin.missing;
      continue;
    }
    shares.fill(0);
    forEachOverlap(step, grid.ratio, seriesLength(series), (old, weight) => {
      const origin = stepOrigin(series, old);
      if (origin !== StepOrigin.missing) shares[origin]! += weight;
    });
    let winner = 0;
    for (let origin = 1; origin < shares.length; origin++)
      if (shares[origin]! >= shares[winner]! && shares[origin]! > 0) winner = origin;
    out[step] = winner === StepOrigin.observed && grid.ratio < 1 ? StepOrigin.interpolated : winner;
  }
  return out;
}

function forEachOverlap(
  step: number,
  ratio: number,
  length: number,
  visit: (old: number, weight: number) => void,
): void {
  const from = step * ratio;
  const to = (step + 1) * ratio;
  for (let old = Math.floor(from + 1e-9); old < length && old < to - 1e-9; old++)
    visit(old, Math.min(to, old + 1) - Math.max(from, old));
}
