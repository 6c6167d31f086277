import { InputError } from '../../env/core/input-error.js';
import { parseQuantity } from '../quantity.js';

/** Bytes in a MB, the unit in which plain numbers of a workload configuration give memory. */
export const bytesPerMegabyte = 1e6;

/** CPU as people write it, in millicores: a number is millicores, text is a Kubernetes quantity of cores. Null: neither, or below 0. */
export function cpuMillicores(value: unknown): number | null {
  if (typeof value === 'number') return amountOrNull(value);
  const nano = nanoOf(value);
  return nano === null ? null : amountOrNull(nano / 1e6);
}

/** Memory as people write it, in bytes: a number is MB, text is a Kubernetes quantity of bytes. Null: neither, or below 0. */
export function memoryBytes(value: unknown): number | null {
  if (typeof value === 'number') return amountOrNull(value * bytesPerMegabyte);
  const nano = nanoOf(value);
  return nano === null ? null : amountOrNull(nano / 1e9);
}

function nanoOf(text: unknown): number | null {
  if (typeof text !== 'string') return null;
  try {
    return Number(parseQuantity(text.trim()).nano);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function amountOrNull(amount: number): number | null {
  return amount >= 0 && Number.isFinite(amount) ? amount : null;
}
