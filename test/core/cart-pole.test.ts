import { describe, expect, it } from 'vitest';
import { checkEnv, Registry, spaceFromJson } from '../../env/core/index.js';
import { CartPole } from './cart-pole.js';
import { golden, numbers } from './golden.js';
import { warningsOf } from './warnings.js';

interface Golden {
  readonly start: number[];
  readonly space: unknown;
  readonly rows: { action: number; state: number[]; observation: number[]; reward: number; terminated: boolean }[];
}

describe('CartPole', () => {
  const wanted = golden<Golden>('cartPole');

  it("follows Gymnasium's trajectory to its end", () => {
    const env = new CartPole();
    env.reset();
    env.state = [...wanted.start] as typeof env.state;
    expect(wanted.rows.at(-1)?.terminated).toBe(true);
    wanted.rows.forEach(({ action, state, observation, reward, terminated }) => {
      const result = env.step(action);
      env.state.forEach((value, i) => {
        expect(value).toBeCloseTo(state[i]!, 12);
      });
      numbers(observation).forEach((value, i) => {
        expect(result.observation[i]).toBeCloseTo(value, 6);
      });
      expect(result).toMatchObject({ reward, terminated, truncated: false });
    });
  });

  it("has Gymnasium's observation space", () => {
    expect(new CartPole().observationSpace.equals(spaceFromJson(wanted.space))).toBe(true);
  });

  it('meets the contract, made from a registry in every render mode', () => {
    const registry = new Registry();
    registry.register({
      id: 'CartPole-v1',
      entryPoint: 'test/core:CartPole',
      create: (kwargs) => new CartPole(kwargs),
      maxEpisodeSteps: 500,
      rewardThreshold: 475,
    });
    const heard = warningsOf(() => {
      const env = registry.make<Float32Array, number>('CartPole-v1');
      const report = checkEnv(env.unwrapped, { make: (spec, options) => registry.make(spec, options) });
      expect(report.errors).toEqual([]);
      expect(report.warnings).toEqual([
        'A Box observation space has a lower bound of −∞. This is probably too low.',
        'A Box observation space has an upper bound of ∞. This is probably too high.',
      ]);
    });
    expect(heard).toEqual([]);
  });
});
