import { z } from 'zod';
import { cpuMillicores, memoryBytes } from './written-amounts.js';

/** A value for each resource: CPU in millicores and memory in bytes, or a factor or share of each. */
export interface PerResource<T = number> {
  readonly cpu: T;
  readonly memory: T;
}

/** CPU: millicores, or a Kubernetes quantity of cores. Comes out in millicores. */
export const cpuField = quantity(cpuMillicores, 'CPU ≥ 0: millicores such as 250, or cores such as "250m" or "1.5"');

/** Memory: MB (10⁶ bytes), or a Kubernetes quantity of bytes. Comes out in bytes. */
export const memoryField = quantity(memoryBytes, 'memory ≥ 0: MB such as 512, or bytes such as "512Mi" or "1.5Gi"');

/** Amounts of both resources. A missing one takes its default, which is written as people write it. */
export function amounts(defaults: PerResource<number | string>) {
  return z
    .strictObject({ cpu: cpuField.prefault(defaults.cpu), memory: memoryField.prefault(defaults.memory) })
    .prefault({});
}

/** Plain numbers for both resources: factors, shares, exponents. */
export function numbers(field: z.ZodType<number, number>, defaults: PerResource) {
  return z.strictObject({ cpu: field.prefault(defaults.cpu), memory: field.prefault(defaults.memory) }).prefault({});
}

function quantity(read: (value: unknown) => number | null, expected: string) {
  return z.union([z.number(), z.string()], { error: expected }).transform((value, context): number => {
    const amount = read(value);
    if (amount !== null) return amount;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}
