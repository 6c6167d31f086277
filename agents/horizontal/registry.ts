import { AgentRoster } from '../agent-roster.js';
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

/** Every horizontal-scaling agent. */
export const horizontalRoster: AgentRoster<HorizontalAgent> = new AgentRoster([
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
  register(exp4Agent(autoscalerById)),
  register(guardedAgent(autoscalerById)),
]);

function autoscalerById(id: string): HorizontalAgent {
  return horizontalRoster.byId(id);
}
