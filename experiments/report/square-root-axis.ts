/** Ticks are this far apart at least, as a share of the axis. */
const leastDistance = 0.1;

/**
 * Round values that stand about evenly on a square-root axis from `bottom` to `top`. Below zero the axis goes on with the
 * square root of the distance from zero, and so do the values.
 *
 * @param bottom ≤ 0
 */
export function squareRootTicks(top: number, bottom = 0): readonly number[] {
  const reach = Math.max(top, -bottom);
  const sizes: number[] = [];
  for (const share of [1, 0.8, 0.6, 0.4, 0.2]) {
    const size = roundDown(share * share * reach);
    const above = sizes.at(-1) ?? Number.POSITIVE_INFINITY;
    if (Math.sqrt(above / reach) - Math.sqrt(size / reach) >= leastDistance && size > 0) sizes.push(size);
  }
  const below = sizes.filter((size) => size <= -bottom).map((size) => -size);
  return [...below, 0, ...sizes.filter((size) => size <= top).reverse()];
}

/** Where a value stands on such an axis: 0 at the top, 1 at the bottom. */
export function squareRootPlace(value: number, top: number, bottom = 0): number {
  return (signedRoot(top) - signedRoot(value)) / (signedRoot(top) - signedRoot(bottom));
}

function signedRoot(value: number): number {
  return Math.sign(value) * Math.sqrt(Math.abs(value));
}

/** The largest one-digit multiple of a power of ten that is not above the value. */
function roundDown(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = Math.floor(value / power + 1e-9);
  return Number((digit * power).toPrecision(1));
}
