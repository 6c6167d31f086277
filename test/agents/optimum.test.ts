import { describe, expect, it } from 'vitest';
import type { RequestPlan } from '../../agents/vertical/agent.js';
import { optimalPlan } from '../../agents/vertical/clairvoyant/optimum.js';
import { bytesPerMebibyte } from '../../env/core/mebibyte.js';
import { RandomStream } from '../../env/core/random.js';
import { ActionIndex, actionLength } from '../../env/vertical/action.js';
import { type VerticalConfigOptions, verticalConfig } from '../../env/vertical/config-schema.js';
import { VerticalFleet } from '../../env/vertical/fleet.js';
import type { UsageSeries } from '../../workloads/usage-series.js';

interface Case {
  readonly series: UsageSeries;
  readonly options: VerticalConfigOptions;
}

/** Requests for every step: positions in the two lists of candidate levels. */
type Schedule = readonly (readonly [cpu: number, mebibytes: number])[];

/** Prices schedules in the environment itself, every request applied at once. */
function simulator({ series, options }: Case): (schedule: Schedule) => number {
  const { mode } = verticalConfig(options).updater;
  const config = verticalConfig({ ...options, updater: { rule: 'direct', mode } });
  const fleet = new VerticalFleet({ series: [series], config });
  const action = new Float64Array(actionLength);
  return (schedule) => {
    fleet.reset(0);
    let cost = 0;
    for (const [cpu, mebibytes] of schedule) {
      action.fill(cpu, ActionIndex.cpuLowerBound, ActionIndex.cpuUncappedTarget + 1);
      action.fill(mebibytes, ActionIndex.memoryLowerBound, ActionIndex.memoryUncappedTarget + 1);
      fleet.step(action);
      for (const term of fleet.cost) cost += term;
    }
    return cost;
  };
}

function simulate(one: Case, schedule: Schedule): number {
  return simulator(one)(schedule);
}

function planOf({ series, options }: Case): RequestPlan {
  const config = verticalConfig(options);
  return optimalPlan({
    seed: 0,
    stepSeconds: series.stepSeconds,
    config,
    initialRequest: config.initialRequest!,
    future: series,
  });
}

function follow(plan: RequestPlan): Schedule {
  return Array.from(plan.cpuMillicores, (cpu, t) => [cpu, plan.memoryMebibytes[t]!] as const);
}

/** The cheapest of all schedules over the candidate levels: zero, the initial request, and every demand. */
function bruteForce(one: Case): number {
  const { series, options } = one;
  const ratio = verticalConfig(options).limitToRequest;
  const initial = verticalConfig(options).initialRequest!;
  const levels = (demand: Float64Array, unit: number, perRequest: number | null, first: number) => [
    ...new Set([first, 0, ...Array.from(demand, (value) => value / unit / (perRequest ?? 1))]),
  ];
  const cpu = levels(series.cpuMillicores, 1, ratio.cpu, initial.cpuMillicores);
  const memory = levels(series.memoryBytes, bytesPerMebibyte, ratio.memory, initial.memoryMebibytes);
  const choices = cpu.flatMap((c) => memory.map((m) => [c, m] as const));
  const steps = series.cpuMillicores.length;
  const price = simulator(one);
  let best = Number.POSITIVE_INFINITY;
  const walk = (schedule: Schedule): void => {
    if (schedule.length === steps) best = Math.min(best, price(schedule));
    else for (const choice of choices) walk([...schedule, choice]);
  };
  walk([]);
  return best;
}

