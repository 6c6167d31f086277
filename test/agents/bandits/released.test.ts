import { describe, expect, it } from 'vitest';
import {
  HsLinUcbAsReleased,
  hsLinUcbAsReleasedAgent,
} from '../../../agents/horizontal/bandits/hslinucb-as-released.js';
import { LinUcb } from '../../../agents/horizontal/bandits/linucb.js';
import {
  playReleasedRound,
  ReleasedArm,
  type ReleasedLearner,
  type ReleasedPlatform,
  releasedAutoscaler,
} from '../../../agents/horizontal/bandits/released-round.js';
import { RandomStream } from '../../../env/core/random.js';
import { agentContext } from '../agent-context.js';
import { driveReleased, objectiveMs } from './drive.js';
import { ReplayPlatform } from './replay-platform.js';
import { decideAndLearn, viewOf } from './views.js';

type Heard = readonly [arm: number, before: number, reward: number, after: number];

/** Plays one arm for ever and remembers what it was told, contexts by their latency. */
function fixedLearner(arm: ReleasedArm): ReleasedLearner & { readonly heard: Heard[] } {
  const heard: Heard[] = [];
  return {
    heard,
    choose: () => arm,
    learn: (played, before, reward, after) => {
      heard.push([played, before[1]!, reward, after[1]!]);
    },
    save: () => null,
    restore: () => {},
  };
}

/** A platform whose observations are given in advance. */
function scriptedPlatform(containers: number, latencies: number[]): ReleasedPlatform & { readonly rest: number[] } {
  let count = containers;
  return {
    rest: latencies,
    get containers() {
      return count;
    },
    minContainers: 1,
    maxContainers: 10,
    scaleTo: (next) => {
      count = next;
    },
    observe: () => Float64Array.of(count, latencies.shift()!, 0, 0, 0, 0, 0),
  };
}

describe('the released round', () => {
  it('adds a container by rule above the objective, observes again and learns nothing', () => {
    const platform = scriptedPlatform(2, [601, 300]);
    const learner = fixedLearner(ReleasedArm.down);
    expect(playReleasedRound(platform, learner, 600)[1]).toBe(300);
    expect(platform.containers).toBe(3);
    expect(learner.heard).toEqual([]);
  });

  it('does nothing at the upper limit, and observes nothing more', () => {
    const platform = scriptedPlatform(10, [601, 300]);
    expect(playReleasedRound(platform, fixedLearner(ReleasedArm.down), 600)[1]).toBe(601);
    expect(platform.rest).toEqual([300]);
  });

  it.each([
    [600, 1],
    [601, 0],
  ])('rewards DOWN by the latency afterwards, %d ms with %d', (afterMs, reward) => {
    const platform = scriptedPlatform(3, [200, afterMs]);
    const learner = fixedLearner(ReleasedArm.down);
    expect(playReleasedRound(platform, learner, 600)[1]).toBe(afterMs);
    expect(platform.containers).toBe(2);
    expect(learner.heard).toEqual([[ReleasedArm.down, 200, reward, afterMs]]);
  });

  it('rewards DOWN at one container with 0 and observes nothing more', () => {
    const platform = scriptedPlatform(1, [200, 999]);
    const learner = fixedLearner(ReleasedArm.down);
    expect(playReleasedRound(platform, learner, 600)[1]).toBe(200);
    expect(learner.heard).toEqual([[ReleasedArm.down, 200, 0, 200]]);
    expect(platform.rest).toEqual([999]);
  });

  it('rewards STAY with 1 for what was already seen', () => {
    const platform = scriptedPlatform(3, [599, 999]);
    const learner = fixedLearner(ReleasedArm.stay);
    playReleasedRound(platform, learner, 600);
    expect(learner.heard).toEqual([[ReleasedArm.stay, 599, 1, 599]]);
    expect(platform.rest).toEqual([999]);
  });

  it('has the same rules behind the interface of all autoscalers', () => {
    const learner = fixedLearner(ReleasedArm.down);
    const autoscaler = releasedAutoscaler(learner, 600);
    expect(decideAndLearn(autoscaler, viewOf({ replicas: 3, p95Ms: 601 }), viewOf())).toBe(4);
    expect(decideAndLearn(autoscaler, viewOf({ replicas: 3 }), viewOf({ p95Ms: 700 }))).toBe(2);
    expect(decideAndLearn(autoscaler, viewOf({ replicas: 3 }), viewOf({ p95Ms: 300 }))).toBe(2);
    expect(decideAndLearn(autoscaler, viewOf({ replicas: 1 }), viewOf({ p95Ms: 300 }))).toBe(0);
    expect(decideAndLearn(autoscaler, viewOf({ replicas: 0, minReplicas: 0 }), viewOf())).toBe(1);
    expect(learner.heard).toEqual([
      [ReleasedArm.down, 200, 0, 700],
      [ReleasedArm.down, 200, 1, 300],
      [ReleasedArm.down, 200, 0, 200],
    ]);
    const stayer = fixedLearner(ReleasedArm.stay);
    decideAndLearn(releasedAutoscaler(stayer, 600), viewOf(), viewOf({ p95Ms: 5000 }));
    expect(stayer.heard).toEqual([[ReleasedArm.stay, 200, 1, 200]]);
  });
});

