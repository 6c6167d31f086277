import { InputError } from '../input-error.js';
import type { RandomStream } from '../random.js';
import {
  type ArrayOf,
  canCast,
  type DType,
  dtypeOf,
  dtypeRange,
  dtypes,
  isFloat,
  type TypedArray,
  zeros,
} from './dtype.js';
import { listFromJson, nestedFromJson, nestedToJson, numberToJson } from './json-number.js';
import { refuseChoice, type SampleChoice, Space } from './space.js';
import type { SpaceJson } from './space-json.js';

/** A bound: one number for every element, or one an element in row-major order. */
export type Bound = number | ArrayLike<number>;

/** Bounds, shape and element type of a {@link Box}. */
export interface BoxOptions<D extends DType = DType> {
  /** Sizes of the axes. Without it: the length of the bounds, or (1) when both are single numbers. */
  readonly shape?: readonly number[];
  /** Element type; `float32` without it. */
  readonly dtype?: D;
}

/**
 * A box in ℝⁿ: each element between its own two bounds, both included, either of which may be infinite.
 *
 * An element of the space is one flat typed array in row-major order, as long as the shape's product.
 */
export class Box<D extends DType = 'float32'> extends Space<ArrayOf[D]> {
  readonly kind = 'Box';
  readonly shape: readonly number[];
  readonly dtype: D;
  /** Numbers in one element of the space: the product of the shape. */
  readonly size: number;
  readonly low: ArrayOf[D];
  readonly high: ArrayOf[D];
  /** 1 where the lower bound is finite. */
  readonly boundedBelow: Uint8Array;
  /** 1 where the upper bound is finite. */
  readonly boundedAbove: Uint8Array;

  /**
   * @throws InputError for a NaN bound, a bound outside the element type (an infinite one of `uint8` too), a fraction in a
   *   whole-number type, low > high, or bounds that do not fit the shape
   */
  constructor(low: Bound, high: Bound, options: BoxOptions<D> = {}) {
    super();
    this.dtype = dtypeFrom(options.dtype) as D;
    this.shape = shapeFrom(options.shape, low, high);
    this.size = this.shape.reduce((product, length) => product * length, 1);
    this.boundedBelow = new Uint8Array(this.size);
    this.boundedAbove = new Uint8Array(this.size);
    this.low = boundFrom('low', low, this.dtype, this.boundedBelow);
    this.high = boundFrom('high', high, this.dtype, this.boundedAbove);
    for (let i = 0; i < this.size; i++)
      if (this.low[i]! > this.high[i]!)
        throw new InputError({ field: 'Box.low', value: this.low[i] }, `at most the upper bound ${this.high[i]}`);
  }

  /** Whether every element has a finite bound on the side asked for. */
  isBounded(side: 'below' | 'above' | 'both' = 'both'): boolean {
    const below = side === 'above' || this.boundedBelow.every((bit) => bit === 1);
    return below && (side === 'below' || this.boundedAbove.every((bit) => bit === 1));
  }

  /**
   * Each number on its own: uniform within two bounds, an exponential of mean 1 away from a single bound, a standard normal
   * without bounds. Whole-number types take the floor, with the upper bound included.
   */
  sample(choice?: SampleChoice): ArrayOf[D] {
    refuseChoice('Box', choice);
    const out = zeros(this.dtype, this.size);
    const whole = !isFloat(this.dtype);
    const [least, most] = dtypeRange[this.dtype];
    const random = this.random;
    for (let i = 0; i < this.size; i++) {
      const low = this.low[i]!;
      const high = this.high[i]!;
      const drawn = draw(
        random,
        this.boundedBelow[i] === 1 ? low : Number.NEGATIVE_INFINITY,
        this.boundedAbove[i] === 1 ? (whole ? high + 1 : high) : Number.POSITIVE_INFINITY,
      );
      out[i] = whole ? Math.min(most, Math.max(least, Math.floor(drawn))) : drawn;
    }
    return out;
  }

  /** Typed arrays of the right length, of a type that casts to the space's without loss, within the bounds. NaN is outside. */
  contains(value: unknown): boolean {
    const dtype = dtypeOf(value);
    if (dtype === null || !canCast(dtype, this.dtype)) return false;
    const array = value as TypedArray;
    if (array.length !== this.size) return false;
    const { low, high } = this;
    for (let i = 0; i < array.length; i++) if (!(array[i]! >= low[i]! && array[i]! <= high[i]!)) return false;
    return true;
  }

  toJsonable(batch: readonly ArrayOf[D][]): unknown[] {
    return batch.map((element) => nestedToJson(element, this.shape));
  }