/** A tiny series with few distinct demands, steps of an hour so that restarts pay, and random prices around the defaults. */
function tinyCase(seed: number, options: VerticalConfigOptions = {}): Case {
  const stream = new RandomStream(seed, 'optimum-test');
  const steps = 4;
  const demandLevels = (scale: number) => [stream.integer(1, 8) * scale, stream.integer(1, 8) * scale];
  const cpuLevels = demandLevels(500);
  const memoryLevels = demandLevels(2048);
  return {
    series: {
      id: `tiny-${seed}`,
      startTime: 0,
      stepSeconds: 3600,
      cpuMillicores: Float64Array.from({ length: steps }, () => cpuLevels[stream.integer(0, 1)]!),
      memoryBytes: Float64Array.from({ length: steps }, () => memoryLevels[stream.integer(0, 1)]! * bytesPerMebibyte),
      source: { dataset: 'test', entity: 'tiny', assumptions: {} },
    },
    options: {
      initialRequest: { cpuMillicores: stream.integer(1, 8) * 500, memoryMebibytes: stream.integer(1, 8) * 2048 },
      ...options,
    },
  };
}

const variants: Record<string, VerticalConfigOptions> = {
  'default prices': {},
  'limits twice the requests': { limitToRequest: { cpu: 2, memory: 2 } },
  'cheap restarts': { prices: { restart: 1e-4, downHour: 0.5 } },
  'cheap throttling': { prices: { throttledCoreHour: 0.05 } },
  'downtime longer than a step': { physics: { recreateSeconds: 5000 }, prices: { oomKill: 2 } },
  'in-place resizes': { updater: { mode: 'InPlace' } },
};

