import { describe, expect, it } from 'vitest';
import { HsLinUcb, type HsLinUcbConfig, hsLinUcbAgent } from '../../../agents/horizontal/bandits/hslinucb.js';
import { NoisyRidge } from '../../../agents/horizontal/bandits/linear-model/noisy-ridge.js';
import { loadAfter, logLatency } from '../../../agents/horizontal/bandits/scaling/load-after.js';
import { RandomStream } from '../../../env/core/random.js';
import { agentContext } from '../agent-context.js';
import { driveAutoscaler } from './drive.js';
import { ReplayPlatform } from './replay-platform.js';
import { outcomeOf, viewOf } from './views.js';

describe('a ridge regression that learns its noise', () => {
  it('finds the deviation of the targets, and how sure the mean is', () => {
    const stream = new RandomStream(1);
    const ridge = new NoisyRidge(2, { lambda: 0.1, noise: 2 });
    const x = Float64Array.of(1, 0);
    for (let row = 0; row < 4000; row++) {
      x[1] = stream.normal();
      ridge.update(x, 3 - 2 * x[1]! + stream.normal(0, 0.25));
    }
    expect(ridge.noise).toBeGreaterThan(0.24);
    expect(ridge.noise).toBeLessThan(0.28);
    expect(ridge.width(Float64Array.of(1, 0)) / (ridge.noise / Math.sqrt(4000))).toBeCloseTo(1, 2);
  });

  it('goes on to the bit from what was saved', () => {
    const stream = new RandomStream(2);
    const [one, other] = [0, 1].map(() => new NoisyRidge(1, { lambda: 1, noise: 1 }));
    for (let row = 0; row < 10; row++) one!.update(Float64Array.of(stream.normal()), stream.normal());
    other!.restore(JSON.parse(JSON.stringify(one!.save())));
    for (const ridge of [one!, other!]) ridge.update(Float64Array.of(0.5), 0.1);
    expect(other!.save()).toEqual(one!.save());
    expect(() => other!.restore({ rows: 1 })).toThrow(/expected/);
  });
});

describe('load after a step', () => {
  const context = Float64Array.of(4, 300, 24, 0.6, 0.144, 0.31, 0.129);
  const load = () => ({ latency: 0, requestsPerPod: 0, cpu: 0 });

  it('is shared evenly among the pods', () => {
    const after = loadAfter(context, 3, 600, load());
    expect(after.latency).toBeCloseTo(Math.log(0.5), 12);
    expect(after.requestsPerPod).toBeCloseTo(Math.log(8), 12);
    expect(after.cpu).toBeCloseTo(0.8, 12);
  });

  it('is bounded, whatever was measured', () => {
    const odd = Float64Array.of(4, Number.POSITIVE_INFINITY, 0, Number.NaN, 0, 0, 0);
    const after = loadAfter(odd, 1, 600, load());
    expect(Object.values(after).every(Number.isFinite)).toBe(true);
    expect(after.latency).toBeCloseTo(Math.log(10 / 3), 12);
    expect(logLatency(Float64Array.of(4, Number.NaN), 600)).toBe(-3);
  });
});

const config: HsLinUcbConfig = hsLinUcbAgent.configSchema.parse({}) as HsLinUcbConfig;
const make = (changes: Partial<HsLinUcbConfig> = {}) => new HsLinUcb(600, { ...config, ...changes });

