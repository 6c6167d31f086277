import type { HorizontalAgentContext } from '../../agents/horizontal/agent.js';

/** What an autoscaler of the seed's frontend is told at the beginning. */
export function agentContext(seed: number, change: Partial<HorizontalAgentContext> = {}): HorizontalAgentContext {
  return {
    seed,
    decisionSeconds: 15,
    latencyObjectiveMs: 600,
    limits: { minReplicas: 1, maxReplicas: 10 },
    initialReplicas: 1,
    pod: {
      cpuRequestMillicores: 600,
      cpuLimitMillicores: 2500,
      memoryRequestBytes: 640 * 2 ** 20,
      memoryLimitBytes: 1536 * 2 ** 20,
    },
    ...change,
  };
}
