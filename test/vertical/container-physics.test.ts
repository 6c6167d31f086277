import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../env/core/random.js';
import type { VerticalConfigOptions } from '../../env/vertical/config-schema.js';
import type { VerticalFleet } from '../../env/vertical/index.js';
import { actionOf, flat, fleetOf, usageOf } from './usage-of.js';

const fixed = { updater: { rule: 'direct', mode: 'Off' } } as const;
const small = { initialRequest: { cpuMillicores: 200, memoryMebibytes: 100 } };

/** Seconds after the beginning at which the container was killed, over the whole series. */
function killTimes(fleet: VerticalFleet): number[] {
  const times: number[] = [];
  for (let done = false; !done; ) {
    done = fleet.stepHeld();
    for (let i = 0; i < fleet.oomEvents.count; i++) times.push(fleet.oomEvents.timeSeconds[i]! - fleet.startTime);
  }
  return times;
}

describe('CPU throttling', () => {
  it('denies what lies above the limit and charges it by the core-hour', () => {
    const fleet = fleetOf(usageOf({ cpu: [300] }), { ...fixed, ...small });
    fleet.stepHeld();
    expect(fleet.cpuUsage[0]).toBe(200);
    expect(fleet.throttled[0]).toBe(100);
    expect(fleet.unserved[0]).toBe(100);
    const coreHours = 0.1 / 60;
    expect(fleet.cost[2]).toBeCloseTo(coreHours * 0.4048, 15);
    expect(fleet.cost[0]).toBeCloseTo((0.2 / 60) * 0.04048, 15);
  });

  it.each([
    [1, 100],
    [1.25, 50],
    [2, 0],
    [null, 0],
  ])('with a limit of %s times the request throttles %s m', (cpu, throttled) => {
    const fleet = fleetOf(usageOf({ cpu: [300] }), { ...fixed, ...small, limitToRequest: { cpu } });
    fleet.stepHeld();
    expect(fleet.throttled[0]).toBe(throttled);
    expect(fleet.cpuLimit[0]).toBe(cpu === null ? Number.POSITIVE_INFINITY : 200 * cpu);
  });

  it('counts throttling for the whole step even while the container is down', () => {
    const fleet = fleetOf(usageOf({ cpu: [300], memory: [500] }), { ...fixed, ...small });
    fleet.stepHeld();
    expect(fleet.downSeconds[0]).toBe(60);
    expect(fleet.throttled[0]).toBe(100);
    expect(fleet.unserved[0]).toBe(300);
  });
});

