/** Element types of array spaces, under NumPy's names. */
export type DType = 'float32' | 'float64' | 'int32' | 'int8' | 'uint8';

/** The typed array that holds each element type. */
export interface ArrayOf {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int32: Int32Array;
  readonly int8: Int8Array;
  readonly uint8: Uint8Array;
}

/** Any array an array space may hold. */
export type TypedArray = ArrayOf[DType];

/** All element types. */
export const dtypes: readonly DType[] = ['float32', 'float64', 'int32', 'int8', 'uint8'];

const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int8: Int8Array,
  uint8: Uint8Array,
};

/** Smallest and largest finite value of each element type. */
export const dtypeRange: Readonly<Record<DType, readonly [number, number]>> = {
  float32: [-3.4028234663852886e38, 3.4028234663852886e38],
  float64: [-Number.MAX_VALUE, Number.MAX_VALUE],
  int32: [-2147483648, 2147483647],
  int8: [-128, 127],
  uint8: [0, 255],
};

const byTag: Readonly<Record<string, DType>> = {
  Float32Array: 'float32',
  Float64Array: 'float64',
  Int32Array: 'int32',
  Int8Array: 'int8',
  Uint8Array: 'uint8',
};

/** What each element type can be cast to without losing a value (NumPy's `can_cast`, rule "safe"). */
const safeCasts: Readonly<Record<DType, readonly DType[]>> = {
  float32: ['float32', 'float64'],
  float64: ['float64'],
  int32: ['int32', 'float64'],
  int8: ['int8', 'int32', 'float32', 'float64'],
  uint8: ['uint8', 'int32', 'float32', 'float64'],
};

/** Narrowest first: the first one that both sides cast to is what they promote to. */
const byWidth: readonly DType[] = ['uint8', 'int8', 'int32', 'float32', 'float64'];

/** A zeroed array of `length` elements. */
export function zeros<D extends DType>(dtype: D, length: number): ArrayOf[D] {
  return new constructors[dtype](length) as ArrayOf[D];
}

/** A copy of `values` as the given element type; whole-number types wrap as typed arrays do. */
export function arrayFrom<D extends DType>(dtype: D, values: ArrayLike<number>): ArrayOf[D] {
  const out = zeros(dtype, values.length);
  out.set(values);
  return out;
}

/** The element type of a typed array, or null for anything else. */
export function dtypeOf(value: unknown): DType | null {
  if (!ArrayBuffer.isView(value)) return null;
  return byTag[(value as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? ''] ?? null;
}

/** Whether every value of `from` is a value of `to`: float64 is not a float32, int8 is. */
export function canCast(from: DType, to: DType): boolean {
  return safeCasts[from].includes(to);
}

/** The narrowest type that holds every value of both (NumPy's `result_type` within these types). */
export function promote(one: DType, other: DType): DType {
  return byWidth.find((wide) => canCast(one, wide) && canCast(other, wide)) as DType;
}

/** Whether the type holds fractions and infinities. */
export function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64';
}
