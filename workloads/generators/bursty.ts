import { z } from 'zod';
import type { RandomStream } from '../../env/core/random.js';
import type { Fields } from './fields.js';
import { fillUsage, type Generator, resources } from './generator.js';

const sizeSchema = z.discriminatedUnion('distribution', [
  z.strictObject({
    distribution: z.literal('pareto'),
    /** Tail index: P(size > x) = x^−alpha for x ≥ 1. The mean is finite above 1, the variance above 2. */
    alpha: z.number().positive().prefault(2.5),
  }),
  z.strictObject({
    distribution: z.literal('lognormal'),
    /** Standard deviation of ln(size); the median size is 1. */
    sigma: z.number().min(0).prefault(1),
  }),
]);

type BurstSize = z.output<typeof sizeSchema>;

const schema = (fields: Fields) =>
  z.strictObject({
    /** Usage between bursts. */
    base: fields.amounts({ cpu: 100, memory: 500, load: 10 }),
    /** Added by a burst of size 1. */
    burst: fields.amounts({ cpu: 200, memory: 50, load: 10 }),
    size: sizeSchema.prefault({ distribution: 'pareto' }),
    /** Mean number of bursts that begin in an hour (Poisson arrivals). */
    rate_per_hour: z.number().min(0).prefault(2),
    /** Mean seconds a burst lasts (exponential). */
    duration: z.number().positive().prefault(180),
    /** Most usage; what goes beyond is cut off. */
    max: fields.amounts({ cpu: 1e9, memory: '1Ei', load: 1e12 }),
  });

/**
 * Spikes over a base level: bursts arrive as a Poisson process, last an exponential time, and have heavy-tailed sizes. A
 * step holds the mean over its seconds, so a burst that covers a tenth of a step counts a tenth. In the long run the mean
 * is `base + burst · E[size] · rate · duration` where nothing is cut off.
 */
export const bursty = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'bursty',
  summary: 'heavy-tailed spikes at random times over a base level',
  schema: schema(fields),
  generate({ base, burst, size, rate_per_hour, duration, max }, context) {
    const { steps, stepSeconds } = context;
    const activity = burstActivity(steps, stepSeconds, rate_per_hour / 3600, duration, size, context.random('bursts'));
    const usage = fillUsage(steps, (resource, step) => base[resource] + burst[resource] * activity[step]!);
    for (const resource of resources) {
      const values = usage[resource];
      for (let step = 0; step < steps; step++) values[step] = Math.min(values[step]!, max[resource]);
    }
    return usage;
  },
});

/** Summed size of the bursts under way, averaged over each step. Bursts that began before the series count too. */
function burstActivity(
  steps: number,
  stepSeconds: number,
  rate: number,
  meanDuration: number,
  size: BurstSize,
  random: RandomStream,
): Float64Array {
  const activity = new Float64Array(steps);
  if (rate === 0) return activity;
  const end = steps * stepSeconds;
  const lookBack = 20 * meanDuration;
  for (let begin = random.exponential(1 / rate) - lookBack; begin < end; begin += random.exponential(1 / rate)) {
    const weight = drawSize(size, random);
    const until = Math.min(end, begin + random.exponential(meanDuration));
    const from = Math.max(0, begin);
    for (let step = Math.floor(from / stepSeconds); step < steps && step * stepSeconds < until; step++) {
      const overlap = Math.min(until, (step + 1) * stepSeconds) - Math.max(from, step * stepSeconds);
      activity[step]! += (weight * overlap) / stepSeconds;
    }
  }
  return activity;
}

function drawSize(size: BurstSize, random: RandomStream): number {
  if (size.distribution === 'pareto') return (1 - random.next()) ** (-1 / size.alpha);
  return Math.exp(random.normal(0, size.sigma));
}
