import { z } from 'zod';
import type { Fields } from './fields.js';
import { fillUsage, type Generator } from './generator.js';
import { finish, finishUsage } from './whole-units.js';

const schema = (fields: Fields) =>
  z.strictObject({
    /** Usage of every step. */
    usage: fields.amounts({ cpu: 100, memory: 1000, load: 25 }),
    ...finish(fields),
  });

/** The same usage at every step (smart-vpa's `constant`, specification §13). */
export const constant = (fields: Fields): Generator<z.output<ReturnType<typeof schema>>> => ({
  type: 'constant',
  summary: 'the same usage at every step',
  schema: schema(fields),
  generate: (config, context) =>
    finishUsage(
      fillUsage(context.steps, (resource) => config.usage[resource]),
      config,
      context,
    ),
});
