import { z } from 'zod';
import { parseWith } from '../../../../workloads/parse-with.js';
import type { HorizontalAgent, HorizontalAgentContext } from '../../agent.js';
import { FallbackGuard } from './fallback-guard.js';
import { withinStep } from './step-limit.js';

const agentSpec = z.strictObject({ id: z.string(), config: z.record(z.string(), z.unknown()).default({}) });

const configSchema = z.strictObject({
  /** Who decides while all is well. */
  learner: agentSpec.prefault({ id: 'hslinucb' }),
  /** Who decides after `violations` violated decisions in a row. */
  fallback: agentSpec.prefault({ id: 'kubernetes-hpa' }),
  /** k: violated decisions in a row after which the fallback takes over. */
  violations: z.int().min(1).default(3),
  /** Decisions in a row that must meet the objective before the learner decides again. */
  recovery: z.int().min(1).default(10),
  /** Most replicas that one decision of the learner may add; none: as many as it wants. */
  maxStepUp: z.int().min(1).optional(),
  /** Most replicas that one decision of the learner may remove. */
  maxStepDown: z.int().min(1).optional(),
});

/**
 * A learner under guard: {@link FallbackGuard} over agents of the registry, the learner's steps limited by {@link withinStep}.
 * @param resolve finds an agent by its id
 */
export function guardedAgent(resolve: (id: string) => HorizontalAgent): HorizontalAgent<z.infer<typeof configSchema>> {
  const make = (role: string, spec: z.infer<typeof agentSpec>, context: HorizontalAgentContext) => {
    const agent = resolve(spec.id);
    return agent.create(parseWith(agent.configSchema, spec.config, undefined, [role, 'config']), context);
  };
  return {
    id: 'guarded',
    title: 'Guarded learner',
    describe: 'A learner, by default HSLinUCB, that the HPA relieves when the objective is violated 3 times in a row.',
    stochastic: true,
    configSchema,
    create(config, context) {
      const { latencyObjectiveMs } = context;
      const up = config.maxStepUp ?? Number.POSITIVE_INFINITY;
      const down = config.maxStepDown ?? Number.POSITIVE_INFINITY;
      return new FallbackGuard(
        withinStep(make('learner', config.learner, context), { up, down }),
        make('fallback', config.fallback, context),
        { latencyObjectiveMs, violations: config.violations, recovery: config.recovery },
      );
    },
  };
}
