import { beforeEach, describe, expect, it } from 'vitest';
import {
  ClipReward,
  type Env,
  type EnvSpec,
  envSpec,
  formatEnvId,
  InputError,
  type Kwargs,
  OrderEnforcing,
  PassiveEnvChecker,
  parseEnvId,
  RecordEpisodeStatistics,
  Registry,
  ResetNeeded,
  SyncVectorEnv,
  specFromJson,
  specToJson,
  TimeLimit,
  TransformReward,
  Wrapper,
} from '../../env/core/index.js';
import { CartPole } from './cart-pole.js';
import { CartPoleVector } from './cart-pole-vector.js';
import { golden } from './golden.js';
import { PromisedEnv } from './promised-env.js';
import { ScriptedEnv } from './scripted-env.js';
import { warningsOf } from './warnings.js';

let registry: Registry;
let seen: Kwargs[];

beforeEach(() => {
  registry = new Registry();
  seen = [];
  registry.register({
    id: 'Scripted-v1',
    entryPoint: 'test/core:Scripted',
    create: (kwargs) => {
      seen.push(kwargs);
      return new ScriptedEnv((kwargs as { length?: number }).length);
    },
    maxEpisodeSteps: 3,
    kwargs: { length: 10, color: 'red' },
  });
  registry.register({
    id: 'CartPole-v1',
    entryPoint: 'test/core:CartPole',
    create: (kwargs) => new CartPole(kwargs),
    vectorEntryPoint: 'test/core:CartPoleVector',
    createVector: (numEnvs, kwargs) => new CartPoleVector(numEnvs, Number(kwargs.maxEpisodeSteps)),
    maxEpisodeSteps: 500,
  });
});

/** The classes around an environment, outermost first. */
function stackOf(env: Env): string[] {
  return env instanceof Wrapper ? [env.constructor.name, ...stackOf(env.env)] : [env.constructor.name];
}

describe('ids', () => {
  it.each(golden<{ id: string; parsed: [string | null, string, number | null] | null }[]>('envIds'))(
    'are read as Gymnasium reads them: "$id"',
    ({ id, parsed }) => {
      if (parsed === null) {
        expect(() => parseEnvId(id)).toThrow(InputError);
        return;
      }
      const [namespace, name, version] = parsed;
      expect(parseEnvId(id)).toEqual({ namespace, name, version });
      expect(formatEnvId(parseEnvId(id))).toBe(id.replace('-v01', '-v1'));
    },
  );
});

