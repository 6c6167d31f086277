import { describe, expect, it } from 'vitest';
import type { SyncEnv } from '../../env/core/env.js';
import { checkEnv, make, makeVec, registeredIds } from '../../env/core/index.js';
import { ResetNeeded } from '../../env/core/reset-needed.js';
import {
  type HorizontalEnvOptions,
  HorizontalScalingEnv,
  HorizontalScalingJointEnv,
  horizontalScalingId,
  ScalingEpisode,
} from '../../env/horizontal/index.js';
import type { RecordedTable } from '../../env/horizontal/table/recorded-table.js';
import { loadOf, steadyRate, steadyUsers } from './loads.js';

const everyObservation = { pendingPods: true, previousAction: true, derivative: true, timeOfDay: true, failures: true };
const load = loadOf('users', [10, 20, 30, 40, 30, 20, 10, 10, 10, 10], 30);

const table: RecordedTable = {
  id: 'four-cells',
  pod: { cpuRequestMillicores: 600, cpuLimitMillicores: null, memoryRequestMebibytes: 640, memoryLimitMebibytes: null },
  windowSeconds: 12,
  loadUnit: 'users',
  cells: [10, 40].flatMap((users) =>
    [1, 2].map((pods) => ({ load: users, pods, rows: [[pods, (40 * users) / pods, users * 0.9, 0.5, 0, 0.6, 0]] })),
  ),
};

/** Replays actions and gives everything that came back, as text. */
function trajectory(env: SyncEnv<Float64Array, number>, seed: number, actions: readonly number[]): string {
  const first = env.reset({ seed });
  return JSON.stringify([first, ...actions.map((action) => env.step(action))]);
}

