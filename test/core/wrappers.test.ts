import { describe, expect, it } from 'vitest';
import {
  BaseEnv,
  Box,
  ClipAction,
  ClipReward,
  DelayObservation,
  Dict,
  Discrete,
  DiscretizeAction,
  DtypeObservation,
  type Env,
  FilterObservation,
  FlattenObservation,
  FrameStackObservation,
  InputError,
  NormalizeObservation,
  NormalizeReward,
  RecordEpisodeStatistics,
  RepeatAction,
  RescaleAction,
  type ResetOptions,
  RunningMeanStd,
  type Space,
  StickyAction,
  type SyncEnv,
  spaceFromJson,
  TimeAwareObservation,
  TimeLimit,
  type TypedArray,
} from '../../env/core/index.js';
import { arrayFrom } from '../../env/core/spaces/dtype.js';
import { golden, numbers } from './golden.js';
import { PromisedEnv } from './promised-env.js';
import { ScriptedEnv } from './scripted-env.js';

interface Row {
  readonly observation: unknown;
  readonly reward?: number;
  readonly terminated?: boolean;
  readonly truncated?: boolean;
  readonly episode?: { readonly r: number; readonly l: number };
}

type Make = (env: Env<Float64Array, number>) => Env;

/** One entry a section of the golden file; the same wrapper classes serve both timings. */
const cases: Readonly<Record<string, Make>> = {
  TimeLimit: (env) => new TimeLimit(env, { maxEpisodeSteps: 3 }),
  TimeLimit5: (env) => new TimeLimit(env, { maxEpisodeSteps: 5 }),
  RecordEpisodeStatistics: (env) => new RecordEpisodeStatistics(env),
  NormalizeObservation: (env) => new NormalizeObservation(env),
  NormalizeReward: (env) => new NormalizeReward(env, { gamma: 0.9 }),
  NormalizeRewardTruncated: (env) => new NormalizeReward(new TimeLimit(env, { maxEpisodeSteps: 3 })),
  FrameStackReset: (env) => new FrameStackObservation(env, { stackSize: 3 }),
  FrameStackZero: (env) => new FrameStackObservation(env, { stackSize: 3, paddingType: 'zero' }),
  DelayObservation: (env) => new DelayObservation(env, { delay: 2 }),
  TimeAware: (env) => new TimeAwareObservation(new TimeLimit(env, { maxEpisodeSteps: 4 })),
  TimeAwareNormalized: (env) =>
    new TimeAwareObservation(new TimeLimit(env, { maxEpisodeSteps: 4 }), { normalizeTime: true }),
  TimeAwareDict: (env) => new TimeAwareObservation(new TimeLimit(env, { maxEpisodeSteps: 4 }), { flatten: false }),
  ClipReward: (env) => new ClipReward(env, { minReward: -0.75, maxReward: 0.5 }),
  RepeatAction: (env) => new RepeatAction(env, { numRepeats: 2 }),
  DtypeObservation: (env) => new DtypeObservation(env as Env<unknown, number>, { dtype: 'float32' }),
};

/** Twin of `rollout` in golden/generate.py. */
async function rollout(env: Env, steps = 14): Promise<Row[]> {
  const rows: Row[] = [{ observation: (await env.reset({ seed: 1 })).observation }];
  for (let i = 0; i < steps; i++) {
    const { observation, reward, terminated, truncated, info } = await env.step(i % 2);
    const episode = info.episode as { r: number; l: number } | undefined;
    rows.push({ observation, reward, terminated, truncated, ...(episode && { episode }) });
    if (terminated || truncated) rows.push({ observation: (await env.reset()).observation });
  }
  return rows;
}

function flat(observation: unknown): number[] {
  if (ArrayBuffer.isView(observation)) return Array.from(observation as TypedArray);
  if (Array.isArray(observation)) return numbers(observation);
  return Object.values(observation as object).flatMap(flat);
}

/** Statistics in Gymnasium's NormalizeObservation turn to float64 only with the first float64 observation. */
const digits: Readonly<Record<string, number>> = { NormalizeObservation: 5 };

