import { exp2, powerOfTwo } from './exp2.js';
import type { HistogramBank } from './histogram-bank.js';
import { nanosecondsBetween, nearestMultiple } from './time.js';

/**
 * Exponential decay of histogram weights (specification §2.3). Old weights are never touched: a sample weighs
 * `2^((time − reference)/half-life)` more instead, until the exponent passes {@link maxExponent} and the reference moves up.
 */
const maxExponent = 100;

/**
 * What a weight at `time` is multiplied by in histogram `i`; moves the reference first when the exponent would grow too large.
 */
export function decayFactor(bank: HistogramBank, i: number, time: number): number {
  if (time > bank.reference[i]! + maxExponent * bank.halfLife) moveReference(bank, i, time);
  const reference = bank.reference[i]!;
  const { lastFactor } = bank;
  if (lastFactor[0] !== time || lastFactor[1] !== reference) {
    lastFactor[0] = time;
    lastFactor[1] = reference;
    lastFactor[2] = exp2(nanosecondsBetween(reference, time) / (bank.halfLife * 1e6));
  }
  return lastFactor[2]!;
}

/**
 * Merges histogram `j` of `source` into histogram `i` of `bank`. The one with the older reference is moved to the other's
 * first, and that may be the source: merge copies of what others use. Both must have the same half-life.
 */
export function merge(bank: HistogramBank, i: number, source: HistogramBank, j: number): void {
  const mine = bank.reference[i]!;
  const theirs = source.reference[j]!;
  if (mine < theirs) moveReference(bank, i, theirs);
  else if (theirs < mine) moveReference(source, j, mine);
  bank.addAll(i, source, j);
}

/** Sets the reference to the multiple of the half-life nearest `time` and scales all weights by the power of two between. */
function moveReference(bank: HistogramBank, i: number, time: number): void {
  const moved = nearestMultiple(time, bank.halfLife);
  const exponent = Math.floor(nanosecondsBetween(moved, bank.reference[i]!) / (bank.halfLife * 1e6) + 0.5);
  bank.scale(i, powerOfTwo(exponent));
  bank.reference[i] = moved;
}
