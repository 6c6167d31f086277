import { describe, expect, it } from 'vitest';
import type { VerticalConfigOptions } from '../../env/vertical/config-schema.js';
import { actionOf, flat, fleetOf, usageOf } from './usage-of.js';

const start = { initialRequest: { cpuMillicores: 200, memoryMebibytes: 100 } };
const calm = usageOf({ cpu: flat(100, 60), memory: flat(50, 60) });

/** Evictions by step after a recommendation that every pod is outside of. */
function rollout(config: VerticalConfigOptions, steps: number, usage = calm): number[] {
  const fleet = fleetOf(usage, { ...start, ...config });
  return Array.from({ length: steps }, (_, step) => {
    if (step === 0) fleet.step(actionOf(300, 100));
    else fleet.stepHeld();
    return fleet.restarts[0]!;
  });
}

describe('a rollout', () => {
  it.each([
    [4, 0.5, [2, 2, 0]],
    [5, 0.5, [2, 2, 1, 0]],
    [3, 0.5, [1, 1, 1, 0]],
    [3, 0.1, [1, 1, 1, 0]],
    [1, 0.5, [1, 0]],
    [10, 0.3, [3, 3, 3, 1, 0]],
  ])('of %s replicas with tolerance %s evicts %j', (replicas, evictionTolerance, expected) => {
    expect(rollout({ replicas, updater: { evictionTolerance } }, expected.length)).toEqual(expected);
  });

  it('waits for evicted pods to come back', () => {
    // Re-created in 150 s, so Pending at the next two passes.
    const config = { replicas: 4, physics: { recreateSeconds: 150 } };
    expect(rollout(config, 8)).toEqual([2, 0, 0, 2, 0, 0, 0, 0]);
  });

  it('keeps to the rate limit', () => {
    const config: VerticalConfigOptions = {
      replicas: 8,
      updater: { evictionRateLimit: 1 / 120, evictionRateBurst: 1, evictionTolerance: 1 },
    };
    // A full bucket at 0 s; the pass waits up to a minute for the next token, which is there at 120 s.
    expect(rollout(config, 7)).toEqual([1, 1, 0, 1, 0, 1, 0]);
  });

  it('gets no token back from an OOM kill in the first step', () => {
    const starved = usageOf({ cpu: flat(100, 30), memory: flat(150, 30) });
    const fleet = fleetOf(starved, {
      initialRequest: { cpuMillicores: 200, memoryMebibytes: 100 },
      replicas: 4,
      updater: { evictionRateLimit: 1 / 600, evictionRateBurst: 1, evictionTolerance: 1 },
    });
    fleet.step(actionOf(300, 200));
    expect([fleet.restarts[0], fleet.oomKills[0]! > 0]).toEqual([1, true]);
    const restarts = Array.from({ length: 10 }, () => {
      fleet.stepHeld();
      return fleet.restarts[0];
    });
    // The pass at 540 s waits for the token that is there at 600 s.
    expect(restarts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
  });

  it('takes pods that grow first, then the larger change', () => {
    const means = (second: number) => {
      const fleet = fleetOf(calm, { ...start, replicas: 3, updater: { evictionTolerance: 0 } });
      fleet.step(actionOf(300, 100));
      return [second, second, second].map((cpu) => {
        fleet.step(actionOf(cpu, 100));
        return fleet.cpuRequest[0]! * 3;
      });
    };
    // One pod is at 300 m already, two are at 200 m.
    expect(means(250)).toEqual([300 + 250 + 200, 300 + 250 + 250, 250 + 250 + 250]);
    expect(means(150)).toEqual([150 + 200 + 200, 150 + 150 + 200, 150 + 150 + 150]);
  });

  it('knows no budget under the direct rule', () => {
    expect(rollout({ replicas: 4, updater: { rule: 'direct' } }, 2)).toEqual([4, 0]);
  });

  it('resizes in place within the same budget', () => {
    const fleet = fleetOf(calm, { ...start, replicas: 4, updater: { mode: 'InPlaceOrRecreate' } });
    fleet.step(actionOf(300, 100));
    expect([fleet.resizes[0], fleet.restarts[0], fleet.cpuRequest[0]]).toEqual([2, 0, 250]);
    fleet.stepHeld();
    expect([fleet.resizes[0], fleet.cpuRequest[0]]).toEqual([2, 300]);
  });

  it('resizes all at once in mode InPlace, which ignores the budget', () => {
    const fleet = fleetOf(calm, { ...start, replicas: 4, updater: { mode: 'InPlace' } });
    fleet.step(actionOf(300, 100));
    expect(fleet.resizes[0]).toBe(4);
  });
});

describe('several replicas', () => {
  it('show means of amounts and sums of counts and costs', () => {
    const fleet = fleetOf(usageOf({ cpu: flat(250, 3), memory: flat(50, 3) }), { ...start, replicas: 4 });
    fleet.step(actionOf(300, 100));
    // Two pods were re-created and are down for 30 of 60 s; the other two are throttled to 200 m.
    expect(fleet.restarts[0]).toBe(2);
    expect(fleet.downSeconds[0]).toBe(60);
    expect(fleet.cpuRequest[0]).toBe(250);
    expect(fleet.cpuUsage[0]).toBe((2 * 125 + 2 * 200) / 4);
    expect(fleet.throttled[0]).toBe((2 * 0 + 2 * 50) / 4);
    expect(fleet.cpuDemand[0]).toBe(250);
    const single = fleetOf(usageOf({ cpu: flat(250, 3), memory: flat(50, 3) }), start);
    single.step(actionOf(300, 100));
    expect(fleet.cost[4]).toBeCloseTo(2 * single.cost[4]!, 15);
    expect(fleet.cost[5]).toBeCloseTo(2 * single.cost[5]!, 15);
  });

  it('mean usage is over the replicas that were measured', () => {
    const fleet = fleetOf(calm, { ...start, replicas: 4, physics: { recreateSeconds: 120 } });
    fleet.step(actionOf(300, 100));
    expect(fleet.cpuUsage[0]).toBe(100);
    const all = fleetOf(calm, {
      ...start,
      replicas: 2,
      updater: { rule: 'direct' },
      physics: { recreateSeconds: 120 },
    });
    all.step(actionOf(300, 100));
    expect(all.cpuUsage[0]).toBeNaN();
  });

  it('without any difference cost exactly as many times one', () => {
    const usage = usageOf({ cpu: [100, 300, 150, 800], memory: [50, 50, 500, 50] });
    const [one, four] = [1, 4].map((replicas) => fleetOf(usage, { ...start, replicas, updater: { mode: 'Off' } }));
    for (let step = 0; step < 4; step++) {
      one!.stepHeld();
      four!.stepHeld();
      expect([...four!.cost]).toEqual([...one!.cost].map((dollars) => 4 * dollars));
      expect(four!.oomKills[0]).toBe(4 * one!.oomKills[0]!);
      expect(four!.oomEvents.count).toBe(4 * one!.oomEvents.count);
      expect(four!.cpuUsage[0]).toBe(one!.cpuUsage[0]);
    }
  });
});

describe('a node that is too small', () => {
  const nodeCapacity = { cpuMillicores: 500, memoryMebibytes: 1000 };

  it('leaves the pods that do not fit Pending, down and charged', () => {
    const fleet = fleetOf(calm, { ...start, replicas: 3, nodeCapacity, updater: { mode: 'Off' } });
    fleet.stepHeld();
    expect(fleet.downSeconds[0]).toBe(60);
    expect(fleet.cost[5]).toBeCloseTo((60 / 3600) * 0.36, 15);
    expect(fleet.cost[0]).toBeCloseTo(((3 * 0.2) / 60) * 0.04048, 15);
    expect(fleet.cpuUsage[0]).toBe(100);
  });

  it('takes a Pending pod when another one shrinks', () => {
    const fleet = fleetOf(calm, { ...start, replicas: 3, nodeCapacity, updater: { mode: 'InPlace' } });
    fleet.stepHeld();
    fleet.step(actionOf(150, 100));
    expect(fleet.resizes[0]).toBe(2);
    // Placed at once, up 30 s later; it still asks for 200 m, and 150 + 150 + 200 fit exactly.
    expect(fleet.downSeconds[0]).toBe(30);
    fleet.stepHeld();
    expect([fleet.downSeconds[0], fleet.resizes[0], fleet.cpuRequest[0]]).toEqual([0, 1, 150]);
  });

  it('keeps a pod that was evicted for more than the node has Pending for ever', () => {
    const fleet = fleetOf(calm, { ...start, nodeCapacity });
    fleet.step(actionOf(600, 100));
    expect([fleet.restarts[0], fleet.downSeconds[0]]).toEqual([1, 60]);
    fleet.step(actionOf(300, 100));
    expect([fleet.restarts[0], fleet.downSeconds[0], fleet.cpuRequest[0]]).toEqual([0, 60, 600]);
  });

  it('gets a planner a second chance: the direct rule re-creates Pending pods', () => {
    const fleet = fleetOf(calm, { ...start, nodeCapacity, updater: { rule: 'direct' } });
    fleet.step(actionOf(600, 100));
    fleet.step(actionOf(300, 100));
    expect([fleet.restarts[0], fleet.downSeconds[0], fleet.cpuRequest[0]]).toEqual([1, 30, 300]);
  });

  it('lets the direct rule re-create a Pending pod in mode InPlaceOrRecreate, but not in mode InPlace', () => {
    for (const [mode, restarts] of [
      ['InPlaceOrRecreate', 1],
      ['InPlace', 0],
    ] as const) {
      const initialRequest = { cpuMillicores: 600, memoryMebibytes: 100 };
      const fleet = fleetOf(calm, { initialRequest, nodeCapacity, updater: { rule: 'direct', mode } });
      fleet.step(actionOf(300, 100));
      expect([mode, fleet.restarts[0], fleet.downSeconds[0]]).toEqual([mode, restarts, restarts === 1 ? 30 : 60]);
    }
  });

  it('refuses an in-place resize beyond it: re-creation falls back, InPlace stays and does not ask again', () => {
    const fallback = fleetOf(calm, { ...start, nodeCapacity, updater: { mode: 'InPlaceOrRecreate' } });
    fallback.step(actionOf(600, 100));
    expect([fallback.resizes[0], fallback.restarts[0]]).toEqual([0, 0]);
    fallback.stepHeld();
    expect([fallback.restarts[0], fallback.downSeconds[0]]).toEqual([1, 60]);

    const stays = fleetOf(calm, { ...start, nodeCapacity, updater: { mode: 'InPlace' } });
    stays.step(actionOf(600, 100));
    for (let step = 0; step < 10; step++) stays.stepHeld();
    expect([stays.cpuRequest[0], stays.downSeconds[0]]).toEqual([200, 0]);
    stays.step(actionOf(700, 100));
    expect(stays.cpuRequest[0]).toBe(200);
    stays.step(actionOf(450, 100));
    expect([stays.cpuRequest[0], stays.resizes[0]]).toEqual([450, 1]);
  });
});