describe.each(Object.entries(cases))('%s', (name, make) => {
  const wanted = golden<Record<string, { space: unknown; rows: Row[] }>>('wrappers')[name]!;

  it.each([
    ['values', () => new ScriptedEnv() as Env<Float64Array, number>],
    ['promises', () => new PromisedEnv(new ScriptedEnv()) as Env<Float64Array, number>],
  ])('gives what Gymnasium gives, around an environment that answers with %s', async (_, create) => {
    const env = make(create());
    expect(env.observationSpace.equals(spaceFromJson(wanted.space))).toBe(true);
    const rows = await rollout(env);
    expect(rows.map(({ terminated, truncated, episode }) => ({ terminated, truncated, episode }))).toEqual(
      wanted.rows.map(({ terminated, truncated, episode }) => ({ terminated, truncated, episode })),
    );
    rows.forEach(({ observation, reward }, i) => {
      const row = wanted.rows[i]!;
      expect(env.observationSpace.contains(observation)).toBe(true);
      flat(observation).forEach((value, k) => {
        expect(value).toBeCloseTo(flat(row.observation)[k]!, digits[name] ?? 12);
      });
      if (row.reward !== undefined) expect(reward).toBeCloseTo(row.reward, 12);
    });
  });
});

describe('a wrapper around a simulated environment', () => {
  it('answers at once', () => {
    for (const make of Object.values(cases)) {
      const env = make(new ScriptedEnv());
      expect(env.reset()).not.toBeInstanceOf(Promise);
      expect(env.step(0)).not.toBeInstanceOf(Promise);
    }
  });

  it('does not write to what the environment gave', () => {
    const given: unknown[] = [];
    class Frozen extends ScriptedEnv {
      override step(action: number) {
        const result = Object.freeze(super.step(action));
        given.push(Object.freeze(result.info));
        return result;
      }
    }
    for (const make of Object.values(cases)) {
      const env = make(new Frozen(1)) as SyncEnv;
      env.reset();
      for (let i = 0; i < 3; i++) expect(() => env.step(0)).not.toThrow();
    }
    expect(given.length).toBeGreaterThan(0);
  });
});

describe('RunningMeanStd', () => {
  type Case = { batch: number[]; rows: number; mean: number[]; var: number[]; count: number };
  it('merges batches as Gymnasium does', () => {
    const statistics = new RunningMeanStd(3);
    for (const { batch, rows, mean, var: variance, count } of golden<Case[]>('runningMeanStd')) {
      if (rows === 1) statistics.update(batch);
      else statistics.updateBatch(batch, rows);
      for (let i = 0; i < 3; i++) {
        expect(statistics.mean[i]! / mean[i]!).toBeCloseTo(1, 12);
        expect(statistics.variance[i]! / variance[i]!).toBeCloseTo(1, 10);
      }
      expect(statistics.count).toBeCloseTo(count, 12);
    }
  });

  it('goes on elsewhere from its JSON', () => {
    const first = new RunningMeanStd(2);
    first.updateBatch([1, 2, 3, 4], 2);
    const other = new RunningMeanStd(2);
    other.restore(JSON.parse(JSON.stringify(first)));
    first.update([5, 6]);
    other.update([5, 6]);
    expect(other).toEqual(first);
    expect(() => new RunningMeanStd(3).restore(first.toJSON())).toThrow('3 numbers');
  });
});

describe('normalising wrappers', () => {
  it('stand still when they are told to', () => {
    const env = new NormalizeObservation(new ScriptedEnv());
    env.reset();
    env.step(0);
    const before = env.statistics.toJSON();
    env.updateRunningMean = false;
    env.step(0);
    expect(env.statistics.toJSON()).toEqual(before);
    const rewards = new NormalizeReward(new ScriptedEnv());
    rewards.updateRunningMean = false;
    rewards.reset();
    expect(rewards.step(0).reward).toBeCloseTo(-0.5, 7);
    expect(rewards.statistics.count).toBe(1e-4);
  });

  it('refuse a discount outside [0, 1] and an epsilon that is not positive', () => {
    expect(() => new NormalizeReward(new ScriptedEnv(), { gamma: 1.01 })).toThrow('gamma');
    expect(() => new NormalizeReward(new ScriptedEnv(), { epsilon: 0 })).toThrow('epsilon');
    expect(() => new NormalizeObservation(new ScriptedEnv(), { epsilon: -1 })).toThrow('epsilon');
  });
});

