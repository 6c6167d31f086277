import { describe, expect, it } from 'vitest';
import type { Bandit } from '../../../agents/horizontal/bandits/bandit.js';
import { anyArm, bestArm, drawArm } from '../../../agents/horizontal/bandits/choose-arm.js';
import { PlayHistory } from '../../../agents/horizontal/bandits/play-history.js';
import { Ucb1 } from '../../../agents/horizontal/bandits/ucb1.js';
import { RandomStream } from '../../../env/core/random.js';
import { algorithms } from './algorithms.js';

const arms = 4;
const features = 3;

/** Arms played over rounds with random contexts, masks and rewards. */
function play(bandit: Bandit, rounds: number, seed: number): { arm: number; allowed: Uint8Array }[] {
  const stream = new RandomStream(seed, 'play');
  return Array.from({ length: rounds }, () => {
    const x = Float64Array.from({ length: features }, () => stream.normal());
    const allowed = Uint8Array.from({ length: arms }, () => stream.integer(0, 1));
    allowed[stream.integer(0, arms - 1)] = 1;
    const arm = bandit.select(x, allowed);
    bandit.update(arm, x, stream.next());
    return { arm, allowed };
  });
}

describe.each(Object.entries(algorithms))('%s', (_name, make) => {
  it('plays no arm that is masked, and every arm that is not', () => {
    const played = play(make(arms, features, 1), 600, 1);
    expect(played.every(({ arm, allowed }) => allowed[arm] === 1)).toBe(true);
    expect(new Set(played.map(({ arm }) => arm)).size).toBe(arms);
  });

  it('plays the same for the same seed', () => {
    const arms1 = play(make(arms, features, 7), 300, 2).map(({ arm }) => arm);
    const arms2 = play(make(arms, features, 7), 300, 2).map(({ arm }) => arm);
    expect(arms2).toEqual(arms1);
  });

  it('knows after a hot start what it knew before', () => {
    const learner = make(arms, features, 3);
    play(learner, 330, 3);
    const state = JSON.parse(JSON.stringify(learner.save()));
    const first = make(arms, features, 11);
    const second = make(arms, features, 11);
    first.restore(state);
    second.restore(state);
    expect(JSON.parse(JSON.stringify(first.save()))).toEqual(state);
    expect(play(second, 200, 4)).toEqual(play(first, 200, 4));
  });

  it('refuses a state that is not its own', () => {
    expect(() => make(arms, features, 1).restore({ something: 'else' })).toThrow(/expected/);
    expect(() => make(arms, features, 1).restore(make(arms + 1, features, 1).save())).toThrow(/expected/);
  });
});

describe('UCB1', () => {
  it('has the reference bounds', () => {
    const bandit = new Ucb1(3, { exploration: 1 }, new RandomStream(1));
    const none = new Float64Array(0);
    [
      [10, 0.6],
      [20, 0.5],
      [5, 0.4],
    ].forEach(([plays, mean], arm) => {
      for (let i = 0; i < plays!; i++) bandit.update(arm, none, mean!);
    });
    expect(bandit.bound(0)).toBeCloseTo(1.443249437, 9);
    expect(bandit.bound(1)).toBeCloseTo(1.096267395, 9);
    expect(bandit.bound(2)).toBeCloseTo(1.59253479, 9);
    expect(bandit.select(none, Uint8Array.of(1, 1, 1))).toBe(2);
  });
});

describe('choosing an arm', () => {
  it('takes the best allowed score and draws nothing without a tie', () => {
    const stream = new RandomStream(1);
    const before = stream.snapshot();
    expect(bestArm(Float64Array.of(3, 9, 5), Uint8Array.of(1, 0, 1), stream)).toBe(2);
    expect(bestArm(Float64Array.of(-3, -9), Uint8Array.of(0, 1), stream)).toBe(1);
    expect(stream.snapshot()).toEqual(before);
  });

  it('draws from a distribution, and uniformly from what is allowed', () => {
    const stream = new RandomStream(2);
    const drawn = [0, 0, 0];
    const any = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) {
      drawn[drawArm(Float64Array.of(0.2, 0, 0.8), stream)]!++;
      any[anyArm(Uint8Array.of(1, 0, 1), stream)]!++;
    }
    expect(drawn[0]! / 20_000).toBeCloseTo(0.2, 1);
    expect(any[0]! / 20_000).toBeCloseTo(0.5, 1);
    expect(drawn[1]! + any[1]!).toBe(0);
  });

  it('gives the rest that rounding leaves to an arm of positive probability', () => {
    const stream = new RandomStream(3);
    for (let i = 0; i < 100; i++) expect(drawArm(Float64Array.of(0, 1e-9, 0), stream)).toBe(1);
  });
});

describe('the history of plays', () => {
  it('keeps the last plays in order', () => {
    const history = new PlayHistory(3, { arms: 5, features: 1 });
    for (let i = 0; i < 5; i++) history.add(i, Float64Array.of(10 * i), i / 10);
    expect(history.length).toBe(3);
    expect([0, 1, 2].map((at) => [history.armAt(at), history.featuresAt(at)[0], history.rewardAt(at)])).toEqual([
      [2, 20, 0.2],
      [3, 30, 0.3],
      [4, 40, 0.4],
    ]);
  });

  it('refuses arms that do not exist', () => {
    const history = new PlayHistory(3, { arms: 2, features: 1 });
    expect(() => history.restore([{ arm: 2, reward: 0, row: [1] }])).toThrow(/0\.arm/);
  });
});
