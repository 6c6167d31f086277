import { z } from 'zod';
import { cpuMillicores, memoryBytes } from './written-amounts.js';

/** A value for each resource: CPU in millicores and memory in bytes, or a factor or share of each. */
export interface PerResource<T = number> {
  readonly cpu: T;
  readonly memory: T;
}

/** A field that may be left out. */
export type Optional<T> = z.ZodPrefault<z.ZodType<T, unknown>>;

/**
 * How a configuration writes what generators take for each resource. Usage has two resources; a load is one number, which generators carry
 * as the first of the two. Whichever way it is written, the generator is given the same.
 */
export interface Fields {
  /** Amounts that are not negative. What is left out takes its default, which is written as people write it. */
  amounts(defaults: PerResource<number | string> & { readonly load: number }): Optional<PerResource>;
  /** Anything else there is one of for each resource: factors, shares, coefficients. A load takes CPU's default. */
  each<T>(field: z.ZodType<T, unknown>, defaults: PerResource<T>): Optional<PerResource<T>>;
  /** The same as a pair, memory first, as smart-vpa writes it. */
  columns<T>(field: z.ZodType<T, unknown>, defaults: [T, T]): Optional<[T, T]>;
  /** Whether generators that can round to whole units do so when nothing is said. */
  readonly round: boolean;
}

/** CPU: millicores, or a Kubernetes quantity of cores. Comes out in millicores. */
export const cpuField = quantity(cpuMillicores, 'CPU ≥ 0: millicores such as 250, or cores such as "250m" or "1.5"');

/** Memory: MB (10⁶ bytes), or a Kubernetes quantity of bytes. Comes out in bytes. */
export const memoryField = quantity(memoryBytes, 'memory ≥ 0: MB such as 512, or bytes such as "512Mi" or "1.5Gi"');

/** Amounts of both resources. */
export function amounts({ cpu, memory }: PerResource<number | string>): Optional<PerResource> {
  return z.strictObject({ cpu: cpuField.prefault(cpu), memory: memoryField.prefault(memory) }).prefault({});
}

/** Usage: an object with `cpu` and `memory`. */
export const usageFields: Fields = {
  amounts,
  each: (field, { cpu, memory }) =>
    z.strictObject({ cpu: field.prefault(cpu), memory: field.prefault(memory) }).prefault({}),
  columns: (field, defaults) => z.tuple([field, field]).prefault(defaults),
  round: true,
};

/** A load: plain numbers, of users or of requests/s. */
export const loadFields: Fields = {
  amounts: ({ load }) => {
    const amount = z.number().min(0);
    return amount.transform((cpu): PerResource => ({ cpu, memory: 0 })).prefault(load);
  },
  each: (field, { cpu }) => field.transform((value) => ({ cpu: value, memory: value })).prefault(cpu),
  columns: (field, [, cpu]) => field.transform((value): [typeof value, typeof value] => [value, value]).prefault(cpu),
  round: false,
};

function quantity(read: (value: unknown) => number | null, expected: string) {
  return z.union([z.number(), z.string()], { error: expected }).transform((value, context): number => {
    const amount = read(value);
    if (amount !== null) return amount;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}
