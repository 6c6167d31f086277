import { describe, expect, it } from 'vitest';
import { Exp3 } from '../../../agents/horizontal/bandits/exp3.js';
import { Exp4 } from '../../../agents/horizontal/bandits/exp4.js';
import { RandomStream } from '../../../env/core/random.js';
import { largestGap } from './dense-inverse.js';

const noFeatures = new Float64Array(0);
const all = Uint8Array.of(1, 1, 1);

describe('EXP3', () => {
  it('has the reference weights and probabilities for γ = .1', () => {
    const bandit = new Exp3(3, { gamma: 0.1 }, new RandomStream(1));
    for (const [arm, reward] of [
      [0, 1],
      [2, 0.5],
      [0, 1],
    ] as const) {
      bandit.refreshProbabilities(all);
      bandit.reinforce(arm, reward);
    }
    bandit.refreshProbabilities(all);
    const reference = [1.21616993, 1, 1.05292505];
    const rescaled = reference.map((weight) => weight / reference[0]!);
    expect(largestGap(bandit.weights, rescaled)).toBeLessThan(1e-8);
    expect(largestGap(bandit.probabilities, [0.36815167, 0.30863889, 0.32320945])).toBeLessThan(1e-8);
  });

  it('never overflows, and recovers when the best arm changes', () => {
    const bandit = new Exp3(2, { gamma: 0.2 }, new RandomStream(2));
    const both = Uint8Array.of(1, 1);
    for (let round = 0; round < 60_000; round++) {
      const best = round < 30_000 ? 0 : 1;
      const arm = bandit.select(noFeatures, both);
      bandit.update(arm, noFeatures, arm === best ? 1 : 0);
    }
    expect([...bandit.weights].every((weight) => weight > 0 && weight <= 1)).toBe(true);
    expect(bandit.probabilities[1]!).toBeGreaterThan(0.85);
  });

  it('passes over rewards of arms it did not draw', () => {
    const bandit = new Exp3(3, { gamma: 0.1 }, new RandomStream(3));
    const drawn = bandit.select(noFeatures, all);
    bandit.update((drawn + 1) % 3, noFeatures, 1);
    expect([...bandit.weights]).toEqual([1, 1, 1]);
    bandit.update(drawn, noFeatures, 1);
    expect(bandit.weights[(drawn + 1) % 3]).toBeLessThan(1);
  });

  it('estimates without bias when another chose the arm and only agreements count', () => {
    const stream = new RandomStream(4);
    const rewards = [0.2, 0.9, 0.5];
    const sums = [0, 0, 0];
    const rounds = 200_000;
    const bandit = new Exp3(3, { gamma: 0.3 }, stream);
    bandit.weights.set([1, 0.3, 0.6]);
    for (let round = 0; round < rounds; round++) {
      const drawn = bandit.select(noFeatures, all);
      const played = stream.next() < 0.5 ? 1 : 2;
      if (played === drawn) sums[played]! += rewards[played]! / bandit.probabilities[played]! / (rounds / 2);
    }
    expect(sums[1]).toBeCloseTo(0.9, 1);
    expect(sums[2]).toBeCloseTo(0.5, 1);
  });
});

describe('EXP4', () => {
  it('is EXP3 when every expert always advises one arm of its own', () => {
    const exp3 = new Exp3(3, { gamma: 0.1 }, new RandomStream(5, 'same'));
    const exp4 = new Exp4(3, 3, { gamma: 0.1 }, new RandomStream(5, 'same'));
    exp4.advice.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    for (let round = 0; round < 500; round++) {
      const arm = exp3.select(noFeatures, all);
      expect(exp4.select(all)).toBe(arm);
      const reward = arm === 1 ? 0.8 : 0.3;
      exp3.update(arm, noFeatures, reward);
      exp4.update(arm, reward);
    }
    expect(largestGap(exp4.weights, exp3.weights)).toBeLessThan(1e-12);
  });

  it('comes to trust the expert who is right', () => {
    const stream = new RandomStream(6);
    const bandit = new Exp4(3, 2, { gamma: 0.1 }, stream);
    for (let round = 0; round < 3000; round++) {
      const best = stream.integer(0, 2);
      const wrong = (best + 1) % 3;
      bandit.advice.fill(0);
      bandit.advice[best] = 1;
      bandit.advice[3 + wrong] = 1;
      const arm = bandit.select(all);
      bandit.update(arm, arm === best ? 1 : 0);
    }
    expect(bandit.weights[0]).toBe(1);
    expect(bandit.weights[1]).toBeLessThan(1e-6);
  });
});
