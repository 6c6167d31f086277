import { describe, expect, it } from 'vitest';
import type { SyncEnv } from '../../env/core/env.js';
import { checkEnv, make, makeVec, registeredIds } from '../../env/core/index.js';
import {
  actionLength,
  ObservationIndex,
  VerticalScalingEnv,
  VerticalScalingVectorEnv,
  verticalScalingId,
} from '../../env/vertical/index.js';
import { actionOf, flat, usageOf } from './usage-of.js';

const start = { initialRequest: { cpuMillicores: 200, memoryMebibytes: 100 } };
const hold = actionOf(200, 100);

describe(verticalScalingId, () => {
  it('is registered and runs without any argument', () => {
    expect(registeredIds()).toContain(verticalScalingId);
    const env = make<Float64Array, Float64Array>(verticalScalingId);
    const { observation, info } = env.reset({ seed: 1 });
    expect(observation).toHaveLength(4);
    expect(info.steps).toBeGreaterThan(1000);
    expect(env.step(actionOf(500, 500)).reward).toBeLessThan(0);
  });

  it.each([
    ['by default', {}],
    [
      'with every observation',
      {
        observation: {
          limits: true,
          throttling: true,
          oomKills: true,
          timeOfDay: true,
          lastAction: true,
          historySteps: 4,
        },
      },
    ],
    ['with random windows', { episode: { steps: 50, start: 'random' } }],
    ['with random deferral', { config: { updater: { mode: 'InPlace' }, physics: { resizeDeferredProbability: 0.5 } } }],
    ['without limits', { config: { limitToRequest: { cpu: null, memory: null } }, observation: { limits: true } }],
  ])('passes checkEnv %s', (_name, kwargs) => {
    const env = make(verticalScalingId, { kwargs });
    const { errors, warnings } = checkEnv(env.unwrapped as SyncEnv);
    expect(errors).toEqual([]);
    // Requests are amounts: normalising them is RescaleAction's work.
    expect(warnings).toEqual(['A Box action space is best symmetric and normalised, within [−1, 1] or [0, 1].']);
  });

  it('makes its vector form from the registry', () => {
    const env = makeVec<Float64Array, Float64Array>(verticalScalingId, { numEnvs: 3 });
    expect(env.unwrapped).toBeInstanceOf(VerticalScalingVectorEnv);
    expect(env.metadata.autoresetMode).toBe('SameStep');
    const { observations } = env.reset({ seed: 5 });
    expect(env.observationSpace.contains(observations)).toBe(true);
    const { rewards } = env.step(env.actionSpace.sample());
    expect(rewards).toHaveLength(3);
  });

  it('can be made again from the spec alone', () => {
    const kwargs = {
      series: [
        { kind: 'values', id: 'a', cpuMillicores: [100, 300], memoryBytes: [1e8, null] },
        { kind: 'preset', name: 'web-diurnal', seed: 3 },
      ],
      config: start,
    };
    const env = make<Float64Array, Float64Array>(verticalScalingId, { kwargs });
    const again = make<Float64Array, Float64Array>(JSON.parse(JSON.stringify(env.spec)));
    for (const one of [env, again]) one.reset({ seed: 9 });
    expect(again.step(hold)).toEqual(env.step(hold));
  });
});

