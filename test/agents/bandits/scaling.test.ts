import { describe, expect, it } from 'vitest';
import type { Bandit } from '../../../agents/horizontal/bandits/bandit.js';
import { BanditAutoscaler } from '../../../agents/horizontal/bandits/scaling/bandit-autoscaler.js';
import { featureMap } from '../../../agents/horizontal/bandits/scaling/features.js';
import { featuresOf } from '../../../agents/horizontal/bandits/scaling/options.js';
import { meetsObjective, rewardOf, rewardSchema } from '../../../agents/horizontal/bandits/scaling/reward.js';
import { StepArms } from '../../../agents/horizontal/bandits/scaling/step-arms.js';
import { agentContext } from '../agent-context.js';
import { largestGap } from './dense-inverse.js';
import { decideAndLearn, outcomeOf, viewOf } from './views.js';

const scales = { latencyObjectiveMs: 600, requestsPerSecond: 50, requestsPerSecondPerPod: 8 };

function features(name: 'context' | 'load' | 'load-per-pod', context: ArrayLike<number>): number[] {
  const map = featureMap(name, scales);
  const out = new Float64Array(map.length);
  map.write(Float64Array.from(context), out);
  return [...out];
}

describe('features', () => {
  const context = [4, 300, 25, 0.6, 0.144, 0.31, 0.129];

  it('are the context, or the scaled features of §2.5', () => {
    expect(features('context', context)).toEqual(context);
    expect(largestGap(features('load', context), [1, 0.4, 0.5, 0.5, 0.6, 0.31])).toBeLessThan(1e-15);
    const perPod = [25 / 4 / 8, 25 / 3 / 8, (0.6 * 4) / 3];
    expect(largestGap(features('load-per-pod', context).slice(6), perPod)).toBeLessThan(1e-15);
  });

  it('cap latency at 2000 ms for an objective of 600, and divide by half a pod at least', () => {
    const saturated = features('load-per-pod', [1, 9000, 9, 1, 0, 0, 0]);
    expect(saturated[2]).toBeCloseTo(2000 / 600, 12);
    expect(saturated[7]).toBeCloseTo(9 / 0.5 / 8, 12);
    expect(features('load', [1, Number.POSITIVE_INFINITY, 0, 0, 0, 0, 0])[2]).toBeCloseTo(2000 / 600, 12);
  });

  it('are scaled by what a load test says of a pod, or by the options, or as in the study', () => {
    const scaled = (options: object, tested: object) => {
      const map = featuresOf(
        {
          features: 'load-per-pod',
          requestsPerSecondScale: undefined,
          requestsPerSecondPerPodScale: undefined,
          ...options,
        },
        { ...agentContext(1), ...tested },
      );
      const out = new Float64Array(map.length);
      map.write(Float64Array.from([4, 300, 400, 0.6, 0, 0, 0]), out);
      return [out[3]!, out[6]!];
    };
    expect(scaled({}, {})).toEqual([400 / 50, 100 / 8]);
    expect(scaled({}, { podRequestsPerSecond: 80 })).toEqual([400 / 800, 100 / 80]);
    expect(scaled({ requestsPerSecondScale: 200 }, { podRequestsPerSecond: 80 })).toEqual([2, 100 / 80]);
  });

  it('count what was not measured as 0', () => {
    const unmeasured = new Array(7).fill(Number.NaN);
    expect(features('context', unmeasured)).toEqual(new Array(7).fill(0));
    expect(features('load-per-pod', unmeasured)).toEqual([1, ...new Array(8).fill(0)]);
  });
});

describe('rewards', () => {
  const paid = (options: object, replicas: number, decided: number, p95Ms: number, fromEnvironment = 7) =>
    rewardOf(
      rewardSchema.parse(options),
      600,
    )(outcomeOf(viewOf({ replicas }), decided, viewOf({ replicas: decided, p95Ms }), fromEnvironment));

  it('are R2 by default: 1 − w (n′ − 1)/(max − 1) when the objective is met, else 0', () => {
    expect(paid({}, 3, 1, 600)).toBe(1);
    expect(paid({}, 3, 4, 600)).toBeCloseTo(1 - (0.5 * 3) / 9, 12);
    expect(paid({}, 9, 10, 1)).toBeCloseTo(0.5, 12);
    expect(paid({}, 3, 4, 600.1)).toBe(0);
    expect(paid({}, 3, 4, Number.NaN)).toBeGreaterThan(0);
  });

  it('can be the objective alone, or what the environment pays', () => {
    expect(paid({ kind: 'objective' }, 9, 10, 1)).toBe(1);
    expect(paid({ kind: 'environment' }, 9, 10, 1)).toBe(7);
  });

  it('lose the penalty for every replica changed, as it was applied', () => {
    expect(paid({ kind: 'objective', changePenalty: 0.02 }, 5, 2, 1)).toBeCloseTo(0.94, 12);
    expect(paid({ kind: 'objective', changePenalty: 0.02 }, 10, 14, 1)).toBe(1);
  });
});

