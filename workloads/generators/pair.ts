import { z } from 'zod';
import type { Generator, WorkloadNode } from './generator.js';

/** Takes the CPU of one child and the memory of another. */
export function pair(
  node: z.ZodType<WorkloadNode>,
): Generator<{ readonly cpu: WorkloadNode; readonly memory: WorkloadNode }> {
  return {
    type: 'pair',
    summary: 'the CPU of one child and the memory of another',
    schema: z.strictObject({ cpu: node, memory: node }),
    generate: ({ cpu, memory }, context) => ({
      cpu: context.generate(cpu, 'cpu').cpu,
      memory: context.generate(memory, 'memory').memory,
    }),
  };
}
