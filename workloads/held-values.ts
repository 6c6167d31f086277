/**
 * The values of a channel without gaps, times a factor: a missing step holds the last known value, 0 before the first. So whoever plays
 * a load fills in what its source did not know.
 */
export function heldValues(values: Float64Array, factor = 1): Float64Array {
  let last = 0;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value * factor;
    return last;
  });
}
