import { z } from 'zod';
import type { Fields, PerResource } from './fields.js';
import { type Generator, resources, type WorkloadNode } from './generator.js';

interface Clip {
  readonly of: WorkloadNode;
  /** Least usage; what is below is lifted. */
  readonly min: PerResource;
  /** Most usage; what is above is cut off. Where it is below the minimum, it wins. */
  readonly max: PerResource;
}

/** Keeps its child's usage between two bounds. */
export function clip(node: z.ZodType<WorkloadNode>, fields: Fields): Generator<Clip> {
  return {
    type: 'clip',
    summary: "keeps its child's usage between two bounds",
    schema: z.strictObject({
      of: node,
      min: fields.amounts({ cpu: 0, memory: 0, load: 0 }),
      max: fields.amounts({ cpu: 1e9, memory: '1Ei', load: 1e12 }),
    }),
    generate({ of, min, max }, context) {
      const usage = context.generate(of, 'of');
      for (const resource of resources)
        for (let step = 0; step < context.steps; step++)
          usage[resource][step] = Math.min(max[resource], Math.max(min[resource], usage[resource][step]!));
      return usage;
    },
  };
}
