import { InputError } from '../../env/core/input-error.js';
import type { VerticalAgent } from './agent.js';
import { autopilotAgent } from './autopilot/autopilot.js';
import { autopilotMlAgent } from './autopilot/autopilot-ml.js';
import { optimumAgent } from './clairvoyant/optimum.js';
import { kubernetesAgent } from './kubernetes-agent.js';
import { movingWindowAgent } from './moving-window.js';
import { randomAgent } from './random.js';
import { staticAgent } from './static.js';
import { thresholdAgent } from './threshold.js';

/** Forgets an agent's option type: {@link VerticalAgent.configSchema} vouches for what `create` and `plan` are given. */
function register<Config>(agent: VerticalAgent<Config>): VerticalAgent {
  return agent as VerticalAgent;
}

const agents: readonly VerticalAgent[] = [
  register(staticAgent),
  register(thresholdAgent),
  register(randomAgent),
  register(movingWindowAgent),
  register(kubernetesAgent),
  register(autopilotAgent),
  register(autopilotMlAgent),
  register(optimumAgent),
];

/** Every agent, in the order in which tables show them. */
export function verticalAgents(): readonly VerticalAgent[] {
  return agents;
}

/** Ids of all agents, in the order of the registry. */
export function agentIds(): readonly string[] {
  return agents.map(({ id }) => id);
}

/**
 * @param place the flag or file the id came from, named in the error
 * @throws InputError when there is no such agent
 */
export function agentById(id: string, place = 'agent'): VerticalAgent {
  const found = agents.find((agent) => agent.id === id);
  if (found === undefined)
    throw new InputError({ file: place, field: 'agent', value: id }, `one of ${agentIds().join(', ')}`);
  return found;
}
