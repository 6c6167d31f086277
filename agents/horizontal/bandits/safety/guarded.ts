import { z } from 'zod';
import type { HorizontalAgent } from '../../agent.js';
import { createNested, nestedAgentSchema, type ResolveAgent } from '../scaling/nested-agent.js';
import { hotStartOptions } from '../scaling/options.js';
import { FallbackGuard } from './fallback-guard.js';
import { withinStep } from './step-limit.js';

const configSchema = z.strictObject({
  /** Who decides while all is well. */
  learner: nestedAgentSchema.prefault({ id: 'hslinucb' }),
  /** Who decides after `violations` violated decisions in a row. */
  fallback: nestedAgentSchema.prefault({ id: 'kubernetes-hpa' }),
  /** k: violated decisions in a row after which the fallback takes over. */
  violations: z.int().min(1).default(3),
  /** Decisions in a row that must meet the objective before the learner decides again. */
  recovery: z.int().min(1).default(10),
  /** Most replicas that one decision of the learner may add; none: as many as it wants. */
  maxStepUp: z.int().min(1).optional(),
  /** Most replicas that one decision of the learner may remove. */
  maxStepDown: z.int().min(1).optional(),
  ...hotStartOptions,
});

/**
 * A learner under guard: {@link FallbackGuard} over agents of the registry, the learner's steps limited by {@link
 * withinStep}.
 */
export function guardedAgent(resolve: ResolveAgent): HorizontalAgent<z.infer<typeof configSchema>> {
  return {
    id: 'guarded',
    title: 'Guarded learner',
    describe: 'A learner, by default HSLinUCB, that the HPA relieves when the objective is violated 3 times in a row.',
    kind: 'autoscaler',
    stochastic: true,
    configSchema,
    create(config, context) {
      const { latencyObjectiveMs } = context;
      const up = config.maxStepUp ?? Number.POSITIVE_INFINITY;
      const down = config.maxStepDown ?? Number.POSITIVE_INFINITY;
      const learner = withinStep(createNested(resolve, config.learner, ['learner'], context), { up, down });
      const fallback = createNested(resolve, config.fallback, ['fallback'], context);
      const guard = new FallbackGuard(learner, fallback, {
        latencyObjectiveMs,
        violations: config.violations,
        recovery: config.recovery,
      });
      if (config.hotStart !== undefined) guard.restore(config.hotStart);
      return guard;
    },
  };
}
