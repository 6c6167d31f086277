import type { HorizontalAgentContext } from '../../agents/horizontal/agent.js';
import type { Autoscaler } from '../../agents/horizontal/autoscaler.js';
import { HsLinUcbAsReleased, hsLinUcbAsReleasedAgent } from '../../agents/horizontal/bandits/hslinucb-as-released.js';
import { playReleasedRound, type ReleasedLearner } from '../../agents/horizontal/bandits/released-round.js';
import { restoreLearned, saveLearned } from '../../agents/horizontal/bandits/scaling/learning-autoscaler.js';
import {
  QLearningAsReleased,
  qLearningAsReleasedAgent,
} from '../../agents/horizontal/q-learning/q-learning-as-released.js';
import { horizontalRoster } from '../../agents/horizontal/registry.js';
import type { JsonValue } from '../../env/core/json.js';
import { RandomStream } from '../../env/core/random.js';
import { tableCluster } from '../../env/horizontal/table/table-cluster.js';
import { ContextIndex, type HorizontalView, lazyView } from '../../env/horizontal/view.js';
import { podResources } from '../horizontal/agent-context.js';
import type { OrangeAgent } from './agents.js';
import type { OracleLevels } from './oracle.js';
import type { ReplayedPlatform } from './replayed-platform.js';
import { roundReward } from './reward.js';
import { orangeSetting } from './setting.js';

/** An agent with the platform it plays on. */
export interface Player {
  /** Plays one round; the platform's users are set. @returns the 95th percentile that is logged: that of the last row observed, ms */
  play(round: number): number;
  /** What it has learned, null where nothing is learned. */
  learned(): JsonValue;
}

/**
 * @param learned what an earlier play gave, for a hot start; null for a cold one
 * @param seed of this play
 */
export function makePlayer(
  agent: OrangeAgent,
  platform: ReplayedPlatform,
  levels: OracleLevels,
  learned: JsonValue,
  seed: string,
): Player {
  switch (agent.role) {
    case 'released':
      return releasedPlayer(releasedLearner(agent, new RandomStream(seed, agent.label)), platform, learned);
    case 'autoscaler':
      return autoscalerPlayer(rosterAutoscaler(agent, platform, seed), platform, learned);
    case 'peak': {
      const most = Math.max(...levels.values());
      return scheduledPlayer(platform, () => most);
    }
    case 'oracle':
      return scheduledPlayer(platform, (users) => levels.get(users)!);
  }
}

function releasedPlayer(learner: ReleasedLearner, platform: ReplayedPlatform, learned: JsonValue): Player {
  if (learned !== null) learner.restore(learned);
  return {
    play: () => playReleasedRound(platform, learner, orangeSetting.latencyObjectiveMs)[ContextIndex.p95LatencyMs]!,
    learned: () => learner.save(),
  };
}

function releasedLearner({ spec }: OrangeAgent, stream: RandomStream): ReleasedLearner {
  switch (spec.id) {
    case hsLinUcbAsReleasedAgent.id:
      return new HsLinUcbAsReleased(hsLinUcbAsReleasedAgent.configSchema.parse(spec.config), stream);
    case qLearningAsReleasedAgent.id:
      return new QLearningAsReleased(qLearningAsReleasedAgent.configSchema.parse(spec.config), stream);
    default:
      throw new Error(`${spec.id} does not play the released round`);
  }
}

function rosterAutoscaler({ spec, label }: OrangeAgent, platform: ReplayedPlatform, seed: string): Autoscaler {
  const { agent, config } = horizontalRoster.configure(spec);
  if (agent.kind !== 'autoscaler') throw new Error(`${spec.id} does not decide from what it sees`);
  const context: HorizontalAgentContext = {
    seed: `${seed} ${label}`,
    decisionSeconds: orangeSetting.roundSeconds,
    latencyObjectiveMs: orangeSetting.latencyObjectiveMs,
    limits: { minReplicas: platform.minContainers, maxReplicas: platform.maxContainers },
    initialReplicas: orangeSetting.initialPods,
    pod: podResources(platform.table.pod),
  };
  return agent.create(config, context);
}

/** Observes, decides, scales, observes again under the same load, and learns from that: in every round. */
function autoscalerPlayer(autoscaler: Autoscaler, platform: ReplayedPlatform, learned: JsonValue): Player {
  restoreLearned(autoscaler, learned);
  const { minContainers, maxContainers } = platform;
  return {
    play(round) {
      const before = observedView(platform, round);
      const decided = autoscaler.decide(before);
      const applied = Math.min(maxContainers, Math.max(minContainers, decided));
      platform.scaleTo(applied);
      const after = observedView(platform, round + 0.5);
      const p95 = after.context[ContextIndex.p95LatencyMs]!;
      autoscaler.learn?.({ before, decided, applied, reward: roundReward(applied, p95), after, terminated: false });
      return p95;
    },
    learned: () => saveLearned(autoscaler),
  };
}

/** Pods by the load alone. The row before the scaling is read too, so that all see their rows at the same pace. */
function scheduledPlayer(platform: ReplayedPlatform, pods: (users: number) => number): Player {
  return {
    play() {
      platform.observe();
      platform.scaleTo(pods(platform.users));
      return platform.observe()[ContextIndex.p95LatencyMs]!;
    },
    learned: () => null,
  };
}

function observedView(platform: ReplayedPlatform, round: number): HorizontalView {
  const context = platform.observe();
  const { table, containers, row } = platform;
  const timeSeconds = round * orangeSetting.roundSeconds;
  return lazyView(
    {
      timeSeconds,
      specReplicas: containers,
      statusReplicas: containers,
      limits: { minReplicas: platform.minContainers, maxReplicas: platform.maxContainers },
      context,
    },
    () => tableCluster(table, containers, row, timeSeconds),
  );
}
