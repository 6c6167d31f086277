import { describe, expect, it } from 'vitest';
import type { Bandit } from '../../../agents/horizontal/bandits/bandit.js';
import { DLinUcb } from '../../../agents/horizontal/bandits/d-linucb.js';
import { dot } from '../../../agents/horizontal/bandits/linear-model/dense.js';
import { LinUcb } from '../../../agents/horizontal/bandits/linucb.js';
import { NeuralLinear } from '../../../agents/horizontal/bandits/neural-linear/neural-linear.js';
import { SlidingWindowLinUcb } from '../../../agents/horizontal/bandits/sliding-window-linucb.js';
import { RandomStream } from '../../../env/core/random.js';
import { algorithms, contextual } from './algorithms.js';

const arms = 3;
const features = 5;
const all = Uint8Array.of(1, 1, 1);

/** Mean reward of an arm on a context at a round. */
type World = (round: number, arm: number, x: Float64Array) => number;

function coefficients(seed: number, change: number): Float64Array[] {
  const stream = new RandomStream(seed, 'world', change);
  return Array.from({ length: arms }, () => Float64Array.from({ length: features }, () => stream.uniform(-0.3, 0.3)));
}

/** Rewards linear in the context, with other coefficients after every `period` rounds. */
function linearWorld(seed: number, period = Number.POSITIVE_INFINITY): World {
  const worlds = Array.from({ length: 8 }, (_, change) => coefficients(seed, change));
  return (round, arm, x) => 0.5 + dot(worlds[Math.floor(round / period)]![arm]!, x);
}

/** Cumulative regret at every round against the arm that is best in the mean. */
function regret(bandit: Bandit, world: World, rounds: number, seed: number): Float64Array {
  const stream = new RandomStream(seed, 'contexts');
  const total = new Float64Array(rounds);
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    const x = Float64Array.from({ length: features }, (_, i) => (i === 0 ? 1 : stream.uniform(-1, 1)));
    const means = Array.from({ length: arms }, (_, arm) => world(round, arm, x));
    const arm = bandit.select(x, all);
    bandit.update(arm, x, means[arm]! + stream.normal(0, 0.1));
    sum += Math.max(...means) - means[arm]!;
    total[round] = sum;
  }
  return total;
}

function randomRegret(world: World, rounds: number, seed: number): number {
  const stream = new RandomStream(seed, 'random');
  const random: Bandit = {
    arms,
    select: () => stream.integer(0, arms - 1),
    update: () => {},
    save: () => null,
    restore: () => {},
  };
  return regret(random, world, rounds, seed).at(-1)!;
}

describe('regret on a linear bandit', () => {
  const rounds = 2400;

  it.each(contextual)('%s: grows ever slower and stays far below that of random play', (name) => {
    let early = 0;
    let late = 0;
    let random = 0;
    for (const seed of [1, 2, 3]) {
      const world = linearWorld(seed);
      const total = regret(algorithms[name]!(arms, features, seed), world, rounds, seed);
      early += total[rounds / 4 - 1]!;
      late += total[rounds - 1]! - total[(3 * rounds) / 4 - 1]!;
      random += randomRegret(world, rounds, seed);
    }
    expect(late).toBeLessThan(0.6 * early);
    expect(early + late).toBeLessThan(0.25 * random);
  });

  it.each(['UCB1', 'EXP3'])('%s: finds the best arm when the context does not matter', (name) => {
    const means = [0.3, 0.5, 0.7];
    const total = regret(algorithms[name]!(arms, features, 1), (_round, arm) => means[arm]!, 8000, 1);
    expect(total[7999]! - total[5999]!).toBeLessThan(0.6 * total[1999]!);
    expect(total[7999]!).toBeLessThan(0.25 * 8000 * 0.2);
  });

  it('is of the order of d √T: LinUCB at four times the rounds has less than three times the regret', () => {
    let short = 0;
    let long = 0;
    for (const seed of [1, 2, 3, 4]) {
      const total = regret(algorithms.LinUCB!(arms, features, seed), linearWorld(seed), 8000, seed);
      short += total[1999]!;
      long += total[7999]!;
    }
    expect(long).toBeLessThan(3 * short);
  });
});

describe('regret when the world changes every 1000 rounds', () => {
  const changing = (make: (seed: number) => Bandit) =>
    [1, 2, 3].reduce((sum, seed) => sum + regret(make(seed), linearWorld(seed, 1000), 6000, seed).at(-1)!, 0);
  const shape = { arms, features };
  const remembering = changing((seed) => new LinUcb(shape, { alpha: 0.3, lambda: 1 }, new RandomStream(seed)));

  it('is less than half for those who forget', () => {
    const discounted = changing(
      (seed) => new DLinUcb(shape, { discount: 0.99, beta: 0.3, lambda: 1 }, new RandomStream(seed)),
    );
    const windowed = changing(
      (seed) => new SlidingWindowLinUcb(shape, { window: 200, alpha: 0.3, lambda: 1 }, new RandomStream(seed)),
    );
    expect(discounted).toBeLessThan(0.5 * remembering);
    expect(windowed).toBeLessThan(0.5 * remembering);
  });
});

describe('a reward no line describes', () => {
  const parity: World = (_round, arm, x) => (arm === (x[1]! * x[2]! > 0 ? 0 : 1) ? 0.9 : 0.1);

  it('is learned by the network and not by the linear model', () => {
    const config = { lambda: 0.25, trainEvery: 100, batches: 50, batchSize: 32, learningRate: 0.01, memory: 1500 };
    const neural = regret(new NeuralLinear({ arms, features }, { ...config, hiddenUnits: 24 }, 1), parity, 3000, 1);
    const linear = regret(algorithms.LinUCB!(arms, features, 1), parity, 3000, 1);
    const last = (total: Float64Array) => total[2999]! - total[1999]!;
    expect(last(linear)).toBeGreaterThan(0.3 * 800);
    expect(last(neural)).toBeLessThan(0.15 * 800);
  });
});

describe('the sliding window', () => {
  it('knows what LinUCB knows that saw only the window', () => {
    const window = 50;
    const sliding = new SlidingWindowLinUcb({ arms, features }, { window, alpha: 1, lambda: 1 }, new RandomStream(1));
    const fresh = new LinUcb({ arms, features }, { alpha: 1, lambda: 1 }, new RandomStream(1));
    const stream = new RandomStream(2);
    for (let i = 0; i < 3000; i++) {
      const x = Float64Array.from({ length: features }, () => stream.normal());
      const [arm, reward] = [stream.integer(0, arms - 1), stream.next()];
      sliding.update(arm, x, reward);
      if (i >= 3000 - window) fresh.update(arm, x, reward);
    }
    sliding.linUcb.models.forEach((model, arm) => {
      for (let i = 0; i < features; i++)
        expect(model.coefficients[i]).toBeCloseTo(fresh.models[arm]!.coefficients[i]!, 10);
    });
  });
});
