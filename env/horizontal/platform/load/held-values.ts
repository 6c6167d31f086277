/** A channel of a load series, scaled; a missing step holds the last known value, 0 before the first. */
export function heldValues(values: Float64Array, scale: number): Float64Array {
  let last = 0;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value * scale;
    return last;
  });
}
