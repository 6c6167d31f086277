import { InputError } from '../input-error.js';

/**
 * A seed for every sub-environment: s gives s, s + 1, …; a list is taken as it is; nothing leaves the streams running (null).
 * @throws InputError when a list has another length than `numEnvs`
 */
export function seedsFor(
  seed: number | readonly (number | null)[] | undefined,
  numEnvs: number,
): readonly (number | null)[] {
  if (seed === undefined) return new Array<null>(numEnvs).fill(null);
  if (typeof seed === 'number') return Array.from({ length: numEnvs }, (_, i) => seed + i);
  if (seed.length !== numEnvs)
    throw new InputError({ field: 'reset.seed', value: seed.length }, `${numEnvs} seeds, one a sub-environment`);
  return seed;
}

/** @throws InputError unless the mask has one 0 or 1 a sub-environment and at least one 1 */
export function requireResetMask(mask: unknown, numEnvs: number): asserts mask is Uint8Array {
  const valid =
    mask instanceof Uint8Array && mask.length === numEnvs && mask.every((bit) => bit <= 1) && mask.includes(1);
  if (!valid)
    throw new InputError(
      { field: 'reset.options.resetMask' },
      `a Uint8Array of ${numEnvs} zeros and ones, not all zero`,
    );
}