describe('make', () => {
  it("stacks the standard wrappers in Gymnasium's order", () => {
    const { stack } = golden<{ stack: string }>('cartPole');
    const names = stackOf(registry.make('CartPole-v1'));
    expect(`<${names.join('<')}Env<CartPole-v1${'>'.repeat(names.length + 1)}`).toBe(stack);
  });

  it('lays its arguments over the spec, and its limits too', () => {
    registry.make('Scripted-v1', { kwargs: { length: 5 } });
    expect(seen).toEqual([{ length: 5, color: 'red' }]);
    expect(stackOf(registry.make('Scripted-v1', { maxEpisodeSteps: -1 }))).not.toContain('TimeLimit');
    expect(stackOf(registry.make('Scripted-v1', { disableEnvChecker: true }))).not.toContain('PassiveEnvChecker');
    expect(registry.make('Scripted-v1', { maxEpisodeSteps: 7 }).spec?.maxEpisodeSteps).toBe(7);
    expect(registry.make('Scripted-v1', { maxEpisodeSteps: -1 }).spec?.maxEpisodeSteps).toBe(null);
  });

  it("refuses an environment's arguments outside kwargs, where they would be lost", () => {
    expect(() => registry.make('Scripted-v1', { length: 5 } as never)).toThrow(/"make.length" got 5.*kwargs/);
    expect(() => registry.makeVec('Scripted-v1', { length: 5 } as never)).toThrow(/"makeVec.length" got 5.*kwargs/);
  });

  it('gives an environment whose spec, through JSON, makes the same again', () => {
    const made = registry.make('Scripted-v1', { kwargs: { length: 6 }, maxEpisodeSteps: 5 });
    const wrapped = new RecordEpisodeStatistics(new ClipReward(made, { maxReward: 0.25 }), { bufferLength: 3 });
    const again = registry.make(specFromJson(specToJson(wrapped.spec as EnvSpec)));
    expect(stackOf(again)).toEqual(stackOf(wrapped));
    expect(again.spec).toEqual(wrapped.spec);
    const play = (env: Env<unknown, unknown, 'sync'>) => [
      env.reset({ seed: 1 }),
      ...[0, 1, 0, 1, 0].map((a) => env.step(a)),
    ];
    expect(play(again)).toEqual(play(wrapped));
  });

  it('gives the bare environment a spec without its wrappers', () => {
    const spec = registry.make('Scripted-v1').unwrapped.spec;
    expect(spec).toMatchObject({ maxEpisodeSteps: null, orderEnforce: false, disableEnvChecker: true });
  });

  it('takes the highest version when none is named, and says so', () => {
    registry.register({ id: 'Scripted-v3', entryPoint: 'test/core:Scripted' });
    expect(warningsOf(() => expect(registry.make('Scripted').spec?.id).toBe('Scripted-v3'))).toEqual([
      'Using the latest version Scripted-v3 for Scripted.',
    ]);
    expect(warningsOf(() => registry.make('Scripted-v1'))).toEqual([
      'Environment Scripted-v1 is out of date; consider version v3.',
    ]);
  });

  it('hints at what may have been meant', () => {
    expect(() => registry.make('Cartpol-v1')).toThrow('did you mean CartPole?');
    expect(() => registry.make('Nothing-v1')).toThrow('a registered environment: Scripted-v1, CartPole-v1');
    expect(() => registry.make('CartPole-v9')).toThrow('one of CartPole-v1');
    expect(() => registry.make('CartPole-v0')).toThrow('a current version of it: CartPole-v1');
    expect(() => registry.make('no good')).toThrow('[namespace/]name[-vN]');
    expect(() => new Registry().make('A-v0')).toThrow('there are none');
  });

  it('refuses a spec whose code was never registered, and one it cannot rebuild', () => {
    expect(() => registry.make(envSpec({ id: 'A-v0', entryPoint: 'nowhere:A' }))).toThrow('import the module');
    class Odd extends Wrapper<unknown, unknown, 'sync'> {
      constructor(env: Env<unknown, unknown, 'sync'>) {
        super(env);
      }
    }
    const { spec } = new Odd(registry.make('Scripted-v1'));
    expect(spec?.additionalWrappers).toEqual([{ name: 'Odd', entryPoint: 'Odd', kwargs: null }]);
    expect(() => registry.make(spec as EnvSpec)).toThrow('constructed again');
  });

  it('wraps an environment that answers with promises alike', async () => {
    registry.register({
      id: 'Promised-v0',
      entryPoint: 'test/core:Promised',
      create: () => new PromisedEnv(new ScriptedEnv()),
      maxEpisodeSteps: 2,
    });
    const env = registry.make<Float64Array, number, 'async'>('Promised-v0');
    expect(() => env.step(0)).toThrow(ResetNeeded);
    const { observation } = await env.reset({ seed: 1 });
    expect(observation).toEqual(Float64Array.of(0, 1, -1));
    expect((await env.step(0)).truncated).toBe(false);
    expect((await env.step(0)).truncated).toBe(true);
    expect(env.spec?.maxEpisodeSteps).toBe(2);
  });

  it('warns of a render mode the environment does not declare', () => {
    registry.register({
      id: 'Painted-v0',
      entryPoint: 'test/core:Painted',
      create: () => Object.assign(new ScriptedEnv(), { renderMode: 'svg' }),
    });
    expect(warningsOf(() => registry.make('Painted-v0'))).toEqual([
      "Painted-v0 was made with render mode 'svg', which is not among its metadata.renderModes.",
    ]);
  });

  it('makes wrappers that were registered from outside', () => {
    class Loud extends Wrapper<unknown, unknown, 'sync'> {
      static override readonly entryPoint = 'test/core:Loud';
      constructor(env: Env<unknown, unknown, 'sync'>, options: { readonly volume: number }) {
        super(env, options);
      }
    }
    registry.registerWrapper(
      Loud.entryPoint,
      (env, kwargs) => new Loud(env as Env<unknown, unknown, 'sync'>, kwargs as never),
    );
    const loud = new Loud(registry.make('Scripted-v1'), { volume: 11 });
    const again = registry.make(loud.spec as EnvSpec);
    expect(again).toBeInstanceOf(Loud);
    expect((again as Loud).kwargs).toEqual({ volume: 11 });
  });
});

