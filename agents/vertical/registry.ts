import { AgentRoster } from '../agent-roster.js';
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

/** Every vertical-scaling agent. */
export const verticalRoster = new AgentRoster<VerticalAgent>([
  register(staticAgent),
  register(thresholdAgent),
  register(randomAgent),
  register(movingWindowAgent),
  register(kubernetesAgent),
  register(autopilotAgent),
  register(autopilotMlAgent),
  register(optimumAgent),
]);
