import type { RandomStream } from '../../../env/core/random.js';

/** The allowed arm of highest score; exact ties are broken uniformly, and only they draw from the stream. */
export function bestArm(scores: Float64Array, allowed: Uint8Array, stream: RandomStream): number {
  let best = -1;
  let ties = 0;
  for (let arm = 0; arm < scores.length; arm++) {
    if (allowed[arm] === 0) continue;
    if (best < 0 || scores[arm]! > scores[best]!) {
      best = arm;
      ties = 1;
    } else if (scores[arm] === scores[best]) ties++;
  }
  if (ties < 2) return best;
  const score = scores[best]!;
  let skipped = stream.integer(0, ties - 1);
  for (let arm = best; ; arm++) if (allowed[arm] !== 0 && scores[arm] === score && skipped-- === 0) return arm;
}

/** A uniform draw from the allowed arms. */
export function anyArm(allowed: Uint8Array, stream: RandomStream): number {
  let skipped = stream.integer(0, countAllowed(allowed) - 1);
  for (let arm = 0; ; arm++) if (allowed[arm] !== 0 && skipped-- === 0) return arm;
}

/**
 * A draw from a distribution over the arms; rounding that leaves a rest gives it to the last arm of positive
 * probability.
 */
export function drawArm(probabilities: Float64Array, stream: RandomStream): number {
  let rest = stream.next();
  let last = 0;
  for (let arm = 0; arm < probabilities.length; arm++) {
    const probability = probabilities[arm]!;
    if (probability <= 0) continue;
    if (rest < probability) return arm;
    rest -= probability;
    last = arm;
  }
  return last;
}

/** How many arms are allowed. */
export function countAllowed(allowed: Uint8Array): number {
  let count = 0;
  for (let arm = 0; arm < allowed.length; arm++) if (allowed[arm] !== 0) count++;
  return count;
}
