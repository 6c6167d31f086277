import { InputError } from '../input-error.js';
import { Box, isBox } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import { type DType, type TypedArray, zeros } from './dtype.js';
import { MultiBinary } from './multi-binary.js';
import { MultiDiscrete } from './multi-discrete.js';
import type { Space } from './space.js';

/** What a batch of elements is: int32 for plain numbers, one flat array for arrays, key by key for objects. */
export type BatchOf<T> = unknown extends T
  ? unknown
  : T extends number
    ? Int32Array
    : T extends ArrayBufferView
      ? T
      : { readonly [K in keyof T]: BatchOf<T[K]> };

/**
 * The space of `count` elements at once: a box gains a leading axis, a Discrete becomes a MultiDiscrete, other discrete spaces
 * become boxes of whole numbers, and a dictionary is batched key by key.
 */
export function batchSpace<T>(space: Space<T>, count: number): Space<BatchOf<T>> {
  return batchOf(space, count) as Space<BatchOf<T>>;
}

function batchOf(space: Space<unknown>, count: number): Space<unknown> {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InputError({ field: 'batchSpace.count', value: count }, 'a positive whole number');
  if (isBox(space)) return tile(space.low, space.high, space.shape, space.dtype, count);
  if (space instanceof Discrete)
    return new MultiDiscrete(new Int32Array(count).fill(space.n), { start: new Int32Array(count).fill(space.start) });
  if (space instanceof MultiDiscrete)
    return tile(
      space.start,
      space.nvec.map((n, i) => space.start[i]! + n - 1),
      space.shape,
      'int32',
      count,
    );
  if (space instanceof MultiBinary) return new Box(0, 1, { shape: [count, space.n], dtype: 'int8' });
  if (space instanceof Dict)
    return new Dict(Object.fromEntries(space.keys.map((key) => [key, batchOf(space.spaces[key]!, count)])));
  throw new InputError({ field: 'space', value: space.kind }, 'a space that can be batched');
}

/** Memory for `count` elements, zeroed: one flat typed array, or an object of them for a dictionary. */
export function emptyBatch<T>(space: Space<T>, count: number): BatchOf<T> {
  if (space instanceof Dict)
    return Object.fromEntries(space.keys.map((key) => [key, emptyBatch(space.spaces[key], count)])) as BatchOf<T>;
  return zeros(space.dtype as DType, count * elementSize(space)) as BatchOf<T>;
}

/** Copies an element into slot `index` of a batch. */
export function writeToBatch(space: Space<unknown>, batch: unknown, index: number, element: unknown): void {
  if (space instanceof Dict) {
    for (const key of space.keys) writeToBatch(space.spaces[key]!, at(batch, key), index, at(element, key));
  } else if (space instanceof Discrete) {
    (batch as Int32Array)[index] = element as number;
  } else {
    (batch as TypedArray).set(element as TypedArray, index * (element as TypedArray).length);
  }
}

/** The element in slot `index` of a batch; arrays are views of the batch's memory. */
export function readFromBatch(space: Space<unknown>, batch: unknown, index: number): unknown {
  if (space instanceof Dict)
    return Object.fromEntries(space.keys.map((key) => [key, readFromBatch(space.spaces[key]!, at(batch, key), index)]));
  if (space instanceof Discrete) return (batch as Int32Array)[index];
  const size = elementSize(space);
  return (batch as TypedArray).subarray(index * size, (index + 1) * size);
}

/** A batch in memory of its own. */
export function copyBatch<T>(batch: T): T {
  if (ArrayBuffer.isView(batch)) return (batch as unknown as TypedArray).slice() as T;
  return Object.fromEntries(Object.entries(batch as object).map(([key, part]) => [key, copyBatch(part)])) as T;
}

function elementSize(space: Space<unknown>): number {
  return (space.shape ?? []).reduce((product, length) => product * length, 1);
}

function tile(low: TypedArray, high: TypedArray, shape: readonly number[], dtype: DType, count: number): Box<DType> {
  const lows = zeros('float64', count * low.length);
  const highs = zeros('float64', count * high.length);
  for (let i = 0; i < count; i++) {
    lows.set(low, i * low.length);
    highs.set(high, i * high.length);
  }
  return new Box(lows, highs, { shape: [count, ...shape], dtype });
}

function at(value: unknown, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}