describe(horizontalScalingId, () => {
  it('is registered and runs without any argument: the orange service under the triangular load', () => {
    expect(registeredIds()).toContain(horizontalScalingId);
    const env = make<Float64Array, number>(horizontalScalingId);
    const { observation, info } = env.reset({ seed: 1 });
    expect(observation).toHaveLength(7);
    expect(info['steps']).toBeGreaterThan(100);
    expect(env.step(1).info['offeredLoad']).toBe(5);
  });

  it.each<[string, HorizontalEnvOptions | object]>([
    ['by default', {}],
    ['with every observation', { config: { observation: everyObservation } }],
    ['with bigger steps', { config: { action: { kind: 'incremental', maxStep: 4 } } }],
    ['with fixed actions', { config: { action: 'fixed', limits: { minReplicas: 2, maxReplicas: 6 } } }],
    ['with actions that do nothing out of range', { config: { action: { kind: 'incremental', outOfRange: 'no-op' } } }],
    ['with fixed actions that do nothing', { config: { action: { kind: 'fixed', outOfRange: 'no-op' } } }],
    [
      'with no pod at all',
      { config: { limits: { minReplicas: 0 }, initialReplicas: 0, observation: everyObservation } },
    ],
    ['with random windows', { episode: { steps: 20, start: 'random' } }],
    ['as a fluid', { config: { engine: 'fluid', observation: everyObservation } }],
    ['on web', { load: steadyRate(50, 600), config: { platform: 'web', observation: everyObservation } }],
    ['waiting for pods', { load: steadyRate(50, 3600), config: { platform: 'web', settle: 'wait-ready' } }],
    ['on a recorded table', { load, config: { table, objective: { latencyMs: 600 }, observation: everyObservation } }],
    ['with no load', { load: steadyRate(0, 600), config: { platform: 'web', observation: everyObservation } }],
    [
      'with several services',
      { services: [{ name: 'front' }, { config: { action: 'fixed', observation: everyObservation } }] },
    ],
  ])('passes checkEnv %s', (_name, kwargs) => {
    const env = make(horizontalScalingId, { kwargs: kwargs as Record<string, unknown> });
    const { errors, warnings } = checkEnv(env.unwrapped as SyncEnv);
    expect(errors).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('is the episode of its seed', () => {
    const actions = [2, 2, 1, 2, 0, 1, 0, 0];
    const env = new HorizontalScalingEnv({ load, config: { initialReplicas: 2 } });
    const episode = new ScalingEpisode(env.config, load);
    env.reset({ seed: 7 });
    episode.reset(7);
    for (const action of actions) {
      const { observation, reward, info } = env.step(action);
      const step = episode.step(episode.service.specReplicas + action - 1);
      expect(observation).toEqual(episode.view().context);
      expect(reward).toBe(step.reward);
      expect(info).toMatchObject({
        decided: step.decided,
        applied: step.applied,
        latencyMs: step.readings.latencyMs,
        requests: step.readings.requests,
        cost: step.cost,
      });
    }
  });

  it('repeats trajectories byte by byte with the same seed and actions', () => {
    const options = { load: steadyRate(80, 600), config: { platform: 'web', observation: everyObservation } } as const;
    const actions = [2, 2, 0, 1, 2, 1, 0, 0, 2];
    const one = trajectory(new HorizontalScalingEnv(options), 11, actions);
    const env = new HorizontalScalingEnv(options);
    trajectory(env, 12, actions);
    expect(trajectory(env, 11, actions)).toBe(one);
    expect(trajectory(env, 12, actions)).not.toBe(one);
  });

  it('plays other random numbers in every episode of a seeded environment', () => {
    const env = new HorizontalScalingEnv({ load });
    const seeded = env.reset({ seed: 3 }).observation;
    const next = env.reset().observation;
    expect(next).not.toEqual(seeded);
    env.reset({ seed: 3 });
    expect(env.reset().observation).toEqual(next);
  });

  it('stands in a vector of environments', () => {
    const vector = makeVec<Float64Array, Int32Array>(horizontalScalingId, {
      numEnvs: 3,
      kwargs: { load: { kind: 'values', stepSeconds: 15, users: new Array(20).fill(10) } },
    });
    const { observations } = vector.reset({ seed: 4 });
    const { rewards } = vector.step(Int32Array.of(0, 1, 2));
    expect(rewards).toHaveLength(3);
    const alone = new HorizontalScalingEnv({ load: steadyUsers(10, 300) });
    expect(alone.reset({ seed: 5 }).observation).toEqual((observations as Float64Array).slice(7, 14));
    expect(alone.step(1).reward).toBe(rewards[1]);
  });

  it('ends with its load, and needs a reset then', () => {
    const env = new HorizontalScalingEnv({ load });
    expect(() => env.step(1)).toThrow(ResetNeeded);
    env.reset({ seed: 1 });
    for (let i = 0; i < 20; i++) expect(env.step(1)).toMatchObject({ terminated: false, truncated: i === 19 });
    expect(() => env.step(1)).toThrow(ResetNeeded);
  });

  it('refuses actions that do not exist', () => {
    const env = new HorizontalScalingEnv({
      load,
      config: { action: 'fixed', limits: { minReplicas: 2, maxReplicas: 6 } },
    });
    env.reset({ seed: 1 });
    for (const action of [1, 7, 2.5, Number.NaN]) expect(() => env.step(action)).toThrow(/"action".*2 to 6/);
    expect(env.step(5).info).toMatchObject({ before: 2, applied: 5 });
  });

  it('clamps what is out of range', () => {
    const env = new HorizontalScalingEnv({ load, config: { action: { kind: 'incremental', maxStep: 3 } } });
    env.reset({ seed: 1 });
    expect(env.step(0).info).toMatchObject({ before: 1, decided: -2, applied: 1, noOp: false });
    expect(env.step(6).info).toMatchObject({ before: 1, decided: 4, applied: 4 });
  });

  it('does nothing at all out of range when told so: old observation, no reward, no time', () => {
    const env = new HorizontalScalingEnv({
      load,
      config: { action: { kind: 'incremental', outOfRange: 'no-op' }, reward: 'binary' },
    });
    const { observation } = env.reset({ seed: 1 });
    const before = env.episode.service.nowSeconds;
    const refused = env.step(0);
    expect(refused.observation).toEqual(observation);
    expect(refused.observation).not.toBe(observation);
    expect(refused).toMatchObject({ reward: 0, truncated: false });
    expect(refused.info).toMatchObject({ noOp: true, decided: 0, applied: 1, requests: 0, podSeconds: 0 });
    expect(env.episode.service.nowSeconds).toBe(before);
    expect(env.episode.taken).toBe(0);
    // What follows is what would have come without it.
    const twin = new HorizontalScalingEnv({
      load,
      config: env.config.action.kind === 'fixed' ? {} : { reward: 'binary' },
    });
    twin.reset({ seed: 1 });
    expect(env.step(2).observation).toEqual(twin.step(2).observation);
  });

  it('ends even if every action does nothing', () => {
    const env = new HorizontalScalingEnv({ load, config: { action: { kind: 'incremental', outOfRange: 'no-op' } } });
    env.reset({ seed: 1 });
    for (let i = 0; i < 20; i++) expect(env.step(0).truncated).toBe(i === 19);
  });

  it('takes other limits while it runs, and its own again in the next episode', () => {
    const env = new HorizontalScalingEnv({ load, config: { action: { kind: 'incremental', outOfRange: 'no-op' } } });
    env.reset({ seed: 1 });
    env.setLimits({ minReplicas: 3, maxReplicas: 4 });
    // One pod is outside the limits itself: any action brings it inside.
    expect(env.step(1).info).toMatchObject({ before: 1, applied: 3, noOp: false });
    expect(env.step(0).info).toMatchObject({ noOp: true });
    expect(() => env.setLimits({ minReplicas: 3, maxReplicas: 2 })).toThrow(/"limits.maxReplicas"/);
    expect(env.reset({ seed: 1 }).info.limits).toEqual({ minReplicas: 1, maxReplicas: 10 });
    const chosen = { minReplicas: 1, maxReplicas: 2 };
    expect(env.reset({ seed: 1, options: { limits: chosen } }).info.limits).toEqual(chosen);
    expect(() => env.reset({ options: { limits: { minReplicas: -1, maxReplicas: 2 } } })).toThrow(
      /reset.options.limits/,
    );
  });

  it('takes no limits beyond the pods of a recorded table', () => {
    const env = new HorizontalScalingEnv({ load, config: { table, objective: { latencyMs: 600 } } });
    const beyond = { minReplicas: 1, maxReplicas: 3 };
    env.reset({ seed: 1 });
    expect(() => env.setLimits(beyond)).toThrow(/"limits" .* the pods recorded: 1, 2/);
    expect(env.episode.limits).toEqual({ minReplicas: 1, maxReplicas: 2 });
    expect(() => env.reset({ options: { limits: beyond } })).toThrow(/"reset.options.limits" .* the pods recorded/);
    env.reset({ seed: 1, options: { limits: { minReplicas: 2, maxReplicas: 2 } } });
    expect(env.step(1).info.applied).toBe(2);
  });

  it('plays the part of the load a reset asks for', () => {
    const env = new HorizontalScalingEnv({ load });
    const { info } = env.reset({ seed: 1, options: { start: 4, steps: 3 } });
    expect(info).toMatchObject({ firstStep: 4, steps: 3, timeSeconds: 60 });
    expect(env.step(1).info.offeredLoad).toBe(30);
    env.step(1);
    expect(env.step(1).truncated).toBe(true);
    expect(() => env.reset({ options: { start: 20 } })).toThrow(/20 intervals/);
    expect(() => env.reset({ options: { steps: 0 } })).toThrow(/reset.options.steps/);
    expect(() => env.reset({ options: { loads: [load] } })).toThrow(/"reset.options.loads".*no field of this name/);
  });

  it('plays another load for one episode', () => {
    const env = new HorizontalScalingEnv({ load });
    expect(env.reset({ seed: 1, options: { load: steadyUsers(17, 60) } }).info.steps).toBe(4);
    expect(env.step(1).info.offeredLoad).toBe(17);
    expect(() => env.reset({ options: { load: 'square' } })).toThrow(/"reset.options.load" got "square"/);
    expect(env.reset({ seed: 1 }).info.steps).toBe(20);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown argument', { loads: load }, /"loads"/],
    ['a bad configuration', { config: { limits: { maxReplicas: 0 } } }, /"config.limits.maxReplicas"/],
    ['a bad load', { load: { kind: 'preset', name: 'square' } }, /square/],
    ['a load shorter than one interval', { load: steadyUsers(5, 15), config: { decisionSeconds: 60 } }, /60 s of load/],
    ['a load in the other unit', { load: steadyUsers(5, 60), config: { platform: 'web' } }, /requestsPerSecond/],
    ['a start behind the end', { load, episode: { start: 20 } }, /"episode.start" got 20/],
  ])('refuses %s when it is made', (_name, options, message) => {
    expect(() => new HorizontalScalingEnv(options)).toThrow(message);
  });

  it('observes by option what comes behind the context', () => {
    const day = 86_400;
    const env = new HorizontalScalingEnv({
      load: { ...steadyRate(80, 600), startTime: 10 * day + day / 4 - 15 },
      config: { platform: 'web', observation: everyObservation },
    });
    const at = (name: string) => env.observationNames.indexOf(name);
    const first = env.reset({ seed: 1 }).observation;
    expect(first[at('previousReplicas')]).toBe(4);
    expect(first[at('previousChange')]).toBe(0);
    expect(first[at('latencyDerivative')]).toBe(0);
    const { observation } = env.step(2);
    expect(observation[at('previousReplicas')]).toBe(5);
    expect(observation[at('previousChange')]).toBe(1);
    expect(observation[at('pendingPods')]).toBe(5 - observation[at('containers')]!);
    expect(observation[at('latencyDerivative')]).toBeCloseTo((observation[1]! - first[1]!) / 15, 9);
    expect(observation[at('requestRateDerivative')]).toBeCloseTo((observation[2]! - first[2]!) / 15, 9);
    expect(observation[at('timeOfDaySine')]).toBeCloseTo(1, 9);
    expect(observation[at('timeOfDayCosine')]).toBeCloseTo(0, 9);
  });

  it.each([
    ['traces', 0],
    ['histogram', 3.5],
  ] as const)('observes that every request failed, where latency by %s is %f ms', (latencySource, latencyMs) => {
    const env = new HorizontalScalingEnv({
      load: steadyRate(20, 600),
      config: {
        platform: {
          preset: 'web',
          changes: { client: { timeoutSeconds: 0.0035, retries: null }, metrics: { context: { latencySource } } },
        },
        observation: { failures: true },
      },
    });
    const at = env.observationNames.indexOf('failedShare');
    expect([env.observationSpace.low[at], env.observationSpace.high[at]]).toEqual([0, 1]);
    env.reset({ seed: 1 });
    const { observation, info } = env.step(1);
    expect(info.failedRequests).toBeGreaterThan(200);
    expect(observation[at]).toBe(info.failedRequests / info.requests);
    expect([observation[at], observation[1]]).toEqual([1, latencyMs]);
  });

  it('observes that no request failed, or none was sent', () => {
    const env = new HorizontalScalingEnv({
      load: loadOf('requestsPerSecond', [0, 20, 20, 20], 60),
      config: { platform: 'web', observation: { failures: true } },
    });
    env.reset({ seed: 1 });
    for (let i = 0; i < 16; i++) expect(env.step(1).observation.at(-1)).toBe(0);
  });

  it('renders text and a picture', () => {
    for (const renderMode of ['ansi', 'svg'] as const) {
      const env = new HorizontalScalingEnv({ load, renderMode });
      env.reset({ seed: 1 });
      for (let i = 0; i < 10; i++) env.step(1);
      const shown = env.render()!;
      expect(shown).toContain('service under test-load: 10 decisions of 15 s');
      expect(shown).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(new HorizontalScalingEnv({ load }).render()).toBeNull();
  });
});

describe('several services', () => {
  const services = [
    { name: 'front', load, config: { initialReplicas: 2 } },
    { name: 'back', load: steadyRate(60, 600), config: { platform: 'web', action: 'fixed', reward: 'penalty' } },
  ] as const;

  it('are played side by side, each as it would be alone', () => {
    const env = new HorizontalScalingJointEnv({ services });
    const { info } = env.reset({ seed: 5 });
    expect(info.services.map(({ service, steps }) => [service, steps])).toEqual([
      ['front', 20],
      ['back', 20],
    ]);
    const alone = services.map(({ name, load: own, config }) => {
      const single = new HorizontalScalingEnv({ load: own, config });
      const episode = new ScalingEpisode(single.config, own);
      episode.reset(`5/${name}`);
      return episode;
    });
    const { observation, reward, info: after } = env.step(Int32Array.of(2, 6));
    const steps = [alone[0]!.step(3), alone[1]!.step(6)];
    expect(reward).toBe(steps[0]!.reward + steps[1]!.reward);
    expect([...observation]).toEqual(alone.flatMap((episode) => [...episode.view().context]));
    expect(after.services.map(({ applied }) => applied)).toEqual([3, 6]);
    expect(env.observationNames[7]).toBe('back.containers');
  });

  it('end together, with the shortest load', () => {
    const env = new HorizontalScalingJointEnv({ services: [services[0], { load: steadyUsers(5, 45) }] });
    env.reset({ seed: 1 });
    expect(env.step(Int32Array.of(1, 1)).truncated).toBe(false);
    expect(env.step(Int32Array.of(1, 1)).truncated).toBe(false);
    expect(env.step(Int32Array.of(1, 1)).truncated).toBe(true);
  });

  it('take a load and limits for every service, or for none', () => {
    const env = new HorizontalScalingJointEnv({ services });
    const limits = { minReplicas: 2, maxReplicas: 3 };
    const { info } = env.reset({ options: { limits: [limits, limits] } });
    expect(info.services.map((service) => service.limits)).toEqual([limits, limits]);
    expect(() => env.reset({ options: { limits: [limits] } })).toThrow(/"reset.options.limits".*each of 2 services/);
    expect(() => env.reset({ options: { limits } })).toThrow(/"reset.options.limits".*an array/);
    expect(() => env.reset({ options: { load: 'diurnal' } })).toThrow(/"reset.options.load".*an array/);
  });

  it.each([
    ['a name twice', [{ name: 'a' }, { name: 'a' }], /services.1.name/],
    [
      'different times between decisions',
      [{}, { config: { decisionSeconds: 30 } }],
      /services.1.config.decisionSeconds/,
    ],
    ['one that waits', [{}, { config: { settle: 'wait-ready' } }], /services.1.config.settle/],
    ['a bad load', [{ load: { kind: 'file' } }], /"services.0.load.path"/],
    [
      'one that stops the clock',
      [{ config: { action: { kind: 'fixed', outOfRange: 'no-op' } } }],
      /services.0.config.action/,
    ],
    ['a bad configuration', [{}, { config: { decisionSeconds: -1 } }], /services.1.config.decisionSeconds/],
    ['none', [], /services/],
  ])('refuses %s', (_name, list, message) => {
    expect(() => new HorizontalScalingJointEnv({ services: list as never })).toThrow(message);
  });
});
