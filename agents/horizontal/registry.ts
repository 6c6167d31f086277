import { InputError } from '../../env/core/input-error.js';
import { AgentRoster } from '../agent-roster.js';
import type { HorizontalAgent, HorizontalPlanner, TunedAgent } from './agent.js';
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
import { calibratedHpaAgent } from './calibrated-hpa.js';
import { clairvoyantAgent } from './clairvoyant/index.js';
import { kedaAgent } from './keda/agent.js';
import { kubernetesHpaAgent } from './kubernetes-hpa/agent.js';
import { predictiveHpaAgent } from './predictive-hpa/agent.js';
import { qLearningAgent, qLearningAsReleasedAgent } from './q-learning/index.js';
import { randomAgent } from './random.js';
import { staticAgent } from './static.js';
import { thresholdAgent } from './threshold.js';

/** Any entry of the roster; its `kind` says how it is run. */
export type RosteredHorizontalAgent = HorizontalAgent | HorizontalPlanner | TunedAgent;

/** Forgets an agent's option type: its `configSchema` vouches for what it is given. */
function register<Config>(
  agent: HorizontalAgent<Config> | HorizontalPlanner<Config> | TunedAgent<Config>,
): RosteredHorizontalAgent {
  return agent as RosteredHorizontalAgent;
}

/** Every horizontal-scaling agent: baselines, then those that learn, then the safe ones, then the one that knows the future. */
export const horizontalRoster: AgentRoster<RosteredHorizontalAgent> = new AgentRoster([
  register(staticAgent),
  register(randomAgent),
  register(thresholdAgent),
  register(kubernetesHpaAgent),
  register(calibratedHpaAgent),
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
  register(exp4Agent(autoscalerById)),
  register(guardedAgent(autoscalerById)),
  register(clairvoyantAgent),
]);

/**
 * An agent that decides from what it sees, such as can run within another one.
 * @throws InputError when there is none of this name
 */
export function autoscalerById(id: string): HorizontalAgent {
  const agent = horizontalRoster.byId(id);
  if (agent.kind === 'autoscaler') return agent;
  const autoscalers = horizontalRoster.agents.filter(({ kind }) => kind === 'autoscaler').map((other) => other.id);
  throw new InputError(
    { file: 'agent', field: 'agent', value: id },
    `an agent that decides from what it sees: ${autoscalers.join(', ')}`,
  );
}