describe('HSLinUCB corrected', () => {
  it('adds a replica by rule while the objective is violated, within the limits', () => {
    expect(make().decide(viewOf({ replicas: 5, p95Ms: 601 }))).toBe(6);
    expect(make().decide(viewOf({ replicas: 5, p95Ms: 601, maxReplicas: 5 }))).toBe(5);
    expect(make().decide(viewOf({ replicas: 12 }))).toBe(10);
    expect(make().decide(viewOf({ replicas: 2, minReplicas: 4 }))).toBe(4);
    expect(make().decide(viewOf({ replicas: 0, minReplicas: 0 }))).toBe(1);
  });

  it('removes replicas, but the last, when nobody asks anything, and learns nothing then', () => {
    const idle = { p95Ms: Number.NaN, requestsPerSecond: 0, cpu: 0.05 };
    const learner = make();
    expect(learner.decide(viewOf({ ...idle, replicas: 3 }))).toBe(2);
    expect(learner.decide(viewOf({ ...idle, replicas: 1, minReplicas: 0 }))).toBe(1);
    learner.learn(outcomeOf(viewOf({ ...idle, replicas: 3 }), 2, viewOf()));
    learner.learn(outcomeOf(viewOf(), 2, viewOf(idle)));
    expect(learner.save()).toEqual(make().save());
  });

  it('adds one when pods are busy and answer nothing, and learns that as the worst latency', () => {
    const stuck = viewOf({ p95Ms: 0, requestsPerSecond: 0, cpu: 1, replicas: 2 });
    const [silent, slow] = [make(), make()];
    silent.learn(outcomeOf(viewOf(), 2, stuck));
    slow.learn(outcomeOf(viewOf(), 2, viewOf({ p95Ms: 1e6, replicas: 2 })));
    expect(silent.save()).toEqual(slow.save());
    expect(make().decide(viewOf({ p95Ms: 0, requestsPerSecond: 0, cpu: 1, replicas: 3 }))).toBe(4);
  });

  it('learns what served, not what was asked for', () => {
    const [asked, served] = [make(), make()];
    const before = viewOf({ replicas: 3 });
    asked.learn(outcomeOf(before, 6, viewOf({ replicas: 4, p95Ms: 300 })));
    served.learn(outcomeOf(before, 4, viewOf({ replicas: 4, p95Ms: 300 })));
    expect(asked.save()).toEqual(served.save());
  });

  it('takes the step of fewest replicas that its bound allows, however far', () => {
    const learner = make({ maxStep: 3, alpha: 0 });
    const latency = (pods: number) => 900 / pods;
    for (let row = 0; row < 400; row++) {
      const [from, to] = [3 + (row % 5), 2 + (row % 7)];
      const busy = { requestsPerSecond: 24, cpu: 1.8 / from };
      const before = viewOf({ ...busy, replicas: from, p95Ms: latency(from) });
      learner.learn(outcomeOf(before, to, viewOf({ ...busy, replicas: to, p95Ms: latency(to) })));
    }
    const busy = { requestsPerSecond: 24, cpu: 0.3, replicas: 6, p95Ms: latency(6) };
    const decided = learner.decide(viewOf(busy));
    expect(decided).toBe(3);
    const deviations = config.margin + config.downMargin;
    const bound = (pods: number) => learner.bound(viewOf(busy).context, pods) + deviations * learner.model.noise;
    expect(bound(3)).toBeLessThanOrEqual(0);
    expect(learner.decide(viewOf({ ...busy, minReplicas: 4 }))).toBe(4);
  });

  it('violates less and pays more the wider its margin', () => {
    const [bold, calm] = [1, 3].map((margin) => driveAutoscaler(new ReplayPlatform(1), make({ margin }), 6000));
    expect(calm!.violations).toBeLessThan(bold!.violations / 2);
    expect(calm!.meanContainers).toBeGreaterThan(bold!.meanContainers);
  });

  it('knows no scale: a platform of a hundred times the requests is run as well', () => {
    class Busy extends ReplayPlatform {
      override observe(): Float64Array {
        const context = super.observe().slice();
        context[2]! *= 100;
        return context;
      }
    }
    const plain = driveAutoscaler(new ReplayPlatform(2), make(), 6000);
    const busy = driveAutoscaler(new Busy(2), make(), 6000);
    expect(busy.violations).toBeLessThan(plain.violations + 5);
    expect(Math.abs(busy.meanContainers - plain.meanContainers)).toBeLessThan(0.1);
  });

  it('is made by its agent with the options', () => {
    const agent = hsLinUcbAgent.create(hsLinUcbAgent.configSchema.parse({ maxStep: 2 }), agentContext(1));
    expect(agent.decide(viewOf({ replicas: 3, p95Ms: 700 }))).toBe(4);
    expect(() => hsLinUcbAgent.configSchema.parse({ margin: -1 })).toThrow(/margin/);
  });
});
