import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../env/core/random.js';
import { SyncVectorEnv } from '../../env/core/vector/sync-vector-env.js';
import { autoresetModes } from '../../env/core/vector/vector-env.js';
import type { VerticalConfigOptions } from '../../env/vertical/config-schema.js';
import type { StepOutputs } from '../../env/vertical/index.js';
import {
  actionLength,
  costTerms,
  VerticalFleet,
  VerticalScalingEnv,
  VerticalScalingVectorEnv,
  verticalConfig,
} from '../../env/vertical/index.js';
import type { UsageSeries } from '../../workloads/usage-series.js';
import { flat, usageOf } from './usage-of.js';

const modes = ['Off', 'Initial', 'Recreate', 'Auto', 'InPlaceOrRecreate', 'InPlace'] as const;
const rules = ['kubernetes', 'usage-bounds', 'direct'] as const;

const scalars = [
  'cpuUsage',
  'memoryUsage',
  'memoryUsageBytes',
  'cpuDemand',
  'memoryDemand',
  'cpuRequest',
  'memoryRequest',
  'cpuLimit',
  'memoryLimit',
  'throttled',
  'unserved',
  'backlog',
  'backlogDropped',
  'oomKills',
  'restarts',
  'resizes',
  'downSeconds',
  'reward',
] as const;

/** A configuration with every feature somewhere in it. */
function randomConfig(random: RandomStream, stepSeconds: number): VerticalConfigOptions {
  const chance = (p: number) => random.next() < p;
  const rule = rules[random.integer(0, 2)]!;
  const mode = modes[random.integer(0, 5)]!;
  return {
    replicas: chance(0.5) ? 1 : random.integer(2, 5),
    initialRequest: chance(0.5) ? null : { cpuMillicores: 200, memoryMebibytes: 100 },
    limitToRequest: {
      cpu: chance(0.3) ? null : random.uniform(1, 2),
      memory: chance(0.2) ? null : random.uniform(1, 2),
    },
    updater:
      rule === 'kubernetes'
        ? {
            rule,
            mode,
            lifetimeThresholdSeconds: random.uniform(0, 40 * stepSeconds),
            evictionRateLimit: chance(0.3) ? 0.002 : -1,
          }
        : { rule, mode },
    policy: {
      controlledValues: chance(0.3) ? 'RequestsOnly' : 'RequestsAndLimits',
      minAllowed: chance(0.3) ? { cpuMillicores: 150 } : {},
    },
    limitRange: chance(0.3) ? { min: {}, max: { memoryMebibytes: 180 } } : null,
    physics: {
      backlog: chance(0.4),
      backlogLimitCoreSeconds: random.uniform(0, 100),
      resizeDeferredProbability: chance(0.5) ? random.next() : 0,
      recreateSeconds: random.uniform(0, 2 * stepSeconds),
    },
    nodeCapacity: chance(0.3) ? { cpuMillicores: 900, memoryMebibytes: 600 } : null,
    rewardScale: random.uniform(1, 10),
  };
}

function randomUsage(random: RandomStream, length: number, stepSeconds: number, id: string): UsageSeries {
  const missing = random.next() < 0.2;
  const cpu = Array.from({ length }, () => (random.next() < 0.05 ? Number.NaN : random.uniform(0, 500)));
  const memory = Array.from({ length }, () =>
    random.next() < 0.05 ? Number.NaN : random.uniform(40, random.next() < 0.1 ? 300 : 95),
  );
  return usageOf(missing && random.next() < 0.5 ? { memory } : missing ? { cpu } : { cpu, memory }, stepSeconds, id);
}

function fillAction(random: RandomStream, out: Float64Array, at: number): void {
  const cpu = random.uniform(100, 400);
  const memory = random.uniform(60, 200);
  const spread = random.uniform(1, 2);
  out.set([cpu / spread, cpu, cpu * spread, cpu, memory / spread, memory, memory * spread, memory], at);
}