describe('the clairvoyant optimum', () => {
  it.each(Object.entries(variants))(
    'costs what the best of all schedules costs in the environment (%s)',
    (_, options) => {
      for (let seed = 0; seed < 5; seed++) {
        const one = tinyCase(seed, options);
        const plan = planOf(one);
        const best = bruteForce(one);
        expect(plan.exact).toBe(true);
        expect(plan.cost / best).toBeCloseTo(1, 9);
        expect(simulate(one, follow(plan)) / plan.cost).toBeCloseTo(1, 9);
      }
    },
  );

  it('is a lower bound, and says so, when OOM kills are cheap enough to be worth it', () => {
    const cheapKills = { prices: { oomKill: 1e-4, downHour: 1e-3, restart: 0.5 } };
    let beneath = 0;
    for (let seed = 0; seed < 5; seed++) {
      const one = tinyCase(seed, cheapKills);
      const plan = planOf(one);
      const best = bruteForce(one);
      expect(plan.exact).toBe(false);
      expect(plan.cost).toBeLessThanOrEqual(best * (1 + 1e-9));
      if (plan.cost > 0.5 * best) beneath++;
    }
    expect(beneath).toBeGreaterThan(0);
  });

  it.each<[string, VerticalConfigOptions]>([
    ['requests change alone', { policy: { controlledValues: 'RequestsOnly' } }],
    ['requests change alone, in place', { policy: { controlledValues: 'RequestsOnly' }, updater: { mode: 'InPlace' } }],
    ['requests are chosen once', { updater: { mode: 'Initial' } }],
    ['requests are chosen once and kills are cheap', { updater: { mode: 'Initial' }, prices: { oomKill: 1e-4 } }],
    ['the node is small', { nodeCapacity: { cpuMillicores: 2500, memoryMebibytes: 9000 } }],
  ])('is a lower bound, and says so, where %s', (_, options) => {
    for (let seed = 0; seed < 3; seed++) {
      const one = tinyCase(seed, options);
      const plan = planOf(one);
      expect(plan.exact).toBe(false);
      expect(plan.cost).toBeLessThanOrEqual(bruteForce(one) * (1 + 1e-9));
      const nothing = Array.from({ length: 4 }, () => [1, 1] as const);
      expect(plan.cost).toBeLessThanOrEqual(simulate(one, nothing) * (1 + 1e-9));
    }
  });

  it('picks the best single request where requests are chosen once', () => {
    const options: VerticalConfigOptions = { updater: { mode: 'Initial' }, prices: { oomKill: 10, downHour: 10 } };
    for (let seed = 0; seed < 3; seed++) {
      const one = tinyCase(seed, options);
      const plan = planOf(one);
      expect(plan.cost / bruteForce(one)).toBeCloseTo(1, 9);
      expect(simulate(one, follow(plan)) / plan.cost).toBeCloseTo(1, 9);
    }
  });

  it('is never beaten by schedules drawn at random over a longer series, and its own plan costs what it promises', () => {
    const stream = new RandomStream(4, 'random-schedules');
    for (let seed = 0; seed < 5; seed++) {
      const length = 200;
      const wave = (t: number) => 1 + Math.sin((t / 48) * 2 * Math.PI);
      const one: Case = {
        series: {
          id: `wave-${seed}`,
          startTime: 1_700_000_000,
          stepSeconds: 300,
          cpuMillicores: Float64Array.from({ length }, (_, t) =>
            t % 53 === 0 ? Number.NaN : 200 + 900 * wave(t) + stream.uniform(0, 300),
          ),
          memoryBytes: Float64Array.from({ length }, (_, t) => (800 + 900 * wave(t)) * bytesPerMebibyte),
          source: { dataset: 'test', entity: 'wave', assumptions: {} },
        },
        options: { initialRequest: { cpuMillicores: 3000, memoryMebibytes: 4096 } },
      };
      const plan = planOf(one);
      expect(plan.exact).toBe(true);
      expect(simulate(one, follow(plan)) / plan.cost).toBeCloseTo(1, 9);
      for (let draw = 0; draw < 40; draw++) {
        let level: readonly [number, number] = [3000, 4096];
        const schedule = Array.from({ length }, () => {
          if (stream.next() < 0.05) level = [stream.uniform(500, 3000), stream.uniform(1000, 4096)];
          return level;
        });
        expect(simulate(one, schedule)).toBeGreaterThanOrEqual(plan.cost * (1 - 1e-9));
      }
    }
  });

  it('costs as many times more as there are replicas', () => {
    const one = tinyCase(2);
    const three = { ...one, options: { ...one.options, replicas: 3 } };
    expect(planOf(three).cost).toBeCloseTo(3 * planOf(one).cost, 12);
    expect(simulate(three, follow(planOf(three)))).toBeCloseTo(planOf(three).cost, 9);
  });

  it('respects the resource policy and the absence of memory data', () => {
    const tiny = tinyCase(1);
    const one = {
      ...tiny,
      options: { ...tiny.options, initialRequest: { ...tiny.options.initialRequest!, cpuMillicores: 1500 } },
    };
    const capped = planOf({
      ...one,
      options: { ...one.options, policy: { minAllowed: { cpuMillicores: 1200 }, maxAllowed: { cpuMillicores: 1800 } } },
    });
    for (const cpu of capped.cpuMillicores) expect(cpu).toSatisfy((value: number) => value >= 1200 && value <= 1800);
    expect(capped.exact).toBe(true);
    const cpuOnly = { ...one, series: { ...one.series, memoryBytes: new Float64Array(4).fill(Number.NaN) } };
    const plan = planOf(cpuOnly);
    expect(simulate(cpuOnly, follow(plan)) / plan.cost).toBeCloseTo(1, 9);
  });

  it('is no more than what an agent pays that leaves a request outside the policy alone while it changes the other', () => {
    const tiny = tinyCase(1);
    const one: Case = {
      series: { ...tiny.series, memoryBytes: new Float64Array(4).fill(512 * bytesPerMebibyte) },
      options: {
        initialRequest: { cpuMillicores: 8000, memoryMebibytes: 1024 },
        policy: { minAllowed: { memoryMebibytes: 65_536 } },
      },
    };
    const peak = Math.max(...one.series.cpuMillicores);
    const paid = simulate(
      one,
      Array.from({ length: 4 }, () => [peak, Number.NaN] as const),
    );
    expect(planOf(one).cost).toBeLessThanOrEqual(paid);
    expect(planOf(one).exact).toBe(false);
  });
});
