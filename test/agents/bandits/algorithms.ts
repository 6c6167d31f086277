import type { Bandit } from '../../../agents/horizontal/bandits/bandit.js';
import { DLinUcb } from '../../../agents/horizontal/bandits/d-linucb.js';
import { EpsilonGreedy } from '../../../agents/horizontal/bandits/epsilon-greedy.js';
import { Exp3 } from '../../../agents/horizontal/bandits/exp3.js';
import { LinTs } from '../../../agents/horizontal/bandits/lin-ts.js';
import { LinUcb } from '../../../agents/horizontal/bandits/linucb.js';
import { baselineSplit, LinUcbHybrid } from '../../../agents/horizontal/bandits/linucb-hybrid.js';
import { NeuralLinear } from '../../../agents/horizontal/bandits/neural-linear/neural-linear.js';
import { SlidingWindowLinUcb } from '../../../agents/horizontal/bandits/sliding-window-linucb.js';
import { Ucb1 } from '../../../agents/horizontal/bandits/ucb1.js';
import { RandomStream } from '../../../env/core/random.js';

const small = {
  hiddenUnits: 16,
  lambda: 0.25,
  trainEvery: 50,
  batches: 10,
  batchSize: 16,
  learningRate: 0.01,
  memory: 300,
};

/** Every bandit, made for K arms and d features. */
export const algorithms: Readonly<Record<string, (arms: number, features: number, seed: number) => Bandit>> = {
  LinUCB: (arms, features, seed) => new LinUcb({ arms, features }, { alpha: 0.5, lambda: 1 }, new RandomStream(seed)),
  'hybrid LinUCB': (arms, features, seed) =>
    new LinUcbHybrid(arms, baselineSplit(features), { alpha: 0.5, lambda: 1 }, new RandomStream(seed)),
  LinTS: (arms, features, seed) => new LinTs({ arms, features }, { scale: 0.2, lambda: 1 }, new RandomStream(seed)),
  'ε-greedy': (arms, features, seed) =>
    new EpsilonGreedy({ arms, features }, { epsilon: 0.05, decay: 1, lambda: 1 }, new RandomStream(seed)),
  'D-LinUCB': (arms, features, seed) =>
    new DLinUcb({ arms, features }, { discount: 0.999, beta: 0.3, lambda: 1 }, new RandomStream(seed)),
  'sliding-window LinUCB': (arms, features, seed) =>
    new SlidingWindowLinUcb({ arms, features }, { window: 1000, alpha: 0.3, lambda: 1 }, new RandomStream(seed)),
  'neural-linear': (arms, features, seed) => new NeuralLinear({ arms, features }, small, seed),
  UCB1: (arms, _features, seed) => new Ucb1(arms, { exploration: 1 }, new RandomStream(seed)),
  EXP3: (arms, _features, seed) => new Exp3(arms, { gamma: 0.05 }, new RandomStream(seed)),
};

/** The algorithms that read the features. */
export const contextual = Object.keys(algorithms).filter((name) => name !== 'UCB1' && name !== 'EXP3');
