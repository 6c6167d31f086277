import { describe, expect, it } from 'vitest';
import { ReleasedArm } from '../../../agents/horizontal/bandits/released-round.js';
import { StepArms } from '../../../agents/horizontal/bandits/scaling/step-arms.js';
import { QLearning, type QLearningConfig, qLearningAgent } from '../../../agents/horizontal/q-learning/q-learning.js';
import { QLearningAsReleased } from '../../../agents/horizontal/q-learning/q-learning-as-released.js';
import { QTable } from '../../../agents/horizontal/q-learning/q-table.js';
import { RandomStream } from '../../../env/core/random.js';
import { driveAutoscaler, driveReleased } from '../bandits/drive.js';
import { ReplayPlatform } from '../bandits/replay-platform.js';
import { agentContext, decideAndLearn, outcomeOf, viewOf } from '../bandits/views.js';

describe('the Q table', () => {
  it('moves values by a rate, or to the mean of all targets', () => {
    const table = new QTable(2);
    table.learn('s', 1, 10, 0.1);
    expect([...table.values('s')]).toEqual([0, 1]);
    for (const target of [4, 8, 9]) table.learn('t', 0, target, 'visits');
    expect(table.values('t')[0]).toBeCloseTo(7, 12);
  });

  it('finds the best value among the allowed, and keeps nothing of states that were only looked up', () => {
    const table = new QTable(3, 5);
    table.learn('s', 2, 9, 1);
    expect(table.best('s')).toBe(9);
    expect(table.best('s', Uint8Array.of(1, 1, 0))).toBe(5);
    expect(table.best('elsewhere')).toBe(5);
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

const config: QLearningConfig = qLearningAgent.configSchema.parse({}) as QLearningConfig;
const make = (changes: Partial<QLearningConfig>, seed = 1) =>
  new QLearning(new StepArms(1), 600, { ...config, ...changes }, new RandomStream(seed));

describe('Q-learning corrected', () => {
  it('finds the discounted value of a two-state world', () => {
    const learner = make({ learningRate: 'visits', discount: 0.5, optimism: 0 });
    const [low, high] = [viewOf({ replicas: 1 }), viewOf({ replicas: 2 })];
    for (let i = 0; i < 3000; i++) {
      learner.learn(outcomeOf(low, 2, high, 0));
      learner.learn(outcomeOf(high, 2, high, 1));
      learner.learn(outcomeOf(high, 1, low, 0));
      learner.learn(outcomeOf(low, 1, low, 0.25));
    }
    const values = (state: string) => learner.table.values(state);
    const [stateLow, stateHigh] = ['1 3 2 5', '2 3 2 5'];
    expect(values(stateHigh)[1]).toBeCloseTo(2, 1);
    expect(values(stateLow)[2]).toBeCloseTo(1, 1);
    expect(values(stateLow)[1]).toBeCloseTo(0.75, 1);
    expect(values(stateHigh)[0]).toBeCloseTo(0.5, 1);
  });

  it('counts nothing after the end of an episode', () => {
    const learner = make({ learningRate: 1, optimism: 0 });
    const here = viewOf({ replicas: 2 });
    learner.learn(outcomeOf(here, 2, here, 1));
    learner.learn({ ...outcomeOf(here, 2, here, 1), terminated: true });
    expect(learner.table.values('2 3 2 5')[1]).toBe(1);
  });

  it('sorts contexts into replicas, eighths of the objective, requests and deciles of CPU', () => {
    const learner = make({ learningRate: 1, optimism: 0, discount: 0 });
    const keys = [
      viewOf({ p95Ms: 75, requestsPerSecond: 9.9, cpu: 0.09 }),
      viewOf({ p95Ms: 76, requestsPerSecond: 10, cpu: 0.1 }),
      viewOf({ p95Ms: 50_000, cpu: 3 }),
    ];
    for (const view of keys) learner.learn(outcomeOf(view, 3, view, 1));
    expect((learner.save() as { table: { state: string }[] }).table.map(({ state }) => state)).toEqual([
      '3 1 0 0',
      '3 2 1 1',
      '3 16 2 10',
    ]);
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

  it('violates a fifth as often as the released one', () => {
    for (const seed of [1, 2, 3]) {
      const agent = qLearningAgent.create(qLearningAgent.configSchema.parse({}), agentContext(seed));
      const { violations, meanContainers } = driveAutoscaler(new ReplayPlatform(seed), agent, 9000);
      expect(violations).toBeLessThan(1118 / 5);
      expect(meanContainers).toBeLessThan(3.25);
    }
  });
});
