import { z } from 'zod';
import type { Fields } from './fields.js';
import { fillUsage, type Generator } from './generator.js';
import { finish, finishUsage } from './whole-units.js';

const schema = (fields: Fields) =>
  z.strictObject({
    max_usage: fields.amounts({ cpu: 1000, memory: 5000, load: 50 }),
    min_usage: fields.amounts({ cpu: 0, memory: 0, load: 0 }),
    /** Half periods over the series, both ends included (smart-vpa's name); ignored when `periods` is given. */
    num_peaks: z.number().positive().prefault(5),
    /** Whole periods over the series; the step after the last one would be the first again, so the series can be repeated. */
    periods: z.number().positive().optional(),
    /** Radians by which the wave is ahead. */
    phase: z.number().prefault(0),
    ...finish(fields),
  });

/**
 * A sine wave between two levels, both resources in phase (smart-vpa's `sinusoidal`, specification §13):
 * `usage = min + (max − min)·(sin(x) + 1)/2`, where x runs from 0 to `num_peaks`·π with both ends included, so that it
 * begins half way up and `num_peaks` counts half periods.
 */
export const sinusoidal = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'sinusoidal',
  summary: 'a sine wave between two levels',
  schema: schema(fields),
  generate(config, context) {
    const { min_usage, max_usage, num_peaks, periods, phase } = config;
    const advance =
      periods === undefined
        ? (num_peaks * Math.PI) / Math.max(1, context.steps - 1)
        : (2 * Math.PI * periods) / context.steps;
    const usage = fillUsage(context.steps, (resource, step) => {
      const share = (Math.sin(step * advance + phase) + 1) / 2;
      return min_usage[resource] + (max_usage[resource] - min_usage[resource]) * share;
    });
    return finishUsage(usage, config, context);
  },
});
