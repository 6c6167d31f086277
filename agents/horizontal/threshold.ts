import { z } from 'zod';
import { InputError } from '../../env/core/input-error.js';
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
  /** What the signal should be; by default 78 % of what it is measured against (see {@link defaultTarget}). */
  target: z.number().positive().optional(),
  /** The count stays while signal ÷ target differs from 1 by at most this; as released 0. */
  tolerance: z.number().min(0).default(0),
});

type Config = z.infer<typeof configSchema>;

/** 470 of 600 millicores, what the seed's threshold is to its request. */
const releasedShare = 470 / 600;

/**
 * The released share of what a signal is measured against: the pod's request, 1 for ratios, the objective for latency, and for requests/s what one
 * pod carries.
 * @throws InputError for requests/s where nobody knows what a pod carries
 */
function defaultTarget(
  signal: Config['signal'],
  { pod, latencyObjectiveMs, podRequestsPerSecond }: HorizontalAgentContext,
): number {
  switch (signal) {
    case 'cpuMillicores':
      return releasedShare * pod.cpuRequestMillicores;
    case 'p95LatencyMs':
      return releasedShare * latencyObjectiveMs;
    case 'requestsPerSecond':
      if (podRequestsPerSecond === undefined)
        throw new InputError({ field: 'threshold.target' }, 'a number of requests/s; what a pod carries is not known');
      return releasedShare * podRequestsPerSecond;
    default:
      return releasedShare;
  }
}

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
 * §2.3). As released the signal is mean CPU and the target 470 millicores of a request of 600, which the defaults are for such pods; neither
 * tolerance nor stabilisation.
 */
export const thresholdAgent: HorizontalAgent<Config> = {
  id: 'threshold',
  title: 'Threshold',
  describe: 'Pods in proportion to one signal over its target, by default mean CPU over 78 % of the request, at once.',
  kind: 'autoscaler',
  stochastic: false,
  configSchema,
  create(config, context) {
    const target = config.target ?? defaultTarget(config.signal, context);
    return {
      decide({ context: x, specReplicas, limits }) {
        const total = demand(x, config, context);
        const off = Math.abs(total / (x[ContextIndex.containers]! * target) - 1);
        const steady = Number.isNaN(total) || (config.tolerance > 0 && off <= config.tolerance);
        const wanted = steady ? specReplicas : Math.ceil(total / target);
        return Math.min(limits.maxReplicas, Math.max(limits.minReplicas, wanted));
      },
    };
  },
};
