import { InputError } from '../input-error.js';

/** A number in JSON, which has no infinities and no NaN: those are written as text. */
export type JsonNumber = number | 'Infinity' | '-Infinity' | 'NaN';

/** Writes one number. */
export function numberToJson(value: number): JsonNumber {
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}

/** Reads what {@link numberToJson} wrote. @throws InputError for anything else */
export function numberFromJson(value: unknown, field: string): number {
  if (typeof value === 'number') return value;
  if (value === 'Infinity' || value === '-Infinity' || value === 'NaN') return Number(value);
  throw new InputError({ field, value }, 'a number, "Infinity", "-Infinity" or "NaN"');
}

/** Nested lists of a row-major array; a shape of no axes gives the bare number. */
export function nestedToJson(values: ArrayLike<number>, shape: readonly number[]): unknown {
  let position = 0;
  const level = (axis: number): unknown =>
    axis === shape.length
      ? numberToJson(values[position++]!)
      : Array.from({ length: shape[axis]! }, () => level(axis + 1));
  return level(0);
}

/** Reads nested lists into `out`, row-major. @throws InputError when the nesting differs from `shape` */
export function nestedFromJson<A extends { [index: number]: number }>(
  json: unknown,
  shape: readonly number[],
  out: A,
  field: string,
): A {
  let position = 0;
  const level = (value: unknown, axis: number): void => {
    if (axis === shape.length) {
      out[position++] = numberFromJson(value, field);
      return;
    }
    if (!Array.isArray(value) || value.length !== shape[axis])
      throw new InputError({ field, value }, `nested lists of shape (${shape.join(', ')})`);
    for (const item of value) level(item, axis + 1);
  };
  level(json, 0);
  return out;
}

/** A batch that arrived as JSON. @throws InputError unless it is a list */
export function listFromJson(json: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(json)) throw new InputError({ field, value: json }, 'a list, one item an element');
  return json;
}
