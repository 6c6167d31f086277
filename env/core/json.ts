import { InputError } from './input-error.js';

/** Anything JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Refuses what would not survive a round trip through JSON: functions, instances of classes, typed arrays, undefined in a
 * list, NaN and infinities. Properties that are undefined count as absent.
 * @throws InputError naming the field
 */
export function requireJson(value: unknown, field: string): asserts value is JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new InputError({ field, value: String(value) }, 'a finite number, as JSON holds');
    return;
  }
  if (typeof value === 'function')
    throw new InputError({ field, value: value.name || 'function' }, 'plain data; functions cannot be sent');
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      requireJson(item, `${field}.${i}`);
    });
    return;
  }
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null)
    throw new InputError({ field, value: nameOf(value) }, 'plain data that JSON can hold');
  for (const [key, item] of Object.entries(value as object))
    if (item !== undefined) requireJson(item, `${field}.${key}`);
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'object') : String(value);
}
