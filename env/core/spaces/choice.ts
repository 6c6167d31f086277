import { InputError } from '../input-error.js';
import type { RandomStream } from '../random.js';

/** Index of a permitted entry, each as likely; −1 when the mask permits none. @throws InputError for a mask that is not one */
export function chooseByMask(random: RandomStream, mask: unknown, length: number, field: string): number {
  const permitted: number[] = [];
  const valid = mask instanceof Int8Array && mask.length === length && mask.every((bit) => bit === 0 || bit === 1);
  if (!valid) throw new InputError({ field }, `an Int8Array of ${length} zeros and ones`);
  for (let i = 0; i < length; i++) if (mask[i] === 1) permitted.push(i);
  return permitted.length === 0 ? -1 : permitted[random.integer(0, permitted.length - 1)]!;
}

/** Index drawn with the given probabilities. @throws InputError unless they are `length` numbers in [0, 1] that sum to 1 */
export function chooseByProbability(random: RandomStream, probability: unknown, length: number, field: string): number {
  const valid =
    probability instanceof Float64Array && probability.length === length && probability.every((p) => p >= 0 && p <= 1);
  const sum = valid ? probability.reduce((total, p) => total + p, 0) : Number.NaN;
  if (!valid || !(Math.abs(sum - 1) <= 1e-8 + 1e-5))
    throw new InputError({ field }, `a Float64Array of ${length} numbers in [0, 1] with sum 1`);
  const point = random.next() * sum;
  let below = 0;
  let last = 0;
  for (let i = 0; i < length; i++) {
    if (probability[i] === 0) continue;
    below += probability[i]!;
    last = i;
    if (point < below) return i;
  }
  return last;
}
