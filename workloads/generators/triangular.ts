import { z } from 'zod';
import type { Fields } from './fields.js';
import { fillUsage, type Generator } from './generator.js';

const schema = (fields: Fields) =>
  z.strictObject({
    low: fields.amounts({ cpu: 100, memory: 500, load: 5 }),
    high: fields.amounts({ cpu: 1000, memory: 2000, load: 50 }),
    /** Levels from the low to the high one, both included, at equal distances. */
    levels: z.int().min(2).prefault(10),
    /** Steps for which each level is held. */
    hold_steps: z.int().min(1).prefault(50),
  });

/**
 * Climbs a staircase and comes down again, over and over; both ends are held twice as long as the other levels, once as the end of one
 * way and once as the beginning of the next. With the defaults of a load, and one step a round, it is the load of the experiments with
 * HSLinUCB: 5, 10, …, 50 users, 50 rounds each (specification: horizontal.md §2.2).
 */
export const triangular = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'triangular',
  summary: 'a staircase up and down, over and over',
  schema: schema(fields),
  generate: ({ low, high, levels, hold_steps }, { steps }) =>
    fillUsage(steps, (resource, step) => {
      const block = Math.floor(step / hold_steps) % (2 * levels);
      const level = Math.min(block, 2 * levels - 1 - block);
      return low[resource] + ((high[resource] - low[resource]) * level) / (levels - 1);
    }),
});