describe('register', () => {
  it('warns when it replaces, and keeps versioned and unversioned ids apart', () => {
    expect(warningsOf(() => registry.register({ id: 'Scripted-v1', entryPoint: 'test/core:Scripted' }))).toHaveLength(
      1,
    );
    expect(() => registry.register({ id: 'Scripted', entryPoint: 'a:B' })).toThrow('Scripted-v1 stands already');
    registry.register({ id: 'Plain', entryPoint: 'a:B' });
    expect(() => registry.register({ id: 'Plain-v1', entryPoint: 'a:B' })).toThrow('Plain stands already');
    expect(() => registry.register({ id: 'space/Plain-v1', entryPoint: 'a:B' })).not.toThrow();
  });

  it('needs an entry point that is a name', () => {
    expect(() => registry.register({ id: 'A-v0' })).toThrow('an entry point');
    expect(() => registry.register({ id: 'A-v0', entryPoint: 'A' })).toThrow('"room/path:Export"');
    expect(() => registry.register({ id: 'A-v0', entryPoint: (() => {}) as never })).toThrow('"room/path:Export"');
    expect(() => registry.register({ id: 'A-v0', vectorEntryPoint: 'a:V', create: () => new ScriptedEnv() })).toThrow(
      'a name for the code',
    );
  });
});

describe('a spec', () => {
  const full = envSpec({
    id: 'ns/A-v2',
    entryPoint: 'a:A',
    kwargs: { list: [1, { x: null }], text: 'ü' },
    maxEpisodeSteps: 9,
  });

  it('survives JSON', () => {
    expect(specFromJson(specToJson(full))).toEqual(full);
    expect(specFromJson('{"id":"A-v0","entryPoint":"a:A"}')).toEqual(envSpec({ id: 'A-v0', entryPoint: 'a:A' }));
  });

  it.each([
    ['a function', { f: () => 1 }, 'spec.kwargs.f'],
    ['a typed array', { series: { cpu: new Float64Array(2) } }, 'spec.kwargs.series.cpu'],
    ['an infinity', { limits: [1, Number.POSITIVE_INFINITY] }, 'spec.kwargs.limits.1'],
    ['NaN', { x: Number.NaN }, 'spec.kwargs.x'],
    ['a date', { when: new Date(0) }, 'spec.kwargs.when'],
    ['undefined in a list', { list: [undefined] }, 'spec.kwargs.list.0'],
  ])('with %s among its arguments is refused by JSON', (_, kwargs, field) => {
    expect(() => specToJson({ ...full, kwargs })).toThrow(field);
  });

  it('with a function in a wrapper is refused by JSON, though it can be made again here', () => {
    const { spec } = new TransformReward(registry.make('Scripted-v1'), { func: (reward) => -reward });
    expect(() => specToJson(spec as EnvSpec)).toThrow('spec.additionalWrappers.0.kwargs.func');
    const again = registry.make(spec as EnvSpec);
    again.reset();
    expect(again.step(0).reward).toBe(0.5);
  });

  it.each([
    ['{', 'expected JSON'],
    ['[]', 'expected an object'],
    ['{"id":"A-v0","colour":1}', 'spec.colour'],
    ['{"id":"A-v0","maxEpisodeSteps":0}', 'spec.maxEpisodeSteps'],
    ['{"id":"A-v0","orderEnforce":"yes"}', 'spec.orderEnforce'],
    ['{"id":"A-v0","kwargs":[]}', 'spec.kwargs'],
    ['{"id":"A-v0","additionalWrappers":[{"name":"X"}]}', 'spec.additionalWrappers.0.entryPoint'],
    ['{"id":"a b"}', '[namespace/]name[-vN]'],
  ])('is refused when it reads %s', (text, message) => {
    expect(() => specFromJson(text)).toThrow(InputError);
    expect(() => specFromJson(text)).toThrow(message);
  });
});