/** Bit for bit the same; the matcher, which is slow, is left to explain a difference. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toStrictEqual(expected);
}

/** Everything a step shows of one workload. */
function rowOf(outputs: StepOutputs, workload: number): number[] {
  const at = workload * costTerms.length;
  return [...scalars.map((name) => outputs[name][workload]!), ...outputs.cost.slice(at, at + costTerms.length)];
}

describe('a fleet', () => {
  it('gives each workload what it would get alone, bit for bit', () => {
    const random = new RandomStream('batch', 'fleet');
    for (let round = 0; round < 40; round++) {
      const stepSeconds = [60, 300, 0.1 * random.integer(50, 900)][round % 3]!;
      const length = 80;
      const size = 5;
      const config = verticalConfig(randomConfig(random, stepSeconds));
      const series = Array.from({ length: size }, (_, i) => randomUsage(random, length, stepSeconds, `s${i}`));
      const together = new VerticalFleet({ series, config });
      together.reset(7);
      const alone = series.map((one, i) => {
        const fleet = new VerticalFleet({ series: [one], config });
        fleet.reset(7 + i);
        return fleet;
      });
      const actions = new Float64Array(size * actionLength);
      for (let step = 0; step < length; step++) {
        const speaks = random.next() < 0.3;
        if (speaks) for (let i = 0; i < size; i++) fillAction(random, actions, i * actionLength);
        const done = speaks ? together.step(actions) : together.stepHeld();
        expect(done).toBe(step === length - 1);
        for (const [i, fleet] of alone.entries()) {
          if (speaks) fleet.step(actions.slice(i * actionLength, (i + 1) * actionLength));
          else fleet.stepHeld();
          expectSame(rowOf(together, i), rowOf(fleet, 0));
        }
        expect(together.oomEvents.count).toBe(alone.reduce((sum, { oomEvents }) => sum + oomEvents.count, 0));
      }
    }
  });

  it('repeats itself after a reset with the same seed', () => {
    const random = new RandomStream('batch', 'repeat');
    const config = verticalConfig({
      initialRequest: { cpuMillicores: 200, memoryMebibytes: 100 },
      replicas: 3,
      updater: { rule: 'direct', mode: 'InPlaceOrRecreate' },
      physics: { resizeDeferredProbability: 0.6, backlog: true },
      nodeCapacity: { cpuMillicores: 800, memoryMebibytes: 900 },
    });
    const fleet = new VerticalFleet({ series: [randomUsage(random, 60, 60, 'a')], config });
    const actions = Array.from({ length: 60 }, () => {
      const action = new Float64Array(actionLength);
      fillAction(random, action, 0);
      return action;
    });
    const run = (seed: number) => {
      fleet.reset(seed);
      return actions.map((action) => {
        fleet.step(action);
        return rowOf(fleet, 0);
      });
    };
    const first = run(1);
    expect(run(2)).not.toEqual(first);
    expect(run(1)).toEqual(first);
  });

  it('refuses series that do not lie side by side', () => {
    const config = verticalConfig();
    const a = usageOf({ cpu: [1, 2] }, 60, 'a');
    expect(() => new VerticalFleet({ series: [], config })).toThrow('at least one series');
    expect(() => new VerticalFleet({ series: [a, usageOf({ cpu: [1, 2] }, 30, 'b')], config })).toThrow('60, as a has');
    expect(() => new VerticalFleet({ series: [a, usageOf({ cpu: [1] }, 60, 'b')], config })).toThrow(
      '2 steps, as a has',
    );
    const later = { ...a, id: 'later', startTime: 5 };
    expect(() => new VerticalFleet({ series: [a, later], config })).toThrow('or an explicit startTime');
    expect(new VerticalFleet({ series: [a, later], config, startTime: 100 }).startTime).toBe(100);
  });

  it('says when an episode is over', () => {
    const fleet = new VerticalFleet({ series: [usageOf({ cpu: [1, 2] })], config: verticalConfig() });
    expect([fleet.stepHeld(), fleet.stepHeld()]).toEqual([false, true]);
    expect(() => fleet.stepHeld()).toThrow('reset');
    fleet.reset(3);
    expect([fleet.stepIndex, fleet.stepHeld()]).toEqual([0, false]);
  });

  it('finds its memory at the right place whatever its width', () => {
    for (const size of [1, 31, 32, 33, 70]) {
      const series = Array.from({ length: size }, (_, i) =>
        usageOf({ cpu: Array.from({ length: 45 }, (_, step) => i * 1000 + step), memory: flat(i, 45) }, 60, `s${i}`),
      );
      const fleet = new VerticalFleet({
        series,
        config: verticalConfig({ limitToRequest: { cpu: null, memory: null } }),
      });
      for (let step = 0; step < 45; step++) {
        fleet.stepHeld();
        expect([...fleet.cpuUsage]).toEqual(series.map((_, i) => i * 1000 + step));
        expect([...fleet.memoryUsage]).toEqual(series.map((_, i) => i));
      }
    }
  });
});

