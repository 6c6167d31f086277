import { z } from 'zod';
import { arProcess, isStationary } from './ar-process.js';
import type { Fields } from './fields.js';
import { emptyUsage, type Generator, resources } from './generator.js';

const coefficients = z
  .array(z.number())
  .refine(isStationary, { message: 'coefficients of a stationary process (all roots outside the unit circle)' });

const schema = (fields: Fields) =>
  z.strictObject({
    mean: fields.amounts({ cpu: 500, memory: 1000, load: 25 }),
    /** Standard deviation around the mean. */
    deviation: fields.amounts({ cpu: 100, memory: 50, load: 5 }),
    /** φ₁ … φₚ of xₜ = Σ φᵢ·xₜ₋ᵢ + εₜ, one a step. */
    coefficients: fields.each(coefficients, { cpu: [0.9], memory: [0.9] }),
    /**
     * `normal` keeps the autocorrelations exactly but is cut off at 0; `lognormal` takes the exponential of the process, which
     * is never negative, has a longer tail above, and keeps mean and deviation exactly.
     */
    distribution: z.enum(['normal', 'lognormal']).prefault('normal'),
  });

/** A stationary autoregressive process around a mean, one for each resource. */
export const autoregressive = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'autoregressive',
  summary: 'correlated noise around a mean',
  schema: schema(fields),
  generate({ mean, deviation, coefficients, distribution }, context) {
    const usage = emptyUsage(context.steps);
    for (const resource of resources) {
      const process = arProcess(coefficients[resource], context.steps, context.random(resource));
      const values = usage[resource];
      const variation = mean[resource] === 0 ? 0 : deviation[resource] / mean[resource];
      const sigma = Math.sqrt(Math.log1p(variation * variation));
      for (let step = 0; step < values.length; step++)
        values[step] =
          distribution === 'normal'
            ? Math.max(0, mean[resource] + deviation[resource] * process[step]!)
            : mean[resource] * Math.exp(sigma * process[step]! - (sigma * sigma) / 2);
    }
    return usage;
  },
});
