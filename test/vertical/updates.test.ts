import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../env/core/random.js';
import { ActionIndex } from '../../env/vertical/action.js';
import type { UpdateMode } from '../../env/vertical/config.js';
import type { VerticalConfigOptions } from '../../env/vertical/config-schema.js';
import type { VerticalFleet } from '../../env/vertical/index.js';
import { actionOf, flat, fleetOf, usageOf } from './usage-of.js';

const start = { initialRequest: { cpuMillicores: 200, memoryMebibytes: 100 } };
const calm = usageOf({ cpu: flat(100, 3000), memory: flat(50, 3000) });

/** First step (from 0) with a restart or resize within `steps`, or −1. */
function firstChange(fleet: VerticalFleet, steps: number, action: Float64Array): number {
  for (let step = 0; step < steps; step++) {
    if (step === 0) fleet.step(action);
    else fleet.stepHeld();
    if (fleet.restarts[0]! + fleet.resizes[0]! > 0) return step;
  }
  return -1;
}

describe('update modes', () => {
  it.each<[UpdateMode, number, number, number]>([
    ['Off', 200, 0, 0],
    ['Initial', 300, 0, 0],
    ['Recreate', 300, 1, 0],
    ['Auto', 300, 1, 0],
    ['InPlaceOrRecreate', 300, 0, 1],
    ['InPlace', 300, 0, 1],
  ])(
    '%s: the first action leads to a request of %s m with %s restarts and %s resizes',
    (mode, cpu, restarts, resizes) => {
      for (const rule of ['kubernetes', 'direct'] as const) {
        const fleet = fleetOf(calm, { ...start, updater: { rule, mode } });
        fleet.step(actionOf(300, 150, 0.9, 1.1));
        expect([rule, fleet.cpuRequest[0], fleet.restarts[0], fleet.resizes[0]]).toEqual([
          rule,
          cpu,
          restarts,
          resizes,
        ]);
      }
    },
  );

  it('Initial takes only the action that is there when pods are created', () => {
    const fleet = fleetOf(calm, { ...start, updater: { mode: 'Initial' } });
    fleet.stepHeld();
    fleet.step(actionOf(300, 150));
    expect(fleet.cpuRequest[0]).toBe(200);
  });

  it('in place costs nothing and takes no time', () => {
    const fleet = fleetOf(calm, { ...start, updater: { mode: 'InPlace' } });
    fleet.step(actionOf(300, 150));
    expect([fleet.downSeconds[0], fleet.cost[4], fleet.cost[5]]).toEqual([0, 0, 0]);
    expect([fleet.cpuLimit[0], fleet.memoryLimit[0]]).toEqual([300, 150]);
  });
});