describe('makeVec', () => {
  it('takes the vector form where there is one, with the limit among its arguments', () => {
    const env = registry.makeVec<Float32Array, Int32Array>('CartPole-v1', { numEnvs: 3 });
    expect(env).toBeInstanceOf(CartPoleVector);
    env.reset({ seed: 1 });
    const actions = new Int32Array(3);
    let ends = 0;
    for (let i = 0; i < 40; i++) ends += env.step(actions).terminations.reduce((sum, bit) => sum + bit, 0);
    expect(ends).toBeGreaterThan(6);
    expect(env.spec?.kwargs).toEqual({ vectorizationMode: 'vectorEntryPoint', numEnvs: 3 });
  });

  it('loops over single environments otherwise, each made whole', () => {
    const env = registry.makeVec('Scripted-v1', {
      numEnvs: 2,
      kwargs: { length: 50 },
      vectorKwargs: { autoresetMode: 'SameStep' },
      wrappers: [(inner) => new ClipReward(inner, { minReward: 0 })],
    }) as unknown as SyncVectorEnv;
    expect(env).toBeInstanceOf(SyncVectorEnv);
    expect(stackOf(env.envs[1]!)).toEqual([
      'ClipReward',
      'TimeLimit',
      'OrderEnforcing',
      'PassiveEnvChecker',
      'ScriptedEnv',
    ]);
    expect(seen).toEqual([
      { length: 50, color: 'red' },
      { length: 50, color: 'red' },
    ]);
    expect(env.metadata.autoresetMode).toBe('SameStep');
  });

  it('is rebuilt by its spec', () => {
    const env = registry.makeVec('Scripted-v1', { numEnvs: 4, vectorKwargs: { autoresetMode: 'Disabled' } });
    const again = registry.makeVec(specFromJson(specToJson(env.spec as EnvSpec)));
    expect(again.numEnvs).toBe(4);
    expect(again.metadata.autoresetMode).toBe('Disabled');
    expect(again.spec).toEqual(env.spec);
  });

  it('refuses what does not go together', () => {
    const wrappers = [(env: Env<unknown, unknown, 'sync'>) => env];
    expect(() => registry.makeVec('CartPole-v1', { wrappers })).toThrow('makeVec.wrappers');
    expect(() => registry.makeVec('CartPole-v1', { vectorKwargs: { copy: false } })).toThrow('makeVec.vectorKwargs');
    expect(() => registry.makeVec('CartPole-v1', { numEnvs: 0 })).toThrow('makeVec.numEnvs');
    expect(() => registry.makeVec('Scripted-v1', { vectorizationMode: 'vectorEntryPoint' })).toThrow('vector form');
    expect(() => registry.makeVec('Scripted-v1', { vectorizationMode: 'async' as 'sync' })).toThrow(
      'sync or vectorEntryPoint',
    );
  });

  it('warns of a vector environment that does not say its autoreset mode', () => {
    registry.register({
      id: 'Silent-v0',
      vectorEntryPoint: 'test/core:Silent',
      createVector: (numEnvs) =>
        Object.assign(new CartPoleVector(numEnvs, 9), { metadata: { renderModes: [] } as never }),
    });
    expect(warningsOf(() => registry.makeVec('Silent-v0'))).toHaveLength(1);
  });
});

describe('the order of calls', () => {
  it('is enforced until the first reset', () => {
    const env = registry.make('CartPole-v1');
    expect(() => env.step(0)).toThrow(ResetNeeded);
    expect(() => env.render()).toThrow(ResetNeeded);
    env.reset();
    expect(() => env.step(0)).not.toThrow();
    const lenient = new OrderEnforcing(new CartPole(), { disableRenderOrderEnforcing: true });
    expect(lenient.render()).toBe(null);
    expect(lenient.hasReset).toBe(false);
  });
});

describe('a wrapper', () => {
  it('shows the environment through itself', () => {
    const inner = new CartPole({ renderMode: 'ansi' });
    const env = new TimeLimit(new PassiveEnvChecker(inner), { maxEpisodeSteps: 2 });
    env.reset({ seed: 4 });
    expect(env.unwrapped).toBe(inner);
    expect(env.randomSeed).toBe(4);
    expect(env.random).toBe(inner.random);
    expect(env.render()).toMatch(/^x -?\d/);
    expect(env.spec).toBe(null);
    env.random = inner.random;
    expect(inner.randomSeed).toBe(null);
  });
});
