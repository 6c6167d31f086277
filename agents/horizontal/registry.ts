import { InputError } from '../../env/core/input-error.js';
import type { HorizontalAgent } from './agent.js';
import {
  dLinUcbAgent,
  epsilonGreedyAgent,
  exp3Agent,
  exp4Agent,
  guardedAgent,
  hsLinUcbAgent,
  hsLinUcbAsReleasedAgent,
  linTsAgent,
  linUcbAgent,
  linUcbHybridAgent,
  neuralLinearAgent,
  slidingWindowLinUcbAgent,
  ucb1Agent,
} from './bandits/index.js';
import { kedaAgent } from './keda/agent.js';
import { kubernetesHpaAgent } from './kubernetes-hpa/agent.js';
import { predictiveHpaAgent } from './predictive-hpa/agent.js';
import { qLearningAgent, qLearningAsReleasedAgent } from './q-learning/index.js';
import { randomAgent } from './random.js';
import { staticAgent } from './static.js';
import { thresholdAgent } from './threshold.js';

/** Forgets an agent's option type: {@link HorizontalAgent.configSchema} vouches for what `create` is given. */
function register<Config>(agent: HorizontalAgent<Config>): HorizontalAgent {
  return agent as HorizontalAgent;
}

const agents: readonly HorizontalAgent[] = [
  register(staticAgent),
  register(randomAgent),
  register(thresholdAgent),
  register(kubernetesHpaAgent),
  register(kedaAgent),
  register(predictiveHpaAgent),
  register(hsLinUcbAsReleasedAgent),
  register(hsLinUcbAgent),
  register(linUcbAgent),
  register(linUcbHybridAgent),
  register(linTsAgent),
  register(epsilonGreedyAgent),
  register(dLinUcbAgent),
  register(slidingWindowLinUcbAgent),
  register(neuralLinearAgent),
  register(ucb1Agent),
  register(exp3Agent),
  register(qLearningAsReleasedAgent),
  register(qLearningAgent),
  register(exp4Agent(horizontalAgentById)),
  register(guardedAgent(horizontalAgentById)),
];

/** Every agent, in the order in which tables show them. */
export function horizontalAgents(): readonly HorizontalAgent[] {
  return agents;
}

export function horizontalAgentIds(): readonly string[] {
  return agents.map(({ id }) => id);
}

/**
 * @param place the flag or file the id came from, named in the error
 * @throws InputError when there is no such agent
 */
export function horizontalAgentById(id: string, place = 'agent'): HorizontalAgent {
  const found = agents.find((agent) => agent.id === id);
  if (found === undefined)
    throw new InputError({ file: place, field: 'agent', value: id }, `one of ${horizontalAgentIds().join(', ')}`);
  return found;
}