describe('RecordEpisodeStatistics', () => {
  function playTwo(env: RecordEpisodeStatistics<Float64Array, number, 'sync'>) {
    const ends: unknown[] = [];
    for (let k = 0; k < 2; k++) {
      env.reset();
      for (let result = env.step(0); ; result = env.step(0))
        if (result.terminated) {
          ends.push(result.info.episode);
          break;
        }
    }
    return ends;
  }

  it('keeps the last episodes, and no time without a clock', () => {
    const env = new RecordEpisodeStatistics(new ScriptedEnv(1), { bufferLength: 1 });
    expect(playTwo(env)).toEqual([
      { r: -0.5, l: 2 },
      { r: -3, l: 3 },
    ]);
    expect([env.returnQueue, env.lengthQueue, env.timeQueue, env.episodeCount]).toEqual([[-3], [3], [], 2]);
  });

  it('records time by the clock it is given', () => {
    let now = 100;
    const env = new RecordEpisodeStatistics(new ScriptedEnv(1), { clock: () => now++ });
    expect(playTwo(env)).toEqual([
      { r: -0.5, l: 2, t: 1 },
      { r: -3, l: 3, t: 1 },
    ]);
  });

  it('refuses a key that is taken', () => {
    const env = new RecordEpisodeStatistics(new ScriptedEnv(0), { statsKey: 'pair' });
    env.reset();
    expect(() => env.step(0)).toThrow('statsKey');
  });
});

describe('action wrappers', () => {
  type Case = {
    wrapper: string;
    inner: unknown;
    kwargs: Record<string, unknown>;
    space: unknown;
    actions: { given: number | number[]; received: number[] }[];
  };
  const around: Readonly<Record<string, (env: SyncEnv<Float64Array, TypedArray>, kwargs: never) => SyncEnv>> = {
    ClipAction: (env) => new ClipAction(env) as SyncEnv,
    RescaleAction: (env, kwargs) => new RescaleAction(env, kwargs) as SyncEnv,
    DiscretizeAction: (env, kwargs) => new DiscretizeAction(env, kwargs) as SyncEnv,
  };

  it.each(golden<Case[]>('actionWrappers'))('$wrapper $kwargs sends on what Gymnasium sends on', (wanted) => {
    const inner = spaceFromJson(wanted.inner) as Box<'float32' | 'float64'>;
    const kwargs = Object.fromEntries(
      Object.entries(wanted.kwargs).map(([key, value]) => [key, Array.isArray(value) ? value.map(Number) : value]),
    );
    const env = new ScriptedEnv<TypedArray>(1000, inner as Space<unknown>);
    const wrapped = around[wanted.wrapper]!(env, kwargs as never);
    expect(wrapped.actionSpace.equals(spaceFromJson(wanted.space))).toBe(true);
    wrapped.reset();
    for (const { given, received } of wanted.actions) {
      wrapped.step(Array.isArray(given) ? arrayFrom(inner.dtype, given) : given);
      numbers(received).forEach((value, i) => {
        expect(env.received![i]).toBeCloseTo(value, 5);
      });
      expect(inner.contains(env.received)).toBe(true);
    }
  });

  it('DiscretizeAction finds the bin nearest to a continuous action', () => {
    const inner = new Box([-2, 0], [2, 10]);
    const env = new DiscretizeAction(new ScriptedEnv<TypedArray>(9, inner), { bins: [3, 5] });
    for (const { action, index } of golden<{ action: number[]; index: number }[]>('revertedActions'))
      expect(env.revertAction(Float32Array.from(action))).toBe(index);
    const multi = new DiscretizeAction(new ScriptedEnv<TypedArray>(9, inner), { bins: [3, 5], multidiscrete: true });
    expect(String(multi.actionSpace)).toBe('MultiDiscrete([3 5])');
    expect(multi.revertAction(Float32Array.of(2, 0))).toEqual(Int32Array.of(2, 0));
  });

  it('refuse spaces and bounds they cannot work with', () => {
    const discrete = new ScriptedEnv() as unknown as SyncEnv<Float64Array, TypedArray>;
    expect(() => new ClipAction(discrete)).toThrow('a Box space');
    const open = new ScriptedEnv<TypedArray>(9, new Box(0, Number.POSITIVE_INFINITY));
    expect(() => new DiscretizeAction(open, { bins: 3 })).toThrow('finite bounds');
    expect(() => new RescaleAction(open, { minAction: 0, maxAction: 1 })).toThrow('maxAction');
    const box = new ScriptedEnv<TypedArray>(9, new Box(0, 1));
    expect(() => new RescaleAction(box, { minAction: 1, maxAction: 1 })).toThrow('more than minAction');
    expect(() => new DiscretizeAction(box, { bins: [2, 2] })).toThrow('bins');
  });
});