const rounds = 9000;
const seeds = [1, 2, 3];
const released = { alpha: 1, lambda: 1 };

describe('HSLinUCB as released, on cells of the published mean latencies', () => {
  const platform = new ReplayPlatform(1);

  it('meets the oracle levels of the recordings', () => {
    const users = Array.from({ length: 10 }, (_, i) => 5 * (i + 1));
    expect(users.map((count) => platform.oracle(count, objectiveMs))).toEqual([1, 1, 2, 2, 3, 3, 3, 4, 4, 5]);
  });

  it.each(seeds)('falls in the bands of the reconstruction, seed %i', (seed) => {
    const learner = new HsLinUcbAsReleased(released, new RandomStream(seed));
    const { violations, meanContainers, changes } = driveReleased(new ReplayPlatform(seed), learner, rounds);
    expect(violations).toBeGreaterThanOrEqual(3);
    expect(violations).toBeLessThanOrEqual(11);
    expect(Math.abs(meanContainers - 2.98)).toBeLessThanOrEqual(0.15);
    expect(changes).toBeGreaterThan(55);
    expect(changes).toBeLessThan(165);
  });

  it('scales down although STAY always earns 1: the line misses the constant that the raw context cannot represent', () => {
    const learner = new HsLinUcbAsReleased(released, new RandomStream(1));
    driveReleased(new ReplayPlatform(1), learner, 2000);
    const idle = Float64Array.of(5, 104, 4.7, 0.1, 0.024, 0.286, 0.119);
    const [down, stay] = learner.linUcb.models;
    expect(Math.abs(stay!.predict(idle) - 1)).toBeGreaterThan(0.01);
    expect(down!.predict(idle) + Math.sqrt(down!.squaredWidth(idle))).toBeGreaterThan(
      stay!.predict(idle) + Math.sqrt(stay!.squaredWidth(idle)),
    );
  });

  it.each([1, 0.3])(
    'never scales down again after the first peak once features are scaled and have an intercept, α %d',
    (alpha) => {
      const scaled = (x: Float64Array) =>
        Float64Array.of(1, x[0]! / 10, Math.min(x[1]!, 2000) / 600, x[2]! / 50, x[3]!, x[5]!);
      const bandit = new LinUcb({ arms: 2, features: 6 }, { alpha, lambda: 1 }, new RandomStream(1));
      const both = Uint8Array.of(1, 1);
      const learner: ReleasedLearner = {
        choose: (x) => (bandit.select(scaled(x), both) === 0 ? ReleasedArm.down : ReleasedArm.stay),
        learn: (arm, before, reward) => bandit.update(arm, scaled(before), reward),
        save: () => null,
        restore: () => {},
      };
      const { containers, meanContainers } = driveReleased(new ReplayPlatform(1), learner, rounds);
      const peak = containers.indexOf(5);
      expect(containers.slice(peak + 100).filter((count) => count < 5).length).toBeLessThan(20);
      expect(meanContainers).toBeGreaterThan(4.7);
    },
  );

  it('violates 2257 times, give or take, when it chooses at random, and hardly ever when it never goes down', () => {
    const stream = new RandomStream(1);
    const random = {
      ...fixedLearner(ReleasedArm.stay),
      choose: () => (stream.next() < 0.5 ? ReleasedArm.down : ReleasedArm.stay),
    };
    expect(Math.abs(driveReleased(new ReplayPlatform(1), random, rounds).violations / 2257 - 1)).toBeLessThan(0.15);
    const never = driveReleased(new ReplayPlatform(1), fixedLearner(ReleasedArm.stay), rounds);
    expect(never.violations).toBeLessThanOrEqual(1);
    expect(never.meanContainers).toBeCloseTo(4.88, 1);
  });

  it('starts hot from the state of an earlier run, in an agent too', () => {
    const trained = new HsLinUcbAsReleased(released, new RandomStream(1));
    driveReleased(new ReplayPlatform(1), trained, rounds);
    const hot = new HsLinUcbAsReleased(released, new RandomStream(2));
    hot.restore(JSON.parse(JSON.stringify(trained.save())));
    const { violations, meanContainers } = driveReleased(new ReplayPlatform(1), hot, rounds);
    expect(violations).toBeLessThanOrEqual(2);
    expect(Math.abs(meanContainers - 3.02)).toBeLessThanOrEqual(0.25);
    const config = hsLinUcbAsReleasedAgent.configSchema.parse({ hotStart: JSON.parse(JSON.stringify(trained.save())) });
    const agent = hsLinUcbAsReleasedAgent.create(config, agentContext(1));
    expect(agent.decide(viewOf({ replicas: 3, p95Ms: 700 }))).toBe(4);
  });
});
