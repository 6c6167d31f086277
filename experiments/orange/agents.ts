import { type AgentSpec, agentLabel } from '../../agents/agent-spec.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import { calibratedHpa } from './calibrated-hpa.js';

/** One of those that are compared. */
export interface OrangeAgent {
  /** Unique in the run. */
  readonly label: string;
  readonly title: string;
  /**
   * `released`: plays and logs the released round, in which a learner that stays is judged by what it decided on, which had just met the
   * objective. `autoscaler`: observes, decides, observes, and is judged by that, in every round. `peak`: keeps the oracle's most pods.
   * `oracle`: knows the table.
   */
  readonly role: 'released' | 'autoscaler' | 'peak' | 'oracle';
  readonly spec: AgentSpec;
  /** Options the agent runs with, defaults included. */
  readonly options: unknown;
}

/** Agents of the reproduction by their ids; options are the registry's defaults. */
const released = ['hslinucb-as-released', 'q-learning-as-released'];
const corrected = ['hslinucb', 'q-learning'];

/** Marks a released learner that is observed after every decision, as everybody else is. */
const observed = ' (observed)';

/**
 * A corrected agent and the released one it descends from: first judged alike, then each by its own log. The released log leaves out
 * what staying led to, so only the first comparison is one of equals.
 */
export const correctedPairs = [
  { corrected: 'hslinucb', released: `hslinucb-as-released${observed}` },
  { corrected: 'q-learning', released: `q-learning-as-released${observed}` },
  { corrected: 'hslinucb', released: 'hslinucb-as-released' },
  { corrected: 'q-learning', released: 'q-learning-as-released' },
] as const;

/**
 * Those that are compared: the released agents and the corrected ones, rules, and the two that need to know the table.
 * @param seed of the recording that the calibrated HPA is chosen on
 * @param further named by the caller, for instance with other options
 * @throws InputError for an agent that there is not, or a bad option
 */
export function orangeAgents(seed: number, further: readonly AgentSpec[] = []): readonly OrangeAgent[] {
  const calibrated = calibratedHpa(seed);
  const agents: OrangeAgent[] = [
    ...released.map((id) => rosterAgent({ id, config: {} }, 'released')),
    ...released.map((id) => observedAgent(id)),
    ...corrected.map((id) => rosterAgent({ id, config: {} }, 'autoscaler')),
    ...further.map((spec) => rosterAgent(spec, released.includes(spec.id) ? 'released' : 'autoscaler')),
    rosterAgent({ id: 'threshold', config: {} }, 'autoscaler'),
    rosterAgent({ id: 'kubernetes-hpa', config: {} }, 'autoscaler'),
    {
      ...rosterAgent(calibrated, 'autoscaler'),
      label: 'kubernetes-hpa-calibrated',
      title: `Kubernetes HPA, CPU at ${calibrated.config['targetCPUUtilizationPercentage']} %`,
    },
    rosterAgent({ id: 'random', config: {} }, 'autoscaler'),
    { label: 'peak', title: 'Static, for the peak', role: 'peak', spec: { id: 'peak', config: {} }, options: {} },
    { label: 'oracle', title: 'Oracle', role: 'oracle', spec: { id: 'oracle', config: {} }, options: {} },
  ];
  const seen = new Set<string>();
  return agents.filter(({ label }) => !seen.has(label) && seen.add(label));
}

/** A released learner that plays as everybody else does. */
function observedAgent(id: string): OrangeAgent {
  const agent = rosterAgent({ id, config: {} }, 'autoscaler');
  return { ...agent, label: `${agent.label}${observed}`, title: `${agent.title.replace(/\)$/, '')}, observed)` };
}

function rosterAgent(spec: AgentSpec, role: 'released' | 'autoscaler'): OrangeAgent {
  const { agent, config } = horizontalRoster.configure(spec, '--agents');
  const label = agentLabel(spec);
  return {
    label,
    title: label === spec.id ? agent.title : label.replace(spec.id, agent.title),
    role,
    spec,
    options: config,
  };
}