describe('StickyAction', () => {
  function received(options: ConstructorParameters<typeof StickyAction>[1], seed: number, count: number): number[] {
    const env = new ScriptedEnv(1e9);
    const sticky = new StickyAction(env, options);
    sticky.reset({ seed });
    return Array.from({ length: count }, (_, i) => {
      sticky.step(i);
      return env.received as number;
    });
  }

  it('repeats at the given rate, from a stream of its own', () => {
    const actions = received({ repeatActionProbability: 0.25 }, 3, 20_000);
    const repeated = actions.filter((action, i) => action !== i).length;
    expect(Math.abs(repeated - 5000)).toBeLessThan(310);
    expect(received({ repeatActionProbability: 0.25 }, 3, 100)).toEqual(actions.slice(0, 100));
    expect(received({ repeatActionProbability: 0.25 }, 4, 100)).not.toEqual(actions.slice(0, 100));
    const env = new ScriptedEnv();
    const sticky = new StickyAction(env, { repeatActionProbability: 0.9 });
    sticky.reset({ seed: 5 });
    const before = env.random.snapshot();
    sticky.step(0);
    sticky.step(1);
    expect(env.random.snapshot()).toEqual(before);
  });

  it('sticks for as long as it says', () => {
    const actions = received({ repeatActionProbability: 0.1, repeatActionDuration: 3 }, 1, 5000);
    let run = 0;
    for (let i = 1; i < actions.length; i++) {
      if (actions[i] !== i) run++;
      else {
        expect(run % 3).toBe(0);
        run = 0;
      }
    }
    expect(actions.some((action, i) => action !== i)).toBe(true);
  });
});

describe('dictionary observations', () => {
  type Parts = Readonly<Record<string, unknown>>;
  class Structured extends BaseEnv<Parts, number> {
    readonly metadata = { renderModes: [] };
    readonly observationSpace: Space<Parts> = new Dict({ b: new Box(0, 9), a: new Discrete(3), c: new Box(0, 9) });
    readonly actionSpace = new Discrete(2);
    reset(options?: ResetOptions) {
      this.reseed(options);
      return { observation: this.observe(1), info: {} };
    }
    step(action: number) {
      return { observation: this.observe(action), reward: 0, terminated: false, truncated: false, info: {} };
    }
    render() {
      return null;
    }
    close() {}
    private observe(b: number): Parts {
      return { b: Float32Array.of(b), a: 2, c: Float32Array.of(7) };
    }
  }

  it('are filtered, stamped with the time and flattened in the order of their keys', () => {
    const filtered = new FilterObservation(new Structured(), { filterKeys: ['b', 'a'] });
    const timed = new TimeAwareObservation(new TimeLimit(filtered, { maxEpisodeSteps: 9 }), {
      dictTimeKey: 'aa',
      flatten: false,
    });
    timed.reset();
    expect(timed.step(5).observation).toEqual({ b: Float32Array.of(5), a: 2, aa: Int32Array.of(1) });
    const flatEnv = new FlattenObservation(timed);
    flatEnv.reset();
    expect(Array.from(flatEnv.step(5).observation)).toEqual([0, 0, 1, 1, 5]);
    expect(flatEnv.observationSpace.contains(flatEnv.step(4).observation)).toBe(true);
    const stacked = new FrameStackObservation(new Structured(), { stackSize: 2 });
    stacked.reset();
    expect(stacked.step(3).observation).toEqual({
      a: Int32Array.of(2, 2),
      b: Float32Array.of(1, 3),
      c: Float32Array.of(7, 7),
    });
  });

  it('are refused where arrays are needed', () => {
    expect(() => new NormalizeObservation(new Structured() as never)).toThrow(InputError);
    expect(() => new FilterObservation(new Structured(), { filterKeys: ['z'] })).toThrow('one of a, b, c');
    expect(() => new TimeAwareObservation(new Structured())).toThrow('a time limit');
  });
});
