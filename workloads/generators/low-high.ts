import { z } from 'zod';
import type { Fields } from './fields.js';
import { fillUsage, type Generator } from './generator.js';
import { finish, finishUsage } from './whole-units.js';

const schema = (fields: Fields) =>
  z.strictObject({
    min_usage: fields.amounts({ cpu: 500, memory: 2500, load: 10 }),
    max_usage: fields.amounts({ cpu: 1000, memory: 5000, load: 40 }),
    /** Steps at the minimum, then steps at the maximum, and over again. */
    low_steps: z.int().min(1).prefault(1),
    high_steps: z.int().min(1).prefault(1),
    /** Steps by which the pattern is ahead: with `low_steps` it begins high. */
    phase: z.int().min(0).prefault(0),
    ...finish(fields),
  });

/**
 * Alternates between two levels, both resources in phase (smart-vpa's `lowhigh`, specification §13). With the defaults the
 * level changes at every step, beginning low, as there; any length is possible.
 */
export const lowHigh = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'lowhigh',
  summary: 'alternates between a low and a high level',
  schema: schema(fields),
  generate(config, context) {
    const { min_usage, max_usage, low_steps, high_steps, phase } = config;
    const period = low_steps + high_steps;
    const usage = fillUsage(context.steps, (resource, step) =>
      (step + phase) % period < low_steps ? min_usage[resource] : max_usage[resource],
    );
    return finishUsage(usage, config, context);
  },
});
