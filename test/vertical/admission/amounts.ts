import type { Amounts } from '../../../env/vertical/admission/resources.js';
import { milliValue, parseQuantity, value } from '../../../workloads/quantity.js';

/** Millicores of a CPU quantity as Kubernetes writes it. */
export const cores = (text: string): number => Number(milliValue(parseQuantity(text)));

/** Bytes of a memory quantity as Kubernetes writes it. */
export const bytes = (text: string): number => Number(value(parseQuantity(text)));

/** Amounts from quantities; an empty text leaves one out. */
export function amounts(cpu: string, memory: string): Amounts {
  return {
    ...(cpu === '' ? {} : { cpuMillicores: cores(cpu) }),
    ...(memory === '' ? {} : { memoryBytes: bytes(memory) }),
  };
}
