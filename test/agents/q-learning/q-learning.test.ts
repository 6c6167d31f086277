import { describe, expect, it } from 'vitest';
import { ReleasedArm } from '../../../agents/horizontal/bandits/released-round.js';
import { StepArms } from '../../../agents/horizontal/bandits/scaling/step-arms.js';
import { QLearning, type QLearningConfig, qLearningAgent } from '../../../agents/horizontal/q-learning/q-learning.js';
import { QLearningAsReleased } from '../../../agents/horizontal/q-learning/q-learning-as-released.js';
import { QTable } from '../../../agents/horizontal/q-learning/q-table.js';
import { TileWeights, writeTiles } from '../../../agents/horizontal/q-learning/tile-coding.js';
import { RandomStream } from '../../../env/core/random.js';
import { agentContext } from '../agent-context.js';
import { driveAutoscaler, driveReleased } from '../bandits/drive.js';
import { ReplayPlatform } from '../bandits/replay-platform.js';
import { decideAndLearn, outcomeOf, viewOf } from '../bandits/views.js';

describe('the Q table', () => {
  it('moves values by a rate', () => {
    const table = new QTable(2);
    table.learn('s', 1, 10, 0.1);
    expect([...table.values('s')]).toEqual([0, 1]);
    expect(table.best('s')).toBe(1);
  });

  it('keeps nothing of states that were only looked up', () => {
    const table = new QTable(3);
    table.learn('s', 2, 9, 1);
    expect(table.best('elsewhere')).toBe(0);
    expect(table.size).toBe(1);
  });
});

const released = { learningRate: 0.1, discount: 0.9, learningSteps: 6000, initialExploitation: 1 };
const context = (containers: number, p95: number, requests: number) =>
  Float64Array.of(containers, p95, requests, 0.52, 0.12, 0.35, 0.15);

describe('Q-learning as released', () => {
  it('shares a value among contexts that round alike', () => {
    const learner = new QLearningAsReleased(released, new RandomStream(1));
    for (let i = 0; i < 20; i++) learner.learn(ReleasedArm.stay, context(3, 249, 18), 1, context(3, 249, 18));
    expect(Array.from({ length: 20 }, () => learner.choose(context(3, 151, 22)))).toEqual(new Array(20).fill(1));
    const elsewhere = new Set(Array.from({ length: 50 }, () => learner.choose(context(3, 251, 18))));
    expect(elsewhere.size).toBe(2);
  });

  it('does not see the value of the next state, unless that lies on the grid by chance', () => {
    const valueAfter = (next: Float64Array) => {
      const learner = new QLearningAsReleased(released, new RandomStream(1));
      for (let i = 0; i < 500; i++) learner.learn(ReleasedArm.stay, context(2, 300, 20), 1, context(9, 1, 1));
      for (let i = 0; i < 500; i++) learner.learn(ReleasedArm.down, context(3, 200, 20), 0, next);
      return (learner.save() as { table: { values: number[] }[] }).table[1]!.values[0]!;
    };
    expect(valueAfter(context(2, 287, 19))).toBe(0);
    expect(valueAfter(context(2, 300, 20))).toBeCloseTo(0.9, 3);
  });

  it('prefers DOWN when both values are equal, and draws when both are 0', () => {
    const learner = new QLearningAsReleased(released, new RandomStream(2));
    const here = context(3, 200, 20);
    expect(new Set(Array.from({ length: 50 }, () => learner.choose(here))).size).toBe(2);
    learner.learn(ReleasedArm.down, here, 1, context(9, 1, 1));
    learner.learn(ReleasedArm.stay, here, 1, context(9, 1, 1));
    expect(new Set(Array.from({ length: 50 }, () => learner.choose(here)))).toEqual(new Set([0]));
  });

  it('exploits more with every step of learning, 6000 to be sure', () => {
    const learner = new QLearningAsReleased({ ...released, initialExploitation: 0 }, new RandomStream(3));
    const exploitation = () => (learner.save() as { exploitation: number }).exploitation;
    for (let i = 0; i < 1500; i++) learner.learn(ReleasedArm.stay, context(3, 200, 20), 1, context(3, 200, 20));
    expect(exploitation()).toBeCloseTo(0.25, 9);
    for (let i = 0; i < 6000; i++) learner.learn(ReleasedArm.stay, context(3, 200, 20), 1, context(3, 200, 20));
    expect(exploitation()).toBe(1);
  });

  it.each([1, 2, 3])('falls in the bands of the reconstruction, seed %i', (seed) => {
    const learner = new QLearningAsReleased({ ...released, initialExploitation: 0 }, new RandomStream(seed));
    const { violations, meanContainers, changes } = driveReleased(new ReplayPlatform(seed), learner, 9000);
    expect(Math.abs(violations / 1118 - 1)).toBeLessThan(0.25);
    expect(Math.abs(meanContainers - 2.72)).toBeLessThanOrEqual(0.15);
    expect(Math.abs(changes / 2379 - 1)).toBeLessThan(0.15);
  });
});

