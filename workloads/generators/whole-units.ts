import { z } from 'zod';
import type { Fields, PerResource } from './fields.js';
import { type GeneratedUsage, type GeneratorContext, resources } from './generator.js';
import { bytesPerMegabyte } from './written-amounts.js';

/** What the four simple generators of smart-vpa share: noise on top of the formula, and rounding (specification §13). */
export const finish = (fields: Fields) => ({
  /** Standard deviation of white Gaussian noise added to every step; usage stays ≥ 0. */
  noise: fields.amounts({ cpu: 0, memory: 0, load: 0 }),
  /** Round to whole millicores and whole MB (a load to whole users or requests/s), ties to even. */
  round: z.boolean().prefault(fields.round),
});

/** What is done to a generated series at the end. */
export interface Finish {
  readonly noise: PerResource;
  readonly round: boolean;
}

/** Adds the noise and rounds, in place. */
export function finishUsage(
  usage: GeneratedUsage,
  { noise, round }: Finish,
  context: GeneratorContext,
): GeneratedUsage {
  for (const resource of resources) {
    const values = usage[resource];
    const deviation = noise[resource];
    if (deviation > 0) {
      const random = context.random(`${resource}-noise`);
      for (let step = 0; step < values.length; step++)
        values[step] = Math.max(0, values[step]! + random.normal(0, deviation));
    }
    if (round) {
      const unit = resource === 'cpu' ? 1 : bytesPerMegabyte;
      for (let step = 0; step < values.length; step++) values[step] = roundHalfEven(values[step]! / unit) * unit;
    }
  }
  return usage;
}

/** Rounds to the nearest whole number, ties to the even one. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
