import { z } from 'zod';
import { ContextIndex } from '../../env/horizontal/view.js';
import type { HorizontalAgent, HorizontalAgentContext } from './agent.js';

const configSchema = z.strictObject({
  /** What is measured: a mean over pods, except `requestsPerSecond`, which is shared out over them, and `p95LatencyMs`. */
  signal: z
    .enum([
      'cpuMillicores',
      'cpuToRequest',
      'cpuToLimit',
      'memoryToRequest',
      'memoryToLimit',
      'requestsPerSecond',
      'p95LatencyMs',
    ])
    .default('cpuMillicores'),
  /** What the signal should be; as released 470 millicores, 78 % of the seed's request of 600. */
  target: z.number().positive().default(470),
  /** The count stays while signal ÷ target differs from 1 by at most this; as released 0. */
  tolerance: z.number().min(0).default(0),
});

type Config = z.infer<typeof configSchema>;

/** The signal of all pods together; NaN while nothing was measured. */
function demand(x: Float64Array, { signal }: Config, { pod }: HorizontalAgentContext): number {
  const pods = x[ContextIndex.containers]!;
  switch (signal) {
    case 'cpuMillicores':
      return pods * (x[ContextIndex.cpuToRequest]! * pod.cpuRequestMillicores);
    case 'requestsPerSecond':
      return x[ContextIndex.requestsPerSecond]!;
    default:
      return pods * x[ContextIndex[signal]]!;
  }
}

/**
 * The seed's threshold rule, there called "hpa": replicas = ⌈pods · signal ÷ target⌉ within the limits, applied at once (specification
 * §2.3). As released the signal is mean CPU and the target 470 millicores; neither tolerance nor stabilisation.
 */
export const thresholdAgent: HorizontalAgent<Config> = {
  id: 'threshold',
  title: 'Threshold',
  describe: 'Pods in proportion to one signal over its target, by default mean CPU over 470 millicores, at once.',
  kind: 'autoscaler',
  stochastic: false,
  configSchema,
  create(config, context) {
    return {
      decide({ context: x, specReplicas, limits }) {
        const total = demand(x, config, context);
        const off = Math.abs(total / (x[ContextIndex.containers]! * config.target) - 1);
        const steady = Number.isNaN(total) || (config.tolerance > 0 && off <= config.tolerance);
        const wanted = steady ? specReplicas : Math.ceil(total / config.target);
        return Math.min(limits.maxReplicas, Math.max(limits.minReplicas, wanted));
      },
    };
  },
};
