import { z } from 'zod';
import { parseWith } from '../../../../workloads/parse-with.js';
import type { HorizontalAgent, HorizontalAgentContext } from '../../agent.js';
import type { Autoscaler } from '../../autoscaler.js';

/** An agent within another agent's options: its id and its own options. */
export const nestedAgentSchema = z.strictObject({
  id: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
});

/** Finds an agent by its id; throws InputError when there is none. */
export type ResolveAgent = (id: string) => HorizontalAgent;

/**
 * Makes the autoscaler of a nested agent.
 * @param path where its options stand in the outer ones, named in errors
 * @throws InputError for an unknown agent or a bad option
 */
export function createNested(
  resolve: ResolveAgent,
  spec: z.infer<typeof nestedAgentSchema>,
  path: readonly (string | number)[],
  context: HorizontalAgentContext,
): Autoscaler {
  const agent = resolve(spec.id);
  return agent.create(parseWith(agent.configSchema, spec.config, undefined, [...path, 'config']), context);
}
