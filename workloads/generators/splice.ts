import { z } from 'zod';
import { emptyUsage, type Generator, resources, type WorkloadNode } from './generator.js';
import { partPlaces } from './part-places.js';

interface Splice {
  /** What comes after what; a part without `timesteps` shares what the others leave. */
  readonly parts: readonly { readonly of: WorkloadNode; readonly timesteps?: number | undefined }[];
}

/** Plays its parts one after the other. What does not fit is cut off; the last part is as long as it takes. */
export function splice(node: z.ZodType<WorkloadNode>): Generator<Splice> {
  return {
    type: 'splice',
    summary: 'plays its parts one after the other',
    schema: z.strictObject({
      parts: z.array(z.strictObject({ of: node, timesteps: z.int().min(1).optional() })).min(1),
    }),
    generate({ parts }, context) {
      const usage = emptyUsage(context.steps);
      const places = partPlaces(parts.map(({ of }) => of));
      const lengths = pieceLengths(parts, context.steps);
      let at = 0;
      for (const [i, [part, place]] of places.entries()) {
        const steps = lengths[i]!;
        if (steps === 0) continue;
        const piece = context.generate(part, place, steps, at);
        for (const resource of resources) usage[resource].set(piece[resource], at);
        at += steps;
      }
      return usage;
    },
  };
}

/** Steps of each part: given lengths first come, first served; the others share the rest evenly; the last one fills up. */
function pieceLengths(parts: Splice['parts'], steps: number): number[] {
  const given = parts.reduce((sum, { timesteps }) => sum + (timesteps ?? 0), 0);
  const open = parts.filter(({ timesteps }) => timesteps === undefined).length;
  const share = open === 0 ? 0 : Math.max(0, Math.floor((steps - given) / open));
  let left = steps;
  return parts.map(({ timesteps }, i) => {
    const length = i === parts.length - 1 ? left : Math.min(left, timesteps ?? share);
    left -= length;
    return length;
  });
}
