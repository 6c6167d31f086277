import type { HorizontalAgentContext, PodResources } from '../../agents/horizontal/agent.js';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import type { Seed } from '../../env/core/random.js';
import type { HorizontalConfig } from '../../env/horizontal/config.js';
import { podRequestsPerSecond } from '../../env/horizontal/demand/index.js';
import type { RecordedTable } from '../../env/horizontal/table/index.js';

/** What an agent may know of a service before its first decision. */
export function agentContext(config: HorizontalConfig, seed: Seed): HorizontalAgentContext {
  const { decisionSeconds, objective, limits, initialReplicas, backend } = config;
  return {
    seed,
    decisionSeconds,
    latencyObjectiveMs: objective.latencyMs,
    limits,
    initialReplicas,
    pod: podResources(backend.kind === 'table' ? backend.table.pod : backend.platform.resources),
    ...loadTest(config),
  };
}

/** What one pod of a service answers within the objective; nothing where it answers nothing in time. */
function loadTest(config: HorizontalConfig) {
  const answered = podRequestsPerSecond(config);
  return answered === null ? {} : { podRequestsPerSecond: answered };
}

/** What one pod declares, as agents are told it. */
export function podResources(pod: RecordedTable['pod']): PodResources {
  return {
    cpuRequestMillicores: pod.cpuRequestMillicores,
    cpuLimitMillicores: pod.cpuLimitMillicores,
    memoryRequestBytes: pod.memoryRequestMebibytes * bytesPerMebibyte,
    memoryLimitBytes: pod.memoryLimitMebibytes === null ? null : pod.memoryLimitMebibytes * bytesPerMebibyte,
  };
}