describe('an environment', () => {
  it('is a fleet of one', () => {
    const random = new RandomStream('batch', 'env');
    for (let round = 0; round < 20; round++) {
      const options = randomConfig(random, 60);
      const usage = randomUsage(random, 50, 60, 'a');
      const fleet = new VerticalFleet({ series: [usage], config: verticalConfig(options) });
      const env = new VerticalScalingEnv({ series: usage, config: options });
      fleet.reset(round);
      env.reset({ seed: round });
      const action = new Float64Array(actionLength);
      for (let step = 0; step < 50; step++) {
        fillAction(random, action, 0);
        fleet.step(action);
        const { reward, info, truncated } = env.step(action);
        expect(reward).toBe(fleet.reward[0]);
        expect(Object.values(info.cost)).toEqual([...fleet.cost]);
        expect([info.cpuUsage, info.unserved, info.timeSeconds]).toEqual([
          fleet.cpuUsage[0],
          fleet.unserved[0],
          fleet.timeSeconds,
        ]);
        expect(truncated).toBe(step === 49);
      }
    }
  });
});

describe('the vector environment', () => {
  it.each(autoresetModes)(
    'gives what single environments side by side give, infos included, in mode %s',
    (autoresetMode) => {
      const random = new RandomStream('batch', 'vector', autoresetMode);
      for (let round = 0; round < 8; round++) {
        const series = [30, 17, 45].map((length, i) => randomUsage(random, length, 60, `s${i}`));
        const options = {
          series,
          config: randomConfig(random, 60),
          episode: {
            steps: round % 2 === 0 ? null : 11,
            start: round % 3 === 0 ? ('random' as const) : 2,
            order: round % 4 < 2 ? ('roundRobin' as const) : ('sampled' as const),
          },
          observation: {
            limits: true,
            timeOfDay: true,
            lastAction: true,
            historySteps: 1 + (round % 3),
            oomKills: true,
          },
        };
        const size = 4;
        const loop = new SyncVectorEnv(
          Array.from({ length: size }, () => () => new VerticalScalingEnv(options)),
          { autoresetMode },
        );
        const batch = new VerticalScalingVectorEnv(size, { ...options, autoresetMode });
        expectSame(batch.reset({ seed: round }), loop.reset({ seed: round }));
        const actions = new Float64Array(size * actionLength);
        for (let step = 0; step < 100; step++) {
          for (let i = 0; i < size; i++) fillAction(random, actions, i * actionLength);
          const result = batch.step(actions);
          expectSame(result, loop.step(actions));
          if (autoresetMode === 'Disabled' && result.truncations.includes(1)) {
            const resetMask = result.truncations;
            expectSame(batch.reset({ options: { resetMask } }), loop.reset({ options: { resetMask } }));
          }
        }
      }
    },
  );
});