describe('OOM kills', () => {
  it('follow the kubelet: restart after 5 s and 0, 10, 20, 40, 80, 160, 300, 300 … s of back-off', () => {
    const fleet = fleetOf(usageOf({ memory: flat(500, 30) }), { ...fixed, ...small });
    const times = killTimes(fleet);
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    expect(times[0]).toBe(0);
    expect(gaps).toEqual([5, 15, 25, 45, 85, 165, 305, 305, 305, 305]);
  });

  it('happen at the same instants whatever the step', () => {
    const random = new RandomStream('physics', 'grid');
    for (let round = 0; round < 20; round++) {
      const blocks = Array.from({ length: 40 }, () => (random.next() < 0.4 ? 500 : 50));
      const [coarse, fine] = [300, 20].map((stepSeconds) => {
        const memory = blocks.flatMap((value) => flat(value, 300 / stepSeconds));
        return killTimes(fleetOf(usageOf({ memory }, stepSeconds), { ...fixed, ...small }));
      });
      expect(coarse).toEqual(fine);
      expect(coarse!.length).toBeGreaterThan(0);
    }
  });

  it.each([
    [600, 0],
    [599, 10],
  ])('after a run of %s s wait for a back-off of %s s', (ran, backOff) => {
    // Killed at 0 s, up at 5 s, then `ran` seconds of peace.
    const memory = [...flat(500, 5), ...flat(50, ran), ...flat(500, 60)];
    const times = killTimes(fleetOf(usageOf({ memory }, 1), { ...fixed, ...small }));
    expect(times.slice(0, 3)).toEqual([0, 5 + ran, 5 + ran + 5 + backOff]);
  });

  it('tell the recommender the request at the instant of the kill', () => {
    const fleet = fleetOf(usageOf({ memory: [50, 500] }), { ...fixed, ...small });
    fleet.stepHeld();
    expect(fleet.oomEvents.count).toBe(0);
    fleet.stepHeld();
    expect(fleet.oomEvents.count).toBe(4);
    expect([...fleet.oomEvents.timeSeconds.slice(0, 4)].map((time) => time - fleet.startTime)).toEqual([
      60, 65, 80, 105,
    ]);
    expect(fleet.oomEvents.memoryRequestBytes[0]).toBe(100 * 1048576);
    expect(fleet.oomEvents.workload[0]).toBe(0);
  });

  it('show the limit as usage in the step of the kill and nothing while the container stays down', () => {
    const fleet = fleetOf(usageOf({ cpu: flat(10, 9), memory: flat(500, 9) }), { ...fixed, ...small });
    const seen: number[] = [];
    for (let done = false; !done; ) {
      done = fleet.stepHeld();
      seen.push(fleet.memoryUsage[0]!);
    }
    // Kills at 0, 5, 20, 45, 90, 175, 340 s: none in [120, 160), [180, 240), [240, 300) …
    expect(seen).toEqual([100, 100, 100, Number.NaN, Number.NaN, 100, Number.NaN, Number.NaN, Number.NaN]);
    expect(fleet.cpuUsage[0]).toBeNaN();
  });

  it('do not happen at the limit, only above it', () => {
    const fleet = fleetOf(usageOf({ memory: [100, 100.001] }), { ...fixed, ...small });
    fleet.stepHeld();
    expect(fleet.oomKills[0]).toBe(0);
    fleet.stepHeld();
    expect(fleet.oomKills[0]).toBeGreaterThan(0);
  });

  it('serve CPU from the moment the container stays up', () => {
    // Killed at 0 and 5 s; up at 20 s, when the next step's demand fits.
    const fleet = fleetOf(usageOf({ cpu: [120, 120], memory: [500, 50] }, 20), { ...fixed, ...small });
    fleet.stepHeld();
    expect([fleet.oomKills[0], fleet.downSeconds[0], fleet.cpuUsage[0]]).toEqual([2, 20, 0]);
    fleet.stepHeld();
    expect([fleet.oomKills[0], fleet.downSeconds[0], fleet.cpuUsage[0]]).toEqual([0, 0, 120]);
  });
});

describe('re-creation', () => {
  it('keeps the pod down across steps and serves the rest of the last one', () => {
    const fleet = fleetOf(usageOf({ cpu: flat(100, 4), memory: flat(50, 4) }), {
      ...small,
      updater: { rule: 'direct' },
      physics: { recreateSeconds: 150 },
    });
    const action = actionOf(300, 200);
    const rows: number[][] = [];
    for (let step = 0; step < 4; step++) {
      fleet.step(action);
      rows.push([fleet.restarts[0]!, fleet.downSeconds[0]!, fleet.cpuUsage[0]!, fleet.memoryUsage[0]!]);
    }
    expect(rows).toEqual([
      [1, 60, Number.NaN, Number.NaN],
      [0, 60, Number.NaN, Number.NaN],
      [0, 30, 50, 50],
      [0, 0, 100, 50],
    ]);
    expect(fleet.cpuRequest[0]).toBe(300);
    expect(fleet.memoryLimit[0]).toBe(200);
  });

  it('starts the back-off afresh', () => {
    const fleet = fleetOf(usageOf({ memory: flat(500, 20) }), {
      ...small,
      updater: { rule: 'direct' },
    });
    for (let step = 0; step < 10; step++) fleet.stepHeld();
    fleet.step(actionOf(200, 120));
    // Up 30 s after the eviction at 600 s, then from the beginning: 0 s and 10 s of back-off.
    expect(
      [...fleet.oomEvents.timeSeconds.slice(0, fleet.oomEvents.count)].map((time) => time - fleet.startTime),
    ).toEqual([630, 635, 650]);
  });

  it('is charged its price and its down time, and the request all along', () => {
    const fleet = fleetOf(usageOf({ cpu: flat(100, 2), memory: flat(50, 2) }), {
      ...small,
      updater: { rule: 'direct' },
    });
    fleet.step(actionOf(300, 256));
    const hours = 1 / 60;
    const expected = [0.3 * hours * 0.04048, 0.25 * hours * 0.004445, 0, 0, 0.01, (30 / 3600) * 0.36];
    for (const [term, dollars] of expected.entries()) expect(fleet.cost[term]).toBeCloseTo(dollars, 14);
    fleet.stepHeld();
    expect(fleet.cost[4]).toBe(0);
    expect(fleet.cost[5]).toBe(0);
  });
});