describe('the Kubernetes rule', () => {
  it('leaves a request in range alone until the pod is 12 h old, then needs a change of 10 %', () => {
    const wide = actionOf(300, 100, 0.5, 3);
    expect(firstChange(fleetOf(calm, start), 3000, wide)).toBe(720);
    const slight = actionOf(219, 100, 0.5, 3);
    expect(firstChange(fleetOf(calm, start), 3000, slight)).toBe(-1);
    expect(firstChange(fleetOf(calm, start), 3000, actionOf(220, 100, 0.5, 3))).toBe(720);
  });

  it('counts the 12 h anew from a re-creation', () => {
    const fleet = fleetOf(calm, start);
    expect(firstChange(fleet, 2, actionOf(300, 100))).toBe(0);
    expect(firstChange(fleet, 2900, actionOf(400, 100, 0.5, 3))).toBe(719);
  });

  it('acts at once when a request leaves its bounds, however small the change', () => {
    const fleet = fleetOf(calm, start);
    fleet.stepHeld();
    expect(firstChange(fleet, 10, Float64Array.of(200.5, 200.6, 400, 0, 50, 100, 400, 0))).toBe(0);
    expect(fleet.cpuRequest[0]).toBe(200.6);
  });

  it('acts within 10 minutes of life after an OOM kill, if the recommendation differs', () => {
    const memory = [...flat(50, 5), ...flat(120, 1), ...flat(50, 94)];
    const inRange = actionOf(200, 101, 0.5, 3);
    const quick = fleetOf(usageOf({ cpu: flat(100, 100), memory }), start);
    expect(firstChange(quick, 100, inRange)).toBe(6);
    const late = fleetOf(usageOf({ cpu: flat(100, 100), memory: [...flat(50, 10), ...memory.slice(5, 95)] }), start);
    // Killed after 600 s, then again in the same step after no time at all: that second kill is quick.
    expect(firstChange(late, 100, inRange)).toBe(11);
    const unanswered = fleetOf(usageOf({ cpu: flat(100, 100), memory }), start);
    expect(firstChange(unanswered, 100, actionOf(200, 100, 0.5, 3))).toBe(-1);
    const deaf = fleetOf(usageOf({ cpu: flat(100, 100), memory }), { ...start, updater: { evictAfterOomSeconds: 0 } });
    expect(firstChange(deaf, 100, inRange)).toBe(-1);
  });

  it('passes once an interval when steps are shorter', () => {
    const fleet = fleetOf(usageOf({ cpu: flat(100, 60), memory: flat(50, 60) }, 10), start);
    fleet.stepHeld();
    expect(firstChange(fleet, 50, actionOf(300, 100))).toBe(5);
    expect(fleet.stepIndex).toBe(7);
  });

  it('does not touch fewer replicas than minReplicas', () => {
    expect(firstChange(fleetOf(calm, { ...start, updater: { minReplicas: 2 } }), 100, actionOf(300, 100))).toBe(-1);
  });

  it.each([
    ['TargetHigherThanRequests', 300, 0],
    ['TargetHigherThanRequests', 150, -1],
    ['TargetLowerThanRequests', 150, 0],
  ] as const)('evictionRequirements %s with a CPU target of %s m: first change %s', (changeRequirement, cpu, step) => {
    const updater = { evictionRequirements: [{ resources: ['cpu'], changeRequirement }] } as const;
    expect(firstChange(fleetOf(calm, { ...start, updater }), 5, actionOf(cpu, 100))).toBe(step);
  });

  it('sleeps without changing a result', () => {
    // The uncapped target plays no part in a decision, but a new one wakes the updater: one fleet is woken at every step.
    const random = new RandomStream('updates', 'sleep');
    for (let round = 0; round < 60; round++) {
      const length = 300;
      const dt = [20, 60, 300, 1800][round % 4]!;
      const usage = usageOf(
        {
          cpu: Array.from({ length }, () => random.uniform(0, 600)),
          memory: Array.from({ length }, () => (random.next() < 0.03 ? 500 : 90)),
        },
        dt,
      );
      const config: VerticalConfigOptions = {
        ...start,
        replicas: 1 + (round % 3),
        updater: {
          mode: (['Recreate', 'InPlaceOrRecreate', 'InPlace'] as const)[round % 3]!,
          lifetimeThresholdSeconds: random.uniform(0, 50 * dt),
          evictAfterOomSeconds: random.uniform(0, 2 * dt),
          evictionRateLimit: round % 5 === 0 ? 1 / 500 : -1,
        },
        physics: { resizeDeferredProbability: 0.5, recreateSeconds: random.uniform(0, 3 * dt) },
        nodeCapacity: round % 2 === 0 ? { cpuMillicores: 700, memoryMebibytes: 400 } : null,
      };
      const asleep = fleetOf(usage, config);
      const awake = fleetOf(usage, config);
      let action = actionOf(200, 100, 0.5, 2);
      for (let step = 0; step < length; step++) {
        const speaks = random.next() < 0.03;
        if (speaks) action = actionOf(random.uniform(100, 400), random.uniform(80, 160), 0.6, 1.5);
        if (speaks) asleep.step(action);
        else asleep.stepHeld();
        action[ActionIndex.cpuUncappedTarget] = step;
        awake.step(action);
        const seen = (fleet: VerticalFleet) => [fleet.reward[0], fleet.cpuRequest[0], fleet.resizes[0]].join(' ');
        expect(seen(asleep)).toBe(seen(awake));
      }
    }
  });
});