describe('an episode', () => {
  const series = [10, 20, 30].map((length, i) =>
    usageOf({ cpu: flat(100 + i, length), memory: flat(50, length) }, 60, `s${i}`),
  );

  it('is truncated, never terminated, at the end of its series, and must then be reset', () => {
    const env = new VerticalScalingEnv({ series: series[0]!, config: start });
    expect(() => env.step(hold)).toThrow('reset');
    env.reset();
    for (let step = 0; step < 10; step++)
      expect(env.step(hold)).toMatchObject({ terminated: false, truncated: step === 9 });
    expect(() => env.step(hold)).toThrow('reset');
    env.reset();
    expect(env.step(hold).truncated).toBe(false);
  });

  it('goes through the series in turn, beginning where the seed says', () => {
    const env = new VerticalScalingEnv({ series, episode: { order: 'roundRobin' } });
    const names = (seed: number) =>
      [env.reset({ seed }), env.reset(), env.reset(), env.reset()].map(({ info }) => info.series);
    expect(names(0)).toEqual(['s0', 's1', 's2', 's0']);
    expect(names(4)).toEqual(['s1', 's2', 's0', 's1']);
  });

  it('draws every series about as often as the others', () => {
    const env = new VerticalScalingEnv({ series });
    const counts = new Map<string, number>();
    env.reset({ seed: 2 });
    for (let i = 0; i < 3000; i++) {
      const { info } = env.reset();
      counts.set(info.series, (counts.get(info.series) ?? 0) + 1);
    }
    // Binomial(3000, 1/3): standard deviation 26.
    for (const { id } of series) expect(Math.abs(counts.get(id)! - 1000)).toBeLessThan(130);
  });

  it('draws every window that fits, and no other', () => {
    const env = new VerticalScalingEnv({ series: series[0]!, episode: { steps: 4, start: 'random' } });
    env.reset({ seed: 3 });
    const firsts = new Set(Array.from({ length: 300 }, () => env.reset().info).map(({ firstStep }) => firstStep));
    expect([...firsts].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('can be chosen at reset', () => {
    const env = new VerticalScalingEnv({ series, config: start });
    const { info } = env.reset({ options: { series: 's2', start: 25, steps: 3 } });
    expect(info).toEqual({ series: 's2', firstStep: 25, steps: 3, timeSeconds: 1_700_000_000 + 25 * 60 });
    expect(env.step(hold).info.cpuDemand).toBe(102);
    env.step(hold);
    expect(env.step(hold).truncated).toBe(true);
    expect(env.reset({ options: { series: 1 } }).info.series).toBe('s1');
    expect(() => env.reset({ options: { series: 's9' } })).toThrow('0 to 2, or the id of a series');
    expect(() => env.reset({ options: { series: 's0', start: 10 } })).toThrow('below 10');
    expect(() => env.reset({ options: { steps: 0 } })).toThrow('a whole number ≥ 1');
  });

  it('begins with what the series requests at its first step, unless the configuration says otherwise', () => {
    const own = { ...series[0]!, cpuRequestMillicores: Float64Array.from({ length: 10 }, (_, i) => 100 * (i + 1)) };
    const first = (config: object, options: object) => {
      const { observation } = new VerticalScalingEnv({ series: own, config }).reset({ options: { ...options } });
      return [observation[ObservationIndex.cpuRequest], observation[ObservationIndex.memoryRequest]];
    };
    expect(first({}, { start: 4 })).toEqual([500, 1024]);
    expect(first(start, { start: 4 })).toEqual([200, 100]);
  });
});

describe('an observation', () => {
  it('is usage and request, and shows the last usage while nothing is measured', () => {
    const env = new VerticalScalingEnv({
      series: usageOf({ cpu: [150, Number.NaN, 160], memory: [50, 60, Number.NaN] }),
      config: start,
    });
    expect([...env.reset().observation]).toEqual([0, 0, 200, 100]);
    expect([...env.step(hold).observation]).toEqual([150, 50, 200, 100]);
    expect([...env.step(hold).observation]).toEqual([150, 60, 200, 100]);
    expect([...env.step(hold).observation]).toEqual([160, 60, 200, 100]);
  });

  it('names what it holds, newest frame first', () => {
    const env = new VerticalScalingEnv({
      series: usageOf({ cpu: [150, 250, 100], memory: [50, 60, 300] }),
      config: { ...start, limitToRequest: { memory: null, cpu: 1 } },
      observation: {
        limits: true,
        throttling: true,
        oomKills: true,
        timeOfDay: true,
        lastAction: true,
        historySteps: 2,
      },
    });
    const read = (observation: Float64Array) =>
      Object.fromEntries(env.observationNames.map((name, i) => [name, observation[i]]));
    env.reset();
    env.step(hold);
    const second = read(env.step(actionOf(200, 100, 0.5, 2)).observation);
    expect(second).toMatchObject({
      cpuUsage: 200,
      memoryUsage: 60,
      cpuLimit: 200,
      memoryLimit: 0,
      throttled: 50,
      'cpuUsage-1': 150,
      'memoryUsage-1': 50,
      'throttled-1': 0,
      action0: 100,
      action6: 200,
    });
    const phase = (2 * Math.PI * ((1_700_000_000 + 120) % 86400)) / 86400;
    expect(second.timeOfDaySine).toBeCloseTo(Math.sin(phase), 12);
    expect(env.observationNames).toHaveLength(2 * 8 + 2 + actionLength);
  });

  it('is new memory at every step', () => {
    const env = new VerticalScalingEnv({ series: usageOf({ cpu: [150, 170] }), config: start });
    env.reset();
    const { observation } = env.step(hold);
    env.step(hold);
    expect(observation[0]).toBe(150);
  });
});

describe('info', () => {
  it('carries the OOM kills a recommender must hear of', () => {
    const env = new VerticalScalingEnv({ series: usageOf({ memory: [300] }), config: start });
    env.reset();
    expect(env.step(hold).info.oomEvents).toEqual(
      [0, 5, 20, 45].map((after) => ({ timeSeconds: 1_700_000_000 + after, memoryRequestBytes: 104857600 })),
    );
  });
});

describe('rendering', () => {
  const series = usageOf({ cpu: [...flat(100, 50), ...flat(400, 50)], memory: [...flat(50, 99), 300] }, 60, 'a<b');

  it('fits one screen of text', () => {
    const env = new VerticalScalingEnv({ series, config: start, renderMode: 'ansi' });
    env.reset();
    expect(env.render()).toContain('0 steps');
    for (let step = 0; step < 100; step++) env.step(step === 60 ? actionOf(300, 100) : hold);
    const lines = env.render()!.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(110);
    expect(lines[0]).toContain('a<b: 100 steps of 60 s');
    expect(lines.find((line) => line.includes('OOM kills'))).toMatch(/x 4$/);
    expect(lines.find((line) => line.includes('restarts'))).toMatch(/\^.* 2$/);
  });

  it('draws a picture', () => {
    const env = new VerticalScalingEnv({ series, config: start, renderMode: 'svg' });
    env.reset();
    expect(env.render()).toMatch(/^<svg [\s\S]*<\/svg>$/);
    for (let step = 0; step < 100; step++) env.step(hold);
    const picture = env.render()!;
    expect(picture).toContain('a&lt;b');
    expect(picture).not.toMatch(/NaN|Infinity|undefined/);
    expect(picture.match(/<path/g)).toHaveLength(4);
  });

  it('is nothing without a render mode', () => {
    const env = new VerticalScalingEnv({ series, config: start });
    env.reset();
    expect(env.render()).toBeNull();
  });
});

describe('bad arguments', () => {
  it.each([
    [{ colour: 1 }, 'field "colour"'],
    [{ episode: { start: 100 } }, 'below the 3 steps of test'],
    [{ episode: { steps: 0 } }, 'field "episode.steps" got 0'],
    [{ observation: { historySteps: 1.5 } }, 'field "observation.historySteps" got 1.5'],
    [{ renderMode: 'human' }, 'field "renderMode" got "human"'],
    [{ config: { replicas: 0 } }, 'field "replicas" got 0'],
  ])('%j are refused', (options, message) => {
    expect(() => new VerticalScalingEnv({ series: usageOf({ cpu: flat(1, 3) }), ...(options as object) })).toThrow(
      message,
    );
  });

  it('in numbers of sub-environments and their limits are refused', () => {
    const series = usageOf({ cpu: flat(1, 3) });
    expect(() => new VerticalScalingVectorEnv(0, { series })).toThrow('a positive whole number');
    expect(() => new VerticalScalingVectorEnv(1, { series, maxEpisodeSteps: 0 })).toThrow('maxEpisodeSteps');
    expect(() => new VerticalScalingVectorEnv(1, { series }).step(new Float64Array(8))).toThrow('reset');
  });

  it('a limit truncates every episode of a vector environment', () => {
    const env = new VerticalScalingVectorEnv(2, { series: usageOf({ cpu: flat(1, 9) }), maxEpisodeSteps: 2 });
    env.reset({ seed: 0 });
    const actions = new Float64Array(16);
    expect([...env.step(actions).truncations, ...env.step(actions).truncations]).toEqual([0, 0, 1, 1]);
  });
});
