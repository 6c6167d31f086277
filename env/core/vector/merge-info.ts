import type { Info } from '../env.js';
import { InputError } from '../input-error.js';
import { dtypeOf, type TypedArray, zeros } from '../spaces/dtype.js';

/** Infos of a vector environment under construction. */
export type MutableInfos = Record<string, unknown>;

/**
 * Adds one sub-environment's info to the infos of all.
 *
 * Under every key stands one array: Float64Array for numbers, Uint8Array for booleans, a flat typed array for typed arrays
 * (which must be as long in every sub-environment), a plain list for anything else, nested infos for nested objects. Beside it,
 * under `_key`, a Uint8Array says which sub-environments have it. `finalObs` is always a plain list.
 */
export function mergeInfo(infos: MutableInfos, info: Info, index: number, numEnvs: number): void {
  for (const key of Object.keys(info)) {
    const value = info[key];
    if (isNested(value) && key !== 'finalObs') {
      infos[key] ??= {};
      mergeInfo(infos[key] as MutableInfos, value, index, numEnvs);
    } else {
      infos[key] ??= key === 'finalObs' ? new Array(numEnvs).fill(null) : arrayFor(value, numEnvs);
      put(infos[key], value, index, numEnvs, key);
    }
    infos[`_${key}`] ??= new Uint8Array(numEnvs);
    (infos[`_${key}`] as Uint8Array)[index] = 1;
  }
}

function arrayFor(value: unknown, numEnvs: number): unknown {
  if (typeof value === 'number') return new Float64Array(numEnvs);
  if (typeof value === 'boolean') return new Uint8Array(numEnvs);
  const dtype = dtypeOf(value);
  return dtype === null ? new Array(numEnvs).fill(null) : zeros(dtype, numEnvs * (value as TypedArray).length);
}

function put(array: unknown, value: unknown, index: number, numEnvs: number, key: string): void {
  if (Array.isArray(array)) {
    array[index] = value;
  } else if (ArrayBuffer.isView(value)) {
    const part = value as TypedArray;
    const whole = array as TypedArray;
    if (whole.length !== part.length * numEnvs)
      throw new InputError(
        { field: `info.${key}`, value: part.length },
        `${whole.length / numEnvs} numbers, as before`,
      );
    whole.set(part, index * part.length);
  } else {
    (array as TypedArray)[index] = Number(value);
  }
}

function isNested(value: unknown): value is Info {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
