import { z } from 'zod';
import type { Fields, PerResource } from './fields.js';
import { type Generator, resources, type WorkloadNode } from './generator.js';

/** Multiplies its child's usage. */
export function scale(
  node: z.ZodType<WorkloadNode>,
  fields: Fields,
): Generator<{ readonly of: WorkloadNode; readonly factor: PerResource }> {
  return {
    type: 'scale',
    summary: "multiplies its child's usage",
    schema: z.strictObject({ of: node, factor: fields.each(z.number().min(0), { cpu: 1, memory: 1 }) }),
    generate({ of, factor }, context) {
      const usage = context.generate(of, 'of');
      for (const resource of resources)
        for (let step = 0; step < context.steps; step++) usage[resource][step]! *= factor[resource];
      return usage;
    },
  };
}