describe('the direct rule', () => {
  it('follows every target at once, and nothing else', () => {
    const fleet = fleetOf(calm, { ...start, updater: { rule: 'direct' } });
    const targets = [200, 201, 201, 150, 150.25];
    const restarts = targets.map((cpu) => {
      fleet.step(actionOf(cpu, 100, 0.01, 100));
      expect(fleet.cpuRequest[0]).toBe(cpu);
      return fleet.restarts[0];
    });
    expect(restarts).toEqual([0, 1, 0, 1, 1]);
  });

  it('keeps to the controlled resources', () => {
    const policy = { controlledResources: ['memory'] } as const;
    const fleet = fleetOf(calm, { ...start, policy, updater: { rule: 'direct' } });
    fleet.step(actionOf(999, 100));
    expect([fleet.restarts[0], fleet.cpuRequest[0]]).toEqual([0, 200]);
    fleet.step(actionOf(999, 120));
    expect([fleet.restarts[0], fleet.cpuRequest[0], fleet.memoryRequest[0]]).toEqual([1, 200, 120]);
  });
});

describe('the usage-bounds rule', () => {
  it('acts on what was used in the last step', () => {
    const usage = usageOf({ cpu: [100, 100, 190, 100, 100], memory: flat(50, 5) });
    const fleet = fleetOf(usage, { ...start, updater: { rule: 'usage-bounds' } });
    const action = Float64Array.of(50, 120, 150, 0, 10, 100, 400, 0);
    const restarts = [0, 1, 2, 3, 4].map(() => {
      fleet.step(action);
      return fleet.restarts[0];
    });
    expect(restarts).toEqual([0, 0, 0, 1, 0]);
    expect(fleet.cpuRequest[0]).toBe(120);
  });

  it('restarts nothing when the target is what is requested already', () => {
    const fleet = fleetOf(calm, { ...start, updater: { rule: 'usage-bounds' } });
    expect(firstChange(fleet, 10, Float64Array.of(150, 200, 300, 0, 60, 100, 400, 0))).toBe(-1);
  });
});

describe('resizes that are put off', () => {
  const never = { resizeDeferredProbability: 1 };

  it('fall back to re-creation after more than five minutes of being seen deferred', () => {
    for (const rule of ['kubernetes', 'direct'] as const) {
      const fleet = fleetOf(calm, { ...start, updater: { rule, mode: 'InPlaceOrRecreate' }, physics: never });
      // Asked for at 0 s, seen from 60 s on, more than 300 s later at 420 s.
      expect([rule, firstChange(fleet, 20, actionOf(300, 100))]).toEqual([rule, 7]);
      expect(fleet.restarts[0]).toBe(1);
    }
  });

  it('wait for ever in mode InPlace', () => {
    for (const rule of ['kubernetes', 'direct'] as const) {
      const fleet = fleetOf(calm, { ...start, updater: { rule, mode: 'InPlace' }, physics: never });
      expect(firstChange(fleet, 500, actionOf(300, 100))).toBe(-1);
    }
  });

  it('are deferred as often as the probability says, the same for the same seed', () => {
    const waits = (seed: number) => {
      const fleet = fleetOf(calm, {
        ...start,
        updater: { rule: 'direct', mode: 'InPlace' },
        physics: { resizeDeferredProbability: 0.75 },
      });
      fleet.reset(seed);
      const gaps: number[] = [];
      let wait = 0;
      for (let cpu = 201; fleet.stepIndex < 3000; wait++) {
        fleet.step(actionOf(cpu, 100));
        if (fleet.resizes[0] === 0) continue;
        gaps.push(wait);
        wait = -1;
        cpu++;
      }
      return gaps;
    };
    const gaps = waits(1);
    expect(gaps).toEqual(waits(1));
    expect(gaps).not.toEqual(waits(2));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    // Geometric: mean 3, standard deviation √12, so about 0.13 for the mean of some 750.
    expect(mean).toBeGreaterThan(2.6);
    expect(mean).toBeLessThan(3.4);
  });

  it('reach a container in back-off, which then comes up with more memory', () => {
    const usage = usageOf({ cpu: flat(100, 30), memory: flat(120, 30) });
    const fleet = fleetOf(usage, { ...start, updater: { mode: 'InPlace' } });
    for (let step = 0; step < 3; step++) fleet.stepHeld();
    fleet.step(actionOf(200, 150));
    expect([fleet.resizes[0], fleet.restarts[0], fleet.memoryLimit[0]]).toEqual([1, 0, 150]);
    for (let step = 0; step < 10; step++) fleet.stepHeld();
    expect(fleet.downSeconds[0]).toBe(0);
  });
});

