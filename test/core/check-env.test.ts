import { describe, expect, it } from 'vitest';
import {
  Box,
  checkEnv,
  checkEnvAsync,
  envSpec,
  PassiveEnvChecker,
  Registry,
  type RenderMode,
  TimeLimit,
} from '../../env/core/index.js';
import { brokenEnvs, SoundEnv } from './broken-envs.js';
import { CartPole } from './cart-pole.js';
import { PromisedEnv } from './promised-env.js';
import { warningsOf } from './warnings.js';

const noSpec = 'Without a spec the render modes cannot be tried; make the environment from the registry.';

describe('checkEnv', () => {
  it('finds nothing wrong with a sound environment', () => {
    expect(checkEnv(new SoundEnv())).toEqual({ errors: [], warnings: [noSpec] });
  });

  it.each(brokenEnvs)('finds %s', (_, create, kind, message) => {
    const { errors, warnings } = checkEnv(create());
    expect((kind === 'error' ? errors : warnings).some((text) => message.test(text))).toBe(true);
    if (kind === 'warning') expect(errors).toEqual([]);
  });

  it.each(brokenEnvs)('finds %s behind promises as well', async (_, create) => {
    const [waited, direct] = [await checkEnvAsync(new PromisedEnv(create())), checkEnv(create())];
    expect(waited.errors.filter((text) => !text.startsWith('Two resets'))).toEqual(
      direct.errors.filter((text) => !text.startsWith('Two resets')),
    );
  });

  it('asks no equality of a nondeterministic environment, and everything else', () => {
    let calls = 0;
    class Live extends SoundEnv {
      override step(action: number) {
        return { ...super.step(action), reward: calls++ };
      }
      protected override observe() {
        return Float32Array.of((calls++ % 7) / 7, super.observe()[0]!);
      }
    }
    const env = new Live();
    env.spec = envSpec({ id: 'Live-v0', entryPoint: 'test/core:Live', nondeterministic: true });
    expect(checkEnv(env, { skipRenderCheck: true, skipCloseCheck: true })).toEqual({ errors: [], warnings: [] });
    env.spec = { ...env.spec, nondeterministic: false };
    expect(checkEnv(env, { skipRenderCheck: true, skipCloseCheck: true }).errors).not.toEqual([]);
  });

  it('says what learners would rather not see', () => {
    class Raw extends SoundEnv {
      override readonly actionSpace = new Box(-2, 1, { shape: [2] }) as never;
      override step() {
        return super.step(0);
      }
    }
    expect(checkEnv(new Raw()).warnings).toContain(
      'A Box action space is best symmetric and normalised, within [−1, 1] or [0, 1].',
    );
    expect(checkEnv(new TimeLimit(new SoundEnv(), { maxEpisodeSteps: 5 })).warnings[0]).toMatch(/wrappers around it/);
  });

  it('tries every render mode and closes twice', () => {
    class Untrue extends CartPole {
      constructor({ renderMode = null }: { readonly renderMode?: RenderMode | null } = {}) {
        super({ renderMode });
      }
      override render() {
        return this.renderMode === 'svg' ? 'a picture' : super.render();
      }
      private closed = false;
      override close() {
        if (this.closed) throw new Error('closed already');
        this.closed = true;
      }
    }
    const registry = new Registry();
    registry.register({ id: 'Untrue-v0', entryPoint: 'test/core:Untrue', create: (kwargs) => new Untrue(kwargs) });
    let report: ReturnType<typeof checkEnv> | undefined;
    const heard = warningsOf(() => {
      report = checkEnv(registry.make<Float32Array, number>('Untrue-v0').unwrapped, {
        make: (spec, options) => registry.make(spec, options),
      });
    });
    expect(heard).toEqual([]);
    expect(report?.errors).toEqual([]);
    expect(report?.warnings).toContain("render() in mode 'svg' should begin with <svg.");
    expect(report?.warnings.some((text) => text.includes('closed already'))).toBe(true);
  });

  it('is not for promises', () => {
    expect(() => checkEnv(new PromisedEnv(new SoundEnv()) as never)).toThrow('use checkEnvAsync');
  });
});

describe('PassiveEnvChecker', () => {
  it('warns of the first calls only, and changes nothing', () => {
    const env = new SoundEnv();
    const checked = new PassiveEnvChecker(env);
    const plain = new SoundEnv();
    expect(warningsOf(() => expect(checked.reset({ seed: 1 })).toEqual(plain.reset({ seed: 1 })))).toEqual([]);
    for (let i = 0; i < 4; i++) expect(checked.step(1)).toEqual(plain.step(1));
  });

  it('warns of what breaks a habit and throws at what breaks the contract', () => {
    for (const [, create, kind, message] of brokenEnvs) {
      let thrown = '';
      const heard = warningsOf(() => {
        try {
          const env = new PassiveEnvChecker(create());
          env.reset({ seed: 1 });
          env.step(0);
          env.step(0);
        } catch (error) {
          thrown = String(error);
        }
      });
      if (kind === 'warning' && !/close but|seed` method/.test(message.source))
        expect(heard.some((text) => message.test(text))).toBe(true);
      if (/must give|missing|info` as/.test(message.source)) expect(thrown).toMatch(message);
    }
  });

  it('sees memory that is handed out twice', () => {
    const shared = brokenEnvs.find(([name]) => name === 'one buffer for all observations')!;
    const heard = warningsOf(() => {
      const env = new PassiveEnvChecker(shared[1]());
      env.reset();
      env.step(0);
    });
    expect(heard.some((text) => text.includes('share memory'))).toBe(true);
  });
});
