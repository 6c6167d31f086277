import { z } from 'zod';
import { cpuField, memoryField } from './fields.js';
import { emptyUsage, type Generator } from './generator.js';

const schema = z
  .strictObject({
    /** CPU while running. */
    cpu: cpuField.prefault(200),
    /** Memory right after a start. */
    base: memoryField.prefault(300),
    /** Memory at which the process is restarted. */
    limit: memoryField.prefault(900),
    /** Mean growth in an hour. */
    growth_per_hour: memoryField.prefault(25),
    /** Coefficient of variation of the growth from one life to the next (lognormal, mean kept). */
    growth_variation: z.number().min(0).prefault(0.2),
    /** Seconds between restarts that happen whatever the memory is, such as deployments; none when absent. */
    restart_every: z.number().positive().optional(),
    /** Seconds that the process has been running when the series begins. */
    initial_age: z.number().min(0).prefault(0),
    /** Seconds a restart takes, in which usage is zero. */
    restart_seconds: z.number().min(0).prefault(0),
  })
  .refine(({ base, limit }) => limit > base, { path: ['limit'], message: 'more memory than base' });

/**
 * A memory leak: memory grows linearly from `base`, at a rate drawn anew for every life, until the process is restarted
 * because it reached `limit` or because it was time to; then it begins again. A step holds the value at its beginning.
 */
export const leak: Generator<z.output<typeof schema>> = {
  type: 'leak',
  summary: 'memory grows until a restart sets it back',
  schema,
  generate(config, context) {
    const { steps, stepSeconds } = context;
    const { cpu, base, limit, growth_per_hour, growth_variation, restart_every, initial_age, restart_seconds } = config;
    const random = context.random('growth');
    const sigma = Math.sqrt(Math.log1p(growth_variation * growth_variation));
    const usage = emptyUsage(steps);
    let bornAt = -initial_age;
    let growth = 0;
    let diesAt = bornAt;
    const live = () => {
      growth = (growth_per_hour / 3600) * Math.exp(random.normal((-sigma * sigma) / 2, sigma));
      diesAt = bornAt + Math.min(restart_every ?? Number.POSITIVE_INFINITY, (limit - base) / growth);
    };
    live();
    for (let step = 0; step < steps; step++) {
      const time = step * stepSeconds;
      while (time >= diesAt) {
        bornAt = diesAt + restart_seconds;
        live();
      }
      const running = time >= bornAt;
      usage.cpu[step] = running ? cpu : 0;
      usage.memory[step] = running ? base + growth * (time - bornAt) : 0;
    }
    return usage;
  },
};