describe('the objective', () => {
  const met = (requestsPerSecond: number, cpu: number, objectiveMs = 600) =>
    meetsObjective(viewOf({ p95Ms: Number.NaN, requestsPerSecond, cpu }).context, objectiveMs);

  it('is met when nothing is asked, not when pods are busy and answer nothing', () => {
    expect([met(0, 0.05), met(0, 0.9), met(0, Number.NaN), met(0, 0.9, Number.POSITIVE_INFINITY)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});

describe('arms as steps', () => {
  it('are masked where they would leave the limits', () => {
    const arms = new StepArms(2);
    expect(arms.steps).toEqual([-2, -1, 0, 1, 2]);
    expect([...arms.mask(2, { minReplicas: 1, maxReplicas: 3 })]).toEqual([0, 1, 1, 1, 0]);
    expect([...arms.mask(0, { minReplicas: 0, maxReplicas: 0 })]).toEqual([0, 0, 1, 0, 0]);
    expect([arms.armOf(-2), arms.armOf(0), arms.armOf(3)]).toEqual([0, 2, -1]);
  });
});

/** Plays the highest allowed arm and remembers what it was told. */
function recordingBandit(): Bandit & { readonly heard: { arm: number; first: number; reward: number }[] } {
  const heard: { arm: number; first: number; reward: number }[] = [];
  return {
    arms: 3,
    heard,
    select: (_features, allowed) => allowed.lastIndexOf(1),
    update: (arm, x, reward) => {
      heard.push({ arm, first: x[0]!, reward });
    },
    save: () => null,
    restore: () => {},
  };
}

describe('a bandit as an autoscaler', () => {
  const autoscaler = (upRuleAboveMs = Number.POSITIVE_INFINITY) => {
    const bandit = recordingBandit();
    return {
      bandit,
      scaler: new BanditAutoscaler(bandit, new StepArms(1), featureMap('context', scales), upRuleAboveMs),
    };
  };

  it('takes steps within the limits and learns the step that was applied', () => {
    const { bandit, scaler } = autoscaler();
    expect(decideAndLearn(scaler, viewOf({ replicas: 9 }), viewOf(), 0.5)).toBe(10);
    expect(decideAndLearn(scaler, viewOf({ replicas: 10 }), viewOf(), 0.25)).toBe(10);
    scaler.learn(outcomeOf(viewOf({ replicas: 6 }), 5, viewOf(), 1));
    expect(bandit.heard).toEqual([
      { arm: 2, first: 9, reward: 0.5 },
      { arm: 1, first: 10, reward: 0.25 },
      { arm: 0, first: 6, reward: 1 },
    ]);
  });

  it('goes to the nearest limit from outside, and learns nothing by it', () => {
    const { bandit, scaler } = autoscaler();
    expect(decideAndLearn(scaler, viewOf({ replicas: 11 }), viewOf())).toBe(10);
    expect(decideAndLearn(scaler, viewOf({ replicas: 2, minReplicas: 3 }), viewOf())).toBe(3);
    expect(decideAndLearn(scaler, viewOf({ replicas: 2, minReplicas: 5 }), viewOf())).toBe(5);
    expect(bandit.heard).toEqual([]);
  });

  it('passes over steps that no arm takes', () => {
    const { bandit, scaler } = autoscaler();
    scaler.learn(outcomeOf(viewOf({ replicas: 3 }), 7, viewOf(), 1));
    expect(bandit.heard).toEqual([]);
  });

  it('adds one replica by rule while the objective is violated, and learns nothing by it', () => {
    const { bandit, scaler } = autoscaler(600);
    const violated = { p95Ms: 601, replicas: 5 };
    expect(decideAndLearn(scaler, viewOf(violated), viewOf())).toBe(6);
    expect(decideAndLearn(scaler, viewOf({ ...violated, maxReplicas: 5 }), viewOf())).toBe(5);
    expect(bandit.heard).toEqual([]);
    expect(decideAndLearn(scaler, viewOf({ p95Ms: 600, replicas: 5 }), viewOf())).toBe(6);
    expect(bandit.heard).toHaveLength(1);
  });
});
