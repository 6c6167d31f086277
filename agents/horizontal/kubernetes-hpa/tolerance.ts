/**
 * How far the ratio of usage to target may be from 1 before anything happens (specification §1.3).
 *
 * - `interval` (since 1.33): 1 − down ≤ ratio ≤ 1 + up.
 * - `abs` (before): |1 − ratio| ≤ tolerance, down for ratios below 1 and up above. The two differ by a rounding error on the
 *   boundary: 55 % of a target of 50 % scales under `abs` and holds under `interval`.
 */
export interface Tolerance {
  readonly semantics: 'abs' | 'interval';
  /** Fractions ≥ 0. */
  readonly scaleUp: number;
  readonly scaleDown: number;
}

/** Whether the ratio is near enough to 1; never for NaN. */
export function isWithin(tolerance: Tolerance, ratio: number): boolean {
  const { scaleDown, scaleUp } = tolerance;
  if (tolerance.semantics === 'interval') return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
  return Math.abs(1 - ratio) <= (ratio < 1 ? scaleDown : scaleUp);
}