describe('what is not measured', () => {
  it('demands nothing, shows nothing and still pays for its requests', () => {
    const fleet = fleetOf(usageOf({ cpu: [100, Number.NaN], memory: [50, Number.NaN] }), { ...fixed, ...small });
    fleet.stepHeld();
    const [cpu, memory] = [fleet.cost[0], fleet.cost[1]];
    fleet.stepHeld();
    expect([fleet.cpuUsage[0], fleet.memoryUsage[0], fleet.memoryUsageBytes[0]]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect([fleet.cpuDemand[0], fleet.throttled[0], fleet.downSeconds[0]]).toEqual([0, 0, 0]);
    expect([...fleet.cost]).toEqual([cpu, memory, 0, 0, 0, 0]);
  });

  it.each([
    ['memory', { cpu: flat(100, 3) }, 1],
    ['CPU', { memory: flat(50, 3) }, 0],
  ])('a series without %s neither requests nor pays for it, whatever the action', (_name, usage, term) => {
    const fleet = fleetOf(usageOf(usage), { ...small, updater: { rule: 'direct' } });
    fleet.step(actionOf(150, 150));
    const request = term === 1 ? fleet.memoryRequest : fleet.cpuRequest;
    const limit = term === 1 ? fleet.memoryLimit : fleet.cpuLimit;
    expect([request[0], limit[0], fleet.cost[term]]).toEqual([0, Number.POSITIVE_INFINITY, 0]);
    expect(fleet.restarts[0]).toBe(1);
    fleet.step(actionOf(term === 1 ? 150 : 999, term === 1 ? 999 : 150));
    expect(fleet.restarts[0]).toBe(0);
  });
});

describe('backlog', () => {
  it('works throttled demand off when there is room', () => {
    const fleet = fleetOf(usageOf({ cpu: [500, 0, 0] }), { ...fixed, ...small, physics: { backlog: true } });
    const rows: number[][] = [];
    for (let step = 0; step < 3; step++) {
      fleet.stepHeld();
      rows.push([fleet.cpuUsage[0]!, fleet.throttled[0]!, fleet.backlog[0]!, fleet.unserved[0]!]);
    }
    // 0.5 cores wanted, 0.2 allowed: 0.3 · 60 core-seconds are left, worth 300 m, of which 200 m run in the next step.
    expect(rows).toEqual([
      [200, 300, 18, 300],
      [200, 100, 6, -200],
      [100, 0, 0, -100],
    ]);
  });

  it('drops what exceeds its bound', () => {
    const fleet = fleetOf(usageOf({ cpu: [500] }), {
      ...fixed,
      ...small,
      physics: { backlog: true, backlogLimitCoreSeconds: 10 },
    });
    fleet.stepHeld();
    expect([fleet.backlog[0], fleet.backlogDropped[0]]).toEqual([10, 8]);
  });

  it('keeps of a step that begins down only what was throttled while up', () => {
    const fleet = fleetOf(usageOf({ cpu: [500], memory: [50] }), {
      ...small,
      updater: { rule: 'direct' },
      physics: { backlog: true },
    });
    fleet.step(actionOf(300, 100));
    // 0.5 core for 60 s is 30: 0.3 · 30 s served, 0.2 · 30 s kept, the 15 that met a pod that was down are lost.
    expect([fleet.cpuUsage[0], fleet.backlog[0], fleet.backlogDropped[0]]).toEqual([150, 6, 15]);
  });

  it.each([
    ['a kill', 500, 200],
    ['a re-creation', 50, 250],
  ])('is lost in %s', (_what, memory, cpu) => {
    const fleet = fleetOf(usageOf({ cpu: [500, 0], memory: [50, memory] }), {
      ...small,
      updater: { rule: 'direct' },
      physics: { backlog: true },
    });
    fleet.stepHeld();
    fleet.step(actionOf(cpu, 100));
    expect([fleet.backlog[0], fleet.backlogDropped[0], fleet.throttled[0]]).toEqual([0, 18, 0]);
  });

  it('conserves work: demand = served + backlog + dropped, through kills and re-creations', () => {
    const random = new RandomStream('physics', 'backlog');
    for (let round = 0; round < 40; round++) {
      const length = 60;
      const cpu = Array.from({ length }, () => (random.next() < 0.05 ? Number.NaN : random.uniform(0, 600)));
      const memory = Array.from({ length }, () => (random.next() < 0.15 ? 500 : 50));
      const dt = [15, 60, 300][round % 3]!;
      const fleet = fleetOf(usageOf({ cpu, memory }, dt), {
        ...small,
        updater: { rule: 'direct' },
        physics: { backlog: true, backlogLimitCoreSeconds: random.uniform(0, 200) },
      });
      let demanded = 0;
      let served = 0;
      let dropped = 0;
      for (let step = 0; step < length; step++) {
        if (random.next() < 0.1) fleet.step(actionOf(random.integer(100, 400), 100));
        else fleet.stepHeld();
        demanded += (fleet.cpuDemand[0]! * dt) / 1000;
        served += ((fleet.cpuDemand[0]! - fleet.unserved[0]!) * dt) / 1000;
        dropped += fleet.backlogDropped[0]!;
        expect(fleet.backlogDropped[0]).toBeGreaterThanOrEqual(0);
        expect(served + dropped + fleet.backlog[0]!).toBeCloseTo(demanded, 8);
      }
      expect(dropped).toBeGreaterThan(0);
    }
  });
});

describe('cost', () => {
  it('is the sum of its terms, and the reward its negative, whatever happens', () => {
    const random = new RandomStream('physics', 'cost');
    const modes = ['Recreate', 'InPlaceOrRecreate', 'InPlace'] as const;
    for (let round = 0; round < 30; round++) {
      const length = 40;
      const config: VerticalConfigOptions = {
        ...small,
        replicas: random.integer(1, 3),
        rewardScale: random.uniform(0.5, 100),
        updater: { rule: round % 2 === 0 ? 'direct' : 'usage-bounds', mode: modes[round % 3]! },
        physics: { backlog: random.next() < 0.5, resizeDeferredProbability: 0.3 },
      };
      const fleet = fleetOf(
        usageOf({
          cpu: Array.from({ length }, () => random.uniform(0, 600)),
          memory: Array.from({ length }, () => random.uniform(50, 150)),
        }),
        config,
      );
      for (let step = 0; step < length; step++) {
        fleet.step(actionOf(random.uniform(100, 500), random.uniform(80, 160), 0.8, 1.2));
        const total = fleet.cost.reduce((sum, term) => sum + term, 0);
        expect(fleet.reward[0]).toBeCloseTo(-total * config.rewardScale!, 12);
      }
    }
  });
});
