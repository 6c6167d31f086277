import type { AgentSpec } from '../../agents/agent-spec.js';
import { oracleLevels } from './oracle.js';
import { play } from './play.js';
import { orangeSetting, recordOrangeTable } from './setting.js';

/** CPU utilisation the target may be, percent of the request. */
const targets = [50, 55, 60, 65, 70, 75, 80];

/** Rounds a target is tried: the load goes up and down twice. */
const rounds = 4 * orangeSetting.users.length * orangeSetting.roundsPerLevel;

/**
 * The HPA with the CPU target that earns most on a recording that no run plays on. A pod of this service cannot use more than 85 % of its
 * request, which the HPA's tolerance takes for its default target of 80 %: as it comes it never scales.
 */
export function calibratedHpa(seed: number): AgentSpec {
  const table = recordOrangeTable('d1', `${seed}/calibration`);
  const levels = oracleLevels(table, orangeSetting.latencyObjectiveMs);
  let best: AgentSpec | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const target of targets) {
    const spec: AgentSpec = { id: 'kubernetes-hpa', config: { targetCPUUtilizationPercentage: target } };
    const agent = { label: spec.id, title: spec.id, role: 'autoscaler', spec, options: null } as const;
    const { reward } = play({ agent, table, levels, rounds, learned: null, seed: 'calibration', keepsStretch: false })
      .play.metrics;
    if (reward > most) {
      most = reward;
      best = spec;
    }
  }
  return best!;
}
