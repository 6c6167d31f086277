import type { HorizontalAgentContext } from '../../../agents/horizontal/agent.js';
import { horizontalRoster } from '../../../agents/horizontal/registry.js';

/** Enough of a workload to create an agent and ask what it can do. */
const anyWorkload: HorizontalAgentContext = {
  seed: 0,
  decisionSeconds: 15,
  latencyObjectiveMs: 500,
  limits: { minReplicas: 1, maxReplicas: 10 },
  initialReplicas: 1,
  pod: {
    cpuRequestMillicores: 1000,
    cpuLimitMillicores: 1000,
    memoryRequestBytes: 2 ** 29,
    memoryLimitBytes: 2 ** 29,
  },
};

/** Whether an agent learns while it runs: its autoscaler hears what came of its decisions. */
export function learns(agentId: string): boolean {
  const agent = horizontalRoster.agents.find(({ id }) => id === agentId);
  if (agent?.kind !== 'autoscaler') return false;
  return agent.create(agent.configSchema.parse({}), anyWorkload).learn !== undefined;
}
