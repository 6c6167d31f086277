import { z } from 'zod';
import type { Fields } from './fields.js';
import { emptyUsage, type Generator, type Resource } from './generator.js';
import { finish, finishUsage } from './whole-units.js';

const share = z.number().min(0).max(1);
/** smart-vpa's order of the two resources in this generator's lists. */
const order = ['memory', 'cpu'] as const satisfies readonly Resource[];

const schema = (fields: Fields) =>
  z.strictObject({
    max_usage: fields.amounts({ cpu: 1000, memory: 5000, load: 50 }),
    /** Shares of the maximum to begin with: memory, CPU. */
    start_workload: fields.columns(share, [0.5, 0.5]),
    workload_var: z
      .strictObject({
        /** Size of one unit as a share of the maximum: memory, CPU. */
        steps_unit: fields.columns(share, [0.01, 0.01]),
        /** Most units a step moves, up or down: memory, CPU. */
        max_steps: fields.columns(z.int().min(0), [1, 1]),
      })
      .prefault({}),
    ...finish(fields),
  });

/**
 * A bounded random walk on the share of a maximum (smart-vpa's `step`, specification §13): every step adds k units, k a whole
 * number uniform over −max_steps … max_steps, and keeps the share within 0 and 1. The first step is the start itself.
 */
export const step = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'step',
  summary: 'a bounded random walk in fixed units',
  schema: schema(fields),
  generate(config, context) {
    const { max_usage, start_workload, workload_var } = config;
    const usage = emptyUsage(context.steps);
    for (const [column, resource] of order.entries()) {
      const random = context.random(resource);
      const unit = workload_var.steps_unit[column]!;
      const most = workload_var.max_steps[column]!;
      const values = usage[resource];
      let level = start_workload[column]!;
      for (let i = 0; i < values.length; i++) {
        values[i] = level * max_usage[resource];
        level = Math.min(1, Math.max(0, level + random.integer(-most, most) * unit));
      }
    }
    return finishUsage(usage, config, context);
  },
});
