import { z } from 'zod';
import { type Generator, resources, type WorkloadNode } from './generator.js';

interface FlashCrowd {
  readonly of: WorkloadNode;
  readonly peak: number;
  readonly start: number;
  readonly ramp: number;
  readonly hold: number;
  readonly decay: number;
  readonly shape: 'exponential' | 'linear';
}

/**
 * Multiplies its child while a crowd is there: by 1, rising linearly to `peak`, held, and falling back, either with the time constant
 * `decay` or on a line that takes `decay`. A step is multiplied by the factor's mean over it.
 */
export function flashCrowd(node: z.ZodType<WorkloadNode>): Generator<FlashCrowd> {
  return {
    type: 'flashcrowd',
    summary: 'multiplies its child while a crowd comes, stays and goes',
    schema: z.strictObject({
      of: node,
      /** Times the child, at the height of the crowd. */
      peak: z.number().min(1).prefault(4),
      /** Seconds from the child's beginning until the first of the crowd come. */
      start: z.number().min(0).prefault(3600),
      /** Seconds until all have come. */
      ramp: z.number().min(0).prefault(60),
      /** Seconds they stay. */
      hold: z.number().min(0).prefault(600),
      /** Seconds in which they go. */
      decay: z.number().min(0).prefault(900),
      shape: z.enum(['exponential', 'linear']).prefault('exponential'),
    }),
    generate({ of, ...crowd }, context) {
      const usage = context.generate(of, 'of');
      let before = crowdUntil(0, crowd);
      for (let step = 0; step < context.steps; step++) {
        const after = crowdUntil((step + 1) * context.stepSeconds, crowd);
        const factor = 1 + (after - before) / context.stepSeconds;
        for (const resource of resources) usage[resource][step]! *= factor;
        before = after;
      }
      return usage;
    },
  };
}

/** Integral of the factor minus 1 from 0 to an instant. */
function crowdUntil(seconds: number, { peak, start, ramp, hold, decay, shape }: Omit<FlashCrowd, 'of'>): number {
  const extra = peak - 1;
  const coming = Math.min(Math.max(seconds - start, 0), ramp);
  const staying = Math.min(Math.max(seconds - start - ramp, 0), hold);
  const going = Math.max(seconds - start - ramp - hold, 0);
  const came = ramp === 0 ? 0 : coming ** 2 / (2 * ramp);
  return extra * (came + staying + goneBy(going, decay, shape));
}

/** Integral of what is left of a crowd of 1 over the time since it began to go. */
function goneBy(seconds: number, decay: number, shape: FlashCrowd['shape']): number {
  if (decay === 0) return 0;
  if (shape === 'exponential') return -decay * Math.expm1(-seconds / decay);
  const going = Math.min(seconds, decay);
  return going - going ** 2 / (2 * decay);
}
