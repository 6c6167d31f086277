import { InputError } from '../input-error.js';
import { Box } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import { type DType, promote, type TypedArray, zeros } from './dtype.js';
import { MultiBinary } from './multi-binary.js';
import { MultiDiscrete } from './multi-discrete.js';
import type { Space } from './space.js';

/** Numbers in a flattened element: a box's size, one a choice for discrete spaces (one-hot), the sum over a dictionary. */
export function flatdim(space: Space<unknown>): number {
  if (space instanceof Box) return space.size;
  if (space instanceof Discrete || space instanceof MultiBinary) return space.n;
  if (space instanceof MultiDiscrete) return space.nvec.reduce((sum, n) => sum + n, 0);
  if (space instanceof Dict) return space.keys.reduce((sum, key) => sum + flatdim(space.spaces[key]!), 0);
  throw unknownSpace(space);
}

/** The box that holds flattened elements; a dictionary's type is the narrowest that holds all its parts. */
export function flattenSpace(space: Space<unknown>): Box<DType> {
  if (space instanceof Box) return boxLike(space.low, space.high, space.dtype);
  if (space instanceof Dict) {
    const parts = space.keys.map((key) => flattenSpace(space.spaces[key]!));
    return boxLike(
      parts.flatMap((part) => Array.from(part.low)),
      parts.flatMap((part) => Array.from(part.high)),
      flatDType(space),
    );
  }
  return new Box<DType>(0, 1, { shape: [flatdim(space)], dtype: flatDType(space) });
}

/** An element as one flat array in the flattened space's type. */
export function flatten<T>(space: Space<T>, element: T): TypedArray {
  const out = zeros(flatDType(space), flatdim(space));
  write(space, element, out, 0);
  return out;
}

/**
 * The inverse of {@link flatten}.
 * @throws InputError when the array has the wrong length, or a one-hot part has no bit set
 */
export function unflatten<T>(space: Space<T>, flat: ArrayLike<number>): T {
  if (flat.length !== flatdim(space))
    throw new InputError({ field: 'flat', value: flat.length }, `${flatdim(space)} numbers for ${space}`);
  return read(space, flat, 0) as T;
}

function flatDType(space: Space<unknown>): DType {
  if (space instanceof Dict) {
    if (space.keys.length === 0) throw new InputError({ field: 'space' }, 'a dictionary with at least one key');
    return space.keys.map((key) => flatDType(space.spaces[key]!)).reduce(promote);
  }
  return space.dtype as DType;
}

function boxLike(low: ArrayLike<number>, high: ArrayLike<number>, dtype: DType): Box<DType> {
  return new Box<DType>(low, high, { shape: [low.length], dtype });
}

/** Writes an element from `at` on; gives back where the next one starts. */
function write(space: Space<unknown>, element: unknown, out: TypedArray, at: number): number {
  if (space instanceof Box || space instanceof MultiBinary) {
    out.set(element as TypedArray, at);
    return at + (element as TypedArray).length;
  }
  if (space instanceof Discrete) {
    out[at + (element as number) - space.start] = 1;
    return at + space.n;
  }
  if (space instanceof MultiDiscrete) {
    const values = element as Int32Array;
    let next = at;
    for (let i = 0; i < values.length; i++) {
      out[next + values[i]! - space.start[i]!] = 1;
      next += space.nvec[i]!;
    }
    return next;
  }
  if (space instanceof Dict) {
    const parts = element as Readonly<Record<string, unknown>>;
    return space.keys.reduce((next, key) => write(space.spaces[key]!, parts[key], out, next), at);
  }
  throw unknownSpace(space);
}

function read(space: Space<unknown>, flat: ArrayLike<number>, at: number): unknown {
  if (space instanceof Box || space instanceof MultiBinary) {
    const out = zeros(space.dtype as DType, flatdim(space));
    for (let i = 0; i < out.length; i++) out[i] = flat[at + i]!;
    return out;
  }
  if (space instanceof Discrete) return space.start + hotIndex(flat, at, space.n);
  if (space instanceof MultiDiscrete) {
    let next = at;
    return space.nvec.map((n, i) => {
      const value = space.start[i]! + hotIndex(flat, next, n);
      next += n;
      return value;
    });
  }
  if (space instanceof Dict) {
    let next = at;
    return Object.fromEntries(
      space.keys.map((key) => {
        const part = read(space.spaces[key]!, flat, next);
        next += flatdim(space.spaces[key]!);
        return [key, part];
      }),
    );
  }
  throw unknownSpace(space);
}

function hotIndex(flat: ArrayLike<number>, at: number, n: number): number {
  for (let i = 0; i < n; i++) if (flat[at + i] !== 0) return i;
  throw new InputError({ field: 'flat' }, `a one-hot vector at ${at} … ${at + n - 1}, not all zeros`);
}

function unknownSpace(space: Space<unknown>): InputError {
  return new InputError({ field: 'space', value: space.kind }, 'a Box, Discrete, MultiDiscrete, MultiBinary or Dict');
}
