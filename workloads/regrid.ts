import { InputError } from '../env/core/input-error.js';
import { StepOrigin } from './usage-series.js';

/** Options of resampling. */
export interface ResampleOptions {
  /** Least share of a new step that must be known; below it the step is missing. Default 0.5. */
  readonly minimumCoverage?: number;
}

/** One grid over another with the same beginning. */
export interface Regrid {
  /** Old steps in a new one. */
  readonly ratio: number;
  /** New steps; the last may reach beyond the old ones as far as the coverage allows. */
  readonly length: number;
  readonly minimumCoverage: number;
}

/** @throws InputError when the new step is not above 0 */
export function regrid(
  { stepSeconds, length }: { readonly stepSeconds: number; readonly length: number },
  newStepSeconds: number,
  { minimumCoverage = 0.5 }: ResampleOptions,
): Regrid {
  if (!(newStepSeconds > 0 && Number.isFinite(newStepSeconds)))
    throw new InputError({ field: 'stepSeconds', value: newStepSeconds }, 'a number of seconds above 0');
  const ratio = newStepSeconds / stepSeconds;
  return { ratio, length: Math.max(1, Math.ceil(length / ratio - minimumCoverage)), minimumCoverage };
}

/** Folds the old steps of one new step: their values and how much of each, in old steps, it covers. */
type Fold = (value: number, weight: number, soFar: number) => number;

/** Time-weighted means of the old steps that each new one covers. */
export function regridMeans(values: Float64Array, grid: Regrid): Float64Array {
  return regridValues(values, grid, (value, weight, soFar) => soFar + value * weight, true);
}

/** The greatest of the old steps that each new one covers. */
export function regridPeaks(values: Float64Array, grid: Regrid): Float64Array {
  return regridValues(values, grid, (value, _weight, soFar) => Math.max(value, soFar), false);
}

function regridValues(values: Float64Array, grid: Regrid, fold: Fold, isSum: boolean): Float64Array {
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
    out[step] = !enough ? Number.NaN : isSum ? folded / known : folded;
  }
  return out;
}

/** What the masks of both grids hold. */
export interface OriginSource {
  /** Old steps. */
  readonly length: number;
  /** Origin of an old step. */
  originOf(old: number): number;
  /** Whether a new step has no value. */
  isMissing(step: number): boolean;
}

/**
 * The mask of the new grid: the origin that covers most of a step, the less certain one at a tie. Steps finer than the old ones
 * are marked interpolated, because nothing was measured that finely.
 */
export function regridOrigins({ length, originOf, isMissing }: OriginSource, grid: Regrid): Uint8Array {
  const out = new Uint8Array(grid.length);
  const shares = new Float64Array(StepOrigin.missing);
  for (let step = 0; step < grid.length; step++) {
    if (isMissing(step)) {
      out[step] = StepOrigin.missing;
      continue;
    }
    shares.fill(0);
    forEachOverlap(step, grid.ratio, length, (old, weight) => {
      const origin = originOf(old);
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
