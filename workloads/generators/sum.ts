import { z } from 'zod';
import { emptyUsage, type Generator, resources, type WorkloadNode } from './generator.js';
import { partPlaces } from './part-places.js';

/** Adds the usage of its parts, step by step. */
export function sum(node: z.ZodType<WorkloadNode>): Generator<{ readonly parts: readonly WorkloadNode[] }> {
  return {
    type: 'sum',
    summary: 'adds its parts',
    schema: z.strictObject({ parts: z.array(node).min(1) }),
    generate({ parts }, context) {
      const total = emptyUsage(context.steps);
      for (const [part, place] of partPlaces(parts)) {
        const usage = context.generate(part, place);
        for (const resource of resources)
          for (let step = 0; step < context.steps; step++) total[resource][step]! += usage[resource][step]!;
      }
      return total;
    },
  };
}