describe('capping', () => {
  const target = (config: VerticalConfigOptions, action: Float64Array) => {
    const fleet = fleetOf(calm, { ...start, updater: { rule: 'direct' }, ...config });
    fleet.step(action);
    return [fleet.cpuRequest[0], fleet.memoryRequest[0], fleet.cpuLimit[0], fleet.memoryLimit[0]];
  };

  it('raises to minAllowed and lowers to maxAllowed', () => {
    const policy = { minAllowed: { cpuMillicores: 250 }, maxAllowed: { memoryMebibytes: 130 } };
    expect(target({ policy }, actionOf(210, 500))).toEqual([250, 130, 250, 130]);
  });

  it('keeps limits of RequestsOnly and caps requests to them', () => {
    const config: VerticalConfigOptions = {
      policy: { controlledValues: 'RequestsOnly' },
      limitToRequest: { cpu: 2, memory: 1.5 },
    };
    expect(target(config, actionOf(300, 500))).toEqual([300, 150, 400, 150]);
  });

  it('keeps limits within a LimitRange, so requests within its share', () => {
    const config: VerticalConfigOptions = {
      limitRange: { min: { memoryMebibytes: 120 }, max: { cpuMillicores: 500 } },
      limitToRequest: { cpu: 2, memory: null },
    };
    expect(target(config, actionOf(300, 110))).toEqual([250, 120, 500, Number.POSITIVE_INFINITY]);
  });

  it('lets policy beat LimitRange', () => {
    const config: VerticalConfigOptions = {
      limitRange: { min: {}, max: { cpuMillicores: 500 } },
      policy: { minAllowed: { cpuMillicores: 700 } },
    };
    expect(target(config, actionOf(300, 110))).toEqual([700, 110, 700, 110]);
  });

  it('evicts a pod whose request lies above maxAllowed, although its target would not', () => {
    const fleet = fleetOf(calm, { ...start, policy: { maxAllowed: { cpuMillicores: 150 } } });
    expect(firstChange(fleet, 3, actionOf(200, 100, 0.5, 3))).toBe(0);
    expect(fleet.cpuRequest[0]).toBe(150);
  });
});

describe('an action', () => {
  it('of NaN recommends nothing', () => {
    const fleet = fleetOf(calm, { ...start, updater: { rule: 'direct' } });
    fleet.step(actionOf(Number.NaN, 120));
    expect([fleet.cpuRequest[0], fleet.memoryRequest[0]]).toEqual([200, 120]);
  });

  it('below zero is refused, and so is one of another length', () => {
    const fleet = fleetOf(calm, start);
    expect(() => fleet.step(actionOf(-1, 100))).toThrow('expected a number ≥ 0, or NaN');
    expect(() => fleet.step(new Float64Array(4))).toThrow('expected 8 numbers');
  });
});
