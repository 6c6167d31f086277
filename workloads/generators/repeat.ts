import { z } from 'zod';
import { emptyUsage, type Generator, resources, type WorkloadNode } from './generator.js';

/** Makes its child once, for some steps, and plays it over and over. */
export function repeat(
  node: z.ZodType<WorkloadNode>,
): Generator<{ readonly of: WorkloadNode; readonly timesteps: number }> {
  return {
    type: 'repeat',
    summary: 'plays its child over and over',
    schema: z.strictObject({ of: node, timesteps: z.int().min(1) }),
    generate({ of, timesteps }, context) {
      const piece = context.generate(of, 'of', timesteps);
      const usage = emptyUsage(context.steps);
      for (const resource of resources)
        for (let step = 0; step < context.steps; step++) usage[resource][step] = piece[resource][step % timesteps]!;
      return usage;
    },
  };
}
