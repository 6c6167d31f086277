/** How near two numbers inside data must be: the same bit for bit, or within 1e-5 absolutely and relatively. */
export type Nearness = 'exact' | 'close';

/** Whether two pieces of plain data (numbers, text, lists, objects, typed arrays) hold the same. NaN equals NaN only exactly. */
export function sameData(one: unknown, other: unknown, nearness: Nearness = 'close'): boolean {
  if (ArrayBuffer.isView(one) || ArrayBuffer.isView(other)) return sameArray(one, other, nearness);
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return Object.is(one, other) || one === other || (nearness === 'close' && close(one, other));
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameData(field(one, key), field(other, key), nearness))
  );
}

/**
 * Whether two pieces of data share anything that a later write could change: an object, or memory of typed arrays.
 * Frozen objects cannot be written and do not count.
 */
export function sharesData(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (ArrayBuffer.isView(one) || ArrayBuffer.isView(other))
    return ArrayBuffer.isView(one) && ArrayBuffer.isView(other) && overlaps(one, other);
  if (one === other && !Object.isFrozen(one)) return true;
  return Object.keys(one).some((key) => Object.hasOwn(other, key) && sharesData(field(one, key), field(other, key)));
}

/** A copy that later writes to the original cannot reach. */
export function copyData<T>(data: T): T {
  return structuredClone(data);
}

function sameArray(one: unknown, other: unknown, nearness: Nearness): boolean {
  const a = one as Float64Array;
  const b = other as Float64Array;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b) || a.length !== b.length) return false;
  return a.every(
    (value, i) => Object.is(value, b[i]) || value === b[i] || (nearness === 'close' && close(value, b[i])),
  );
}

function close(one: unknown, other: unknown): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return false;
  return Math.abs(one - other) <= 1e-5 + 1e-5 * Math.abs(other);
}

function overlaps(one: ArrayBufferView, other: ArrayBufferView): boolean {
  return (
    one.buffer === other.buffer &&
    one.byteOffset < other.byteOffset + other.byteLength &&
    other.byteOffset < one.byteOffset + one.byteLength
  );
}

function field(value: object, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}
