import { z } from 'zod';
import type { Fields } from './fields.js';
import { fillUsage, type Generator } from './generator.js';

const schema = (fields: Fields) =>
  z.strictObject({
    from: fields.amounts({ cpu: 100, memory: 500, load: 5 }),
    to: fields.amounts({ cpu: 1000, memory: 2000, load: 50 }),
    /** `linear` arrives after `duration`; `saturating` has covered 1 − 1/e of the way by then and slows down. */
    shape: z.enum(['linear', 'saturating']).prefault('linear'),
    /** Seconds; without it a linear ramp takes the whole series and a saturating one a third of it. */
    duration: z.number().positive().optional(),
    /** Seconds before the ramp begins. */
    delay: z.number().min(0).prefault(0),
  });

/**
 * Rises or falls from one level to another and stays there: `from + (to − from)·min(1, t/duration)`, or, saturating,
 * `from + (to − from)·(1 − exp(−t/duration))`, with t the seconds since the delay ended, at the beginning of the step.
 */
export const ramp = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'ramp',
  summary: 'rises or falls from one level to another',
  schema: schema(fields),
  generate({ from, to, shape, duration, delay }, { steps, stepSeconds }) {
    const whole = Math.max(1, steps - 1) * stepSeconds;
    const span = duration ?? (shape === 'linear' ? whole : whole / 3);
    return fillUsage(steps, (resource, step) => {
      const passed = Math.max(0, step * stepSeconds - delay) / span;
      const share = shape === 'linear' ? Math.min(1, passed) : -Math.expm1(-passed);
      return from[resource] + (to[resource] - from[resource]) * share;
    });
  },
});
