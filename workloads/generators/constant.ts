import { z } from 'zod';
import { amounts } from './fields.js';
import { fillUsage, type Generator } from './generator.js';
import { finish, finishUsage } from './whole-units.js';

const schema = z.strictObject({
  /** Usage of every step. */
  usage: amounts({ cpu: 100, memory: 1000 }),
  ...finish,
});

/** The same usage at every step (smart-vpa's `constant`, specification §13). */
export const constant: Generator<z.output<typeof schema>> = {
  type: 'constant',
  summary: 'the same usage at every step',
  schema,
  generate: (config, context) =>
    finishUsage(
      fillUsage(context.steps, (resource) => config.usage[resource]),
      config,
      context,
    ),
};
