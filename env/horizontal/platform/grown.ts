type NumericArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** A longer array of the same kind with the same beginning; the rest is `fill`, 0 unless given. */
export function grown<T extends NumericArray>(from: T, length: number, fill = 0): T {
  const to = new (from.constructor as new (length: number) => T)(length);
  if (fill !== 0) to.fill(fill);
  to.set(from);
  return to;
}