  fromJsonable(json: unknown): ArrayOf[D][] {
    return listFromJson(json, 'Box batch').map((item) =>
      nestedFromJson(item, this.shape, zeros(this.dtype, this.size), 'Box element'),
    );
  }

  equals(other: Space<unknown>): boolean {
    return (
      other instanceof Box &&
      other.dtype === this.dtype &&
      sameShape(other.shape, this.shape) &&
      allClose(this.low, other.low) &&
      allClose(this.high, other.high)
    );
  }

  toJSON(): SpaceJson {
    return {
      type: 'Box',
      low: boundToJson(this.low, this.boundedBelow, '-Infinity'),
      high: boundToJson(this.high, this.boundedAbove, 'Infinity'),
      shape: [...this.shape],
      dtype: this.dtype,
    };
  }

  override toString(): string {
    return `Box(${short(this.low)}, ${short(this.high)}, (${this.shape.join(', ')}), ${this.dtype})`;
  }
}

/** Whether a value is a box, of whatever element type. */
export function isBox(value: unknown): value is Box<DType> {
  return value instanceof Box;
}

/** The space as a box. @throws InputError naming the field when it is another space */
export function requireBox(space: Space<unknown>, field: string): Box<DType> {
  if (!isBox(space)) throw new InputError({ field, value: String(space) }, 'a Box space');
  return space;
}

function draw(random: RandomStream, low: number, high: number): number {
  if (low === Number.NEGATIVE_INFINITY)
    return high === Number.POSITIVE_INFINITY ? random.normal() : high - random.exponential();
  if (high === Number.POSITIVE_INFINITY) return low + random.exponential();
  const part = random.next();
  const width = high - low;
  return Math.min(high, Number.isFinite(width) ? low + width * part : low * (1 - part) + high * part);
}

function dtypeFrom(dtype: DType | undefined): DType {
  if (dtype === undefined) return 'float32';
  if (!dtypes.includes(dtype))
    throw new InputError({ field: 'Box.dtype', value: dtype }, `one of ${dtypes.join(', ')}`);
  return dtype;
}

function shapeFrom(shape: readonly number[] | undefined, low: Bound, high: Bound): readonly number[] {
  if (shape === undefined) {
    if (typeof low !== 'number') return [low.length];
    return [typeof high === 'number' ? 1 : high.length];
  }
  if (!Array.isArray(shape) || !shape.every((length) => Number.isSafeInteger(length) && length >= 0))
    throw new InputError({ field: 'Box.shape', value: shape }, 'a list of whole numbers ≥ 0');
  return [...shape];
}

function boundFrom<D extends DType>(field: 'low' | 'high', bound: Bound, dtype: D, bounded: Uint8Array): ArrayOf[D] {
  if (typeof bound !== 'number' && bound.length !== bounded.length)
    throw new InputError(
      { field: `Box.${field}`, value: bound.length },
      `${bounded.length} numbers, as the shape says`,
    );
  const [least, most] = dtypeRange[dtype];
  const open = field === 'low' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const out = zeros(dtype, bounded.length);
  for (let i = 0; i < out.length; i++) {
    const value = typeof bound === 'number' ? bound : bound[i]!;
    if (value === open && dtype !== 'uint8') {
      out[i] = isFloat(dtype) ? open : field === 'low' ? least : most;
      continue;
    }
    const infinite = value === -open && isFloat(dtype);
    if (typeof value !== 'number' || !(infinite || (value >= least && value <= most)))
      throw new InputError({ field: `Box.${field}`, value: numberToJson(value) }, `a number that ${dtype} can hold`);
    if (!isFloat(dtype) && !Number.isInteger(value))
      throw new InputError({ field: `Box.${field}`, value }, `a whole number, as ${dtype} holds`);
    out[i] = value;
    bounded[i] = 1;
  }
  return out;
}

function boundToJson(bound: TypedArray, bounded: Uint8Array, open: '-Infinity' | 'Infinity') {
  const values = Array.from(bound, (value, i) => (bounded[i] === 1 ? numberToJson(value) : open));
  return values.length > 0 && values.every((value) => value === values[0]) ? values[0]! : values;
}

function sameShape(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((length, axis) => length === other[axis]);
}

/** NumPy's `allclose` with its defaults: |a − b| ≤ 1e-8 + 1e-5·|b|; equal infinities are close. */
function allClose(one: TypedArray, other: TypedArray): boolean {
  for (let i = 0; i < one.length; i++) {
    const a = one[i]!;
    const b = other[i]!;
    if (a !== b && !(Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b)))
      return false;
  }
  return true;
}

function short(values: TypedArray): string {
  return values.length > 0 && values.every((value) => value === values[0])
    ? String(values[0])
    : `[${Array.from(values).join(' ')}]`;
}
