import { describe, expect, it } from 'vitest';
import type { HorizontalAgent } from '../../../agents/horizontal/agent.js';
import { dLinUcbAgent } from '../../../agents/horizontal/bandits/d-linucb.js';
import { epsilonGreedyAgent } from '../../../agents/horizontal/bandits/epsilon-greedy.js';
import { exp3Agent } from '../../../agents/horizontal/bandits/exp3.js';
import { hsLinUcbAgent } from '../../../agents/horizontal/bandits/hslinucb.js';
import {
  HsLinUcbAsReleased,
  hsLinUcbAsReleasedAgent,
} from '../../../agents/horizontal/bandits/hslinucb-as-released.js';
import { linTsAgent } from '../../../agents/horizontal/bandits/lin-ts.js';
import { linUcbAgent } from '../../../agents/horizontal/bandits/linucb.js';
import { linUcbHybridAgent } from '../../../agents/horizontal/bandits/linucb-hybrid.js';
import { neuralLinearAgent } from '../../../agents/horizontal/bandits/neural-linear/neural-linear.js';
import type { LearningAutoscaler } from '../../../agents/horizontal/bandits/scaling/learning-autoscaler.js';
import { slidingWindowLinUcbAgent } from '../../../agents/horizontal/bandits/sliding-window-linucb.js';
import { ucb1Agent } from '../../../agents/horizontal/bandits/ucb1.js';
import { qLearningAgent } from '../../../agents/horizontal/q-learning/q-learning.js';
import { qLearningAsReleasedAgent } from '../../../agents/horizontal/q-learning/q-learning-as-released.js';
import { RandomStream } from '../../../env/core/random.js';
import { agentContext } from '../agent-context.js';
import { driveAutoscaler, driveReleased, type Tally } from './drive.js';
import { ReplayPlatform } from './replay-platform.js';

/** Forgets an agent's option type, as the registry does. */
const untyped = <Config>(agent: HorizontalAgent<Config>) => agent as HorizontalAgent;

function create(agent: HorizontalAgent, options: object, seed: number): LearningAutoscaler {
  return agent.create(agent.configSchema.parse(options), agentContext(seed)) as LearningAutoscaler;
}

function drive<Config>(agent: HorizontalAgent<Config>, options: object, seed: number, rounds = 9000): Tally {
  return driveAutoscaler(new ReplayPlatform(seed), create(untyped(agent), options, seed), rounds);
}

const mean = (tallies: readonly Tally[], of: (tally: Tally) => number) =>
  tallies.reduce((sum, tally) => sum + of(tally), 0) / tallies.length;

/** The setting that specification §2.5 recommends. */
const studied = { upRule: true };