const tilesOf = (value: number, width: number, family: number, tilings: number) => {
  const out = new Float64Array(tilings);
  writeTiles(value, width, family, tilings, out, 0);
  return [...out];
};

describe('tile coding', () => {
  it('shares all tiles within a shift of a tile, fewer the further apart, none beyond its width', () => {
    const shared = (a: number, b: number) => {
      const tiles = new Set(tilesOf(a, 0.4, 7, 8));
      return tilesOf(b, 0.4, 7, 8).filter((tile) => tiles.has(tile)).length;
    };
    expect([0.01, 0.06, 0.21, 0.39, 0.41].map((value) => shared(0.01, value))).toEqual([8, 7, 4, 1, 0]);
  });

  it('keeps families apart, and what lies beyond the last tile in it', () => {
    const families = [0, 1, 2].map((family) => tilesOf(0, 1, family, 4));
    expect(new Set(families.flat()).size).toBe(12);
    expect(tilesOf(1e9, 1, 0, 4)).toEqual(tilesOf(2e9, 1, 0, 4));
    expect(tilesOf(-1e9, 1, 1, 4).every((tile) => tile > Math.max(...tilesOf(1e9, 1, 0, 4)))).toBe(true);
  });

  it('weighs what was never learned as at the beginning', () => {
    const weights = new TileWeights(0.5);
    weights.add(Float64Array.of(3, 9), 1);
    expect(weights.sum(Float64Array.of(3, 4))).toBe(2);
    const again = new TileWeights(0.5);
    again.restore(weights.entries());
    expect(again.sum(Float64Array.of(3, 4))).toBe(2);
  });
});

const config: QLearningConfig = qLearningAgent.configSchema.parse({}) as QLearningConfig;
const make = (changes: Partial<QLearningConfig>, seed = 1, upRule = true) =>
  new QLearning(
    new StepArms(1),
    { latencyObjectiveMs: 600, upRule },
    { ...config, ...changes },
    new RandomStream(seed),
  );

describe('Q-learning corrected', () => {
  it('finds the discounted value of a two-state world', () => {
    const learner = make({ learningRate: 0.2, discount: 0.5, optimism: 0 });
    const [low, high] = [viewOf({ replicas: 1, maxReplicas: 2 }), viewOf({ replicas: 2, maxReplicas: 2 })];
    for (let i = 0; i < 3000; i++) {
      learner.learn(outcomeOf(low, 2, high, 0));
      learner.learn(outcomeOf(high, 2, high, 1));
      learner.learn(outcomeOf(high, 1, low, 0));
      learner.learn(outcomeOf(low, 1, low, 0.25));
    }
    expect(learner.valueOf(high)).toBeCloseTo(2, 3);
    expect(learner.valueOf(low)).toBeCloseTo(1, 3);
    expect([learner.decide(high), learner.decide(low)]).toEqual([2, 2]);
  });

  it('counts nothing after the end of an episode', () => {
    const learner = make({ learningRate: 1, optimism: 0 });
    const here = viewOf({ replicas: 2, maxReplicas: 2 });
    learner.learn(outcomeOf(here, 2, here, 1));
    learner.learn({ ...outcomeOf(here, 2, here, 1), terminated: true });
    expect(learner.valueOf(here)).toBeCloseTo(1, 12);
  });

  it('adds a replica by rule while the objective is violated, learns by it and reckons with it', () => {
    const violated = viewOf({ replicas: 3, p95Ms: 601 });
    const learner = make({ learningRate: 1, discount: 0, optimism: 1 });
    expect(learner.decide(violated)).toBe(4);
    learner.learn(outcomeOf(violated, 4, viewOf(), 0.25));
    expect(learner.valueOf(violated)).toBeCloseTo(0.25, 12);
    const free = make({ learningRate: 1, discount: 0, optimism: 1 }, 1, false);
    free.learn(outcomeOf(violated, 4, viewOf(), 0.25));
    expect(free.valueOf(violated)).toBeCloseTo(1, 12);
  });

  it('lets ε fall, and never leaves the limits', () => {
    const learner = make({ initialEpsilon: 1, finalEpsilon: 0.05, explorationSteps: 100 });
    expect(learner.epsilon).toBe(1);
    const edge = viewOf({ replicas: 1, maxReplicas: 2 });
    const decisions = new Set(Array.from({ length: 200 }, () => decideAndLearn(learner, edge, edge, 0.5)));
    expect(decisions).toEqual(new Set([1, 2]));
    expect(learner.epsilon).toBeCloseTo(0.05, 12);
    expect(learner.decide(viewOf({ replicas: 12 }))).toBe(10);
    expect(learner.decide(viewOf({ replicas: 0 }))).toBe(1);
  });

  it('violates a twentieth as often as the released one', () => {
    for (const seed of [1, 2, 3]) {
      const agent = qLearningAgent.create(qLearningAgent.configSchema.parse({}), agentContext(seed));
      const { violations, meanContainers } = driveAutoscaler(new ReplayPlatform(seed), agent, 9000);
      expect(violations).toBeLessThan(1118 / 20);
      expect(meanContainers).toBeLessThan(3.25);
    }
  });
});
