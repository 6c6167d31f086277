import { InputError } from '../input-error.js';
import { Box } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import { type DType, dtypes } from './dtype.js';
import { type JsonNumber, numberFromJson } from './json-number.js';
import { MultiBinary } from './multi-binary.js';
import { MultiDiscrete } from './multi-discrete.js';
import type { Space } from './space.js';

/** A space as plain JSON. Bounds are one number when they are the same everywhere, else one an element, row-major. */
export type SpaceJson =
  | {
      readonly type: 'Box';
      readonly low: JsonNumber | readonly JsonNumber[];
      readonly high: JsonNumber | readonly JsonNumber[];
      readonly shape: readonly number[];
      readonly dtype: DType;
    }
  | { readonly type: 'Discrete'; readonly n: number; readonly start: number }
  | { readonly type: 'MultiDiscrete'; readonly nvec: readonly number[]; readonly start: readonly number[] }
  | { readonly type: 'MultiBinary'; readonly n: number }
  | { readonly type: 'Dict'; readonly spaces: Readonly<Record<string, SpaceJson>> };

/**
 * Rebuilds a space from what its `toJSON` gave.
 * @throws InputError when the description is not one, or describes an impossible space
 */
export function spaceFromJson(json: unknown): Space<unknown> {
  const object = record(json, 'space');
  switch (object.type) {
    case 'Box':
      return boxFromJson(object);
    case 'Discrete':
      return new Discrete(object.n as number, { start: object.start as number });
    case 'MultiDiscrete':
      return new MultiDiscrete(object.nvec as number[], { start: object.start as number[] });
    case 'MultiBinary':
      return new MultiBinary(object.n as number);
    case 'Dict':
      return new Dict(
        Object.fromEntries(Object.entries(record(object.spaces, 'spaces')).map(([k, v]) => [k, spaceFromJson(v)])),
      );
    default:
      throw new InputError(
        { field: 'space.type', value: object.type },
        'Box, Discrete, MultiDiscrete, MultiBinary or Dict',
      );
  }
}

function boxFromJson(object: Readonly<Record<string, unknown>>): Box<DType> {
  const dtype = dtypes.find((name) => name === object.dtype);
  if (dtype === undefined)
    throw new InputError({ field: 'space.dtype', value: object.dtype }, `one of ${dtypes.join(', ')}`);
  return new Box(boundFromJson(object.low, 'low'), boundFromJson(object.high, 'high'), {
    shape: object.shape as number[],
    dtype,
  });
}

function boundFromJson(value: unknown, field: string): number | number[] {
  if (Array.isArray(value)) return value.map((item) => numberFromJson(item, `space.${field}`));
  return numberFromJson(value, `space.${field}`);
}

function record(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError({ field, value }, 'an object');
  return value as Readonly<Record<string, unknown>>;
}