describe('corrected agents on cells of the published latencies', () => {
  const seeds = [1, 2, 3];
  const ruled = seeds.map((seed) => drive(linUcbAgent, studied, seed));

  it('LinUCB with the rule for UP needs 2.9 containers and violates some 30 times in 9000 rounds, as the study found', () => {
    expect(mean(ruled, (tally) => tally.violations)).toBeLessThan(45);
    expect(mean(ruled, (tally) => tally.meanContainers)).toBeLessThan(3.1);
    expect(mean(ruled, (tally) => tally.changes)).toBeLessThan(1800);
  });

  it('the rule for UP saves violations', () => {
    const free = seeds.map((seed) => drive(linUcbAgent, {}, seed));
    expect(mean(ruled, (tally) => tally.violations)).toBeLessThan(0.7 * mean(free, (tally) => tally.violations));
  });

  it('a change penalty calms the agent without costing the objective', () => {
    const calm = seeds.map((seed) => drive(linUcbAgent, { ...studied, reward: { changePenalty: 0.02 } }, seed));
    expect(mean(calm, (tally) => tally.changes)).toBeLessThan(0.85 * mean(ruled, (tally) => tally.changes));
    expect(mean(calm, (tally) => tally.violations)).toBeLessThan(45);
  });

  it('HSLinUCB corrected violates a third as often, and hardly changes more than the load does', () => {
    const corrected = seeds.map((seed) => drive(hsLinUcbAgent, {}, seed));
    expect(mean(corrected, (tally) => tally.violations)).toBeLessThan(mean(ruled, (tally) => tally.violations) / 3);
    expect(mean(corrected, (tally) => tally.meanContainers)).toBeLessThan(3.1);
    expect(mean(corrected, (tally) => tally.changes)).toBeLessThan(120);
  });

  it('hybrid LinUCB, tuned, violates less than the released agent with as many containers', () => {
    const tuned = { alpha: 0.5, upRule: true, reward: { costWeight: 0.8, changePenalty: 0.05 } };
    const six = [1, 2, 3, 4, 5, 6];
    const hybrid = six.map((seed) => drive(linUcbHybridAgent, tuned, seed));
    const released = six.map((seed) => {
      const learner = new HsLinUcbAsReleased({ alpha: 1, lambda: 1 }, new RandomStream(seed));
      return driveReleased(new ReplayPlatform(seed), learner, 9000);
    });
    const violations = (tallies: readonly Tally[]) => mean(tallies, (tally) => tally.violations);
    const containers = (tallies: readonly Tally[]) => mean(tallies, (tally) => tally.meanContainers);
    expect(violations(hybrid)).toBeLessThan(violations(released));
    expect(containers(hybrid)).toBeLessThan(containers(released) + 0.03);
  });

  it('too little exploration locks linear agents into flips or far too many containers', () => {
    const timid = seeds.map((seed) => drive(linUcbAgent, { alpha: 0.1 }, seed));
    for (const { changes, meanContainers } of timid) expect(changes > 2900 || meanContainers > 4.5).toBe(true);
  });

  it('D-LinUCB with a memory of 100 rounds is too short for levels of 50', () => {
    const short = drive(dLinUcbAgent, { discount: 0.99 }, 1);
    const long = drive(dLinUcbAgent, { discount: 0.999 }, 1);
    expect(short.violations).toBeGreaterThan(1.3 * long.violations);
  });

  it('those that see no context cannot do it', () => {
    for (const agent of [untyped(ucb1Agent), untyped(exp3Agent)])
      expect(drive(agent, {}, 1).violations).toBeGreaterThan(10 * ruled[0]!.violations);
  });
});

const learners = [
  untyped(linUcbAgent),
  untyped(linUcbHybridAgent),
  untyped(hsLinUcbAgent),
  untyped(hsLinUcbAsReleasedAgent),
  untyped(linTsAgent),
  untyped(epsilonGreedyAgent),
  untyped(dLinUcbAgent),
  untyped(slidingWindowLinUcbAgent),
  untyped(neuralLinearAgent),
  untyped(ucb1Agent),
  untyped(exp3Agent),
  untyped(qLearningAgent),
  untyped(qLearningAsReleasedAgent),
];

describe.each(learners.map((agent) => [agent.id, agent] as const))('the agent %s', (_id, agent) => {
  it('decides the same for the same seed', () => {
    expect(drive(agent, {}, 4, 600).containers).toEqual(drive(agent, {}, 4, 600).containers);
  });

  it('starts hot from the plain JSON of an earlier run', () => {
    const learner = create(agent, {}, 5);
    driveAutoscaler(new ReplayPlatform(5), learner, 600);
    const hotStart = JSON.parse(JSON.stringify(learner.save()));
    expect(create(agent, { hotStart }, 6).save()).toEqual(hotStart);
    expect(drive(agent, { hotStart }, 6, 300).containers).toEqual(drive(agent, { hotStart }, 6, 300).containers);
  });

  it('refuses options it does not know and states that are not its own', () => {
    expect(() => agent.configSchema.parse({ unheardOf: 1 })).toThrow(/unheardOf/);
    expect(() => create(agent, { hotStart: { a: 1 } }, 1)).toThrow(/expected/);
  });
});
