import { describe, expect, it } from 'vitest';
import {
  initialMultiplier,
  type JudgedInterval,
  nextMultiplier,
  rewardOf,
} from '../../env/horizontal/reward/reward.js';

const met: JudgedInterval = {
  violated: false,
  latencyMs: 300,
  objectiveMs: 600,
  replicas: 4,
  change: -1,
  maxReplicas: 10,
  cpuToLimit: 0.2,
  memoryToLimit: 0.5,
  dollars: 0.003,
};
const broken: JudgedInterval = { ...met, violated: true, latencyMs: 2400, replicas: 2, change: 2, dollars: 0.02 };
const unanswered: JudgedInterval = { ...broken, latencyMs: Number.NaN };
const idle: JudgedInterval = { ...met, latencyMs: Number.NaN, cpuToLimit: Number.NaN, memoryToLimit: Number.NaN };

describe('rewardOf', () => {
  it('R1 pays 1 while the objective is met', () => {
    expect(rewardOf({ kind: 'binary' }, met, 0)).toBe(1);
    expect(rewardOf({ kind: 'binary' }, broken, 0)).toBe(0);
  });

  it('R2 takes a share of the weight for every pod above one', () => {
    const config = { kind: 'cost-weighted', costWeight: 0.5 } as const;
    expect(rewardOf(config, met, 0)).toBeCloseTo(1 - (0.5 * 3) / 9, 12);
    expect(rewardOf(config, { ...met, replicas: 10 }, 0)).toBeCloseTo(0.5, 12);
    expect(rewardOf(config, { ...met, replicas: 1, maxReplicas: 1 }, 0)).toBe(1);
    expect(rewardOf(config, broken, 0)).toBe(0);
  });

  it('R3 adds violation, pods and change up', () => {
    const config = { kind: 'penalty', violation: 1, pods: 0.5, change: 0.02 } as const;
    expect(rewardOf(config, met, 0)).toBeCloseTo(-(0.2 + 0.02), 12);
    expect(rewardOf(config, broken, 0)).toBeCloseTo(-(1 + 0.1 + 0.04), 12);
  });

  it('R4 weighs the objective kept against utilisation', () => {
    const config = { kind: 'preservation', preservation: 0.8 } as const;
    expect(rewardOf(config, met, 0)).toBeCloseTo(0.8 * 1 + 0.2 * 0.35, 12);
    expect(rewardOf(config, broken, 0)).toBeCloseTo(0.8 * 0.25 + 0.2 * 0.35, 12);
    expect(rewardOf(config, { ...met, cpuToLimit: 3 }, 0)).toBeCloseTo(0.8 + 0.2 * 0.75, 12);
    expect(rewardOf(config, unanswered, 0)).toBeCloseTo(0.2 * 0.35, 12);
    expect(rewardOf(config, idle, 0)).toBeCloseTo(0.8, 12);
  });

  it('R5 prices violations by a multiplier that follows them', () => {
    const config = { kind: 'lagrangian', budget: 0.1, rate: 0.5, initialMultiplier: 2 } as const;
    expect(initialMultiplier(config)).toBe(2);
    expect(rewardOf(config, met, 2)).toBeCloseTo(-(0.4 - 0.2), 12);
    expect(rewardOf(config, broken, 2)).toBeCloseTo(-(0.2 + 1.8), 12);
    expect(nextMultiplier(config, 2, true)).toBeCloseTo(2.45, 12);
    expect(nextMultiplier(config, 2, false)).toBeCloseTo(1.95, 12);
    expect(nextMultiplier(config, 0.01, false)).toBe(0);
  });

  it('R6 puts whatever meets the objective above whatever breaks it', () => {
    expect(rewardOf({ kind: 'tower' }, met, 0)).toBeCloseTo(-0.4, 12);
    expect(rewardOf({ kind: 'tower' }, broken, 0)).toBeCloseTo(-2.75, 12);
    expect(rewardOf({ kind: 'tower' }, unanswered, 0)).toBe(-3);
    for (const latencyMs of [600.001, 1e3, 1e9]) {
      const reward = rewardOf({ kind: 'tower' }, { ...broken, latencyMs }, 0);
      expect(reward).toBeLessThan(-2);
      expect(reward).toBeGreaterThanOrEqual(-3);
    }
  });

  it('cost is dollars', () => {
    expect(rewardOf({ kind: 'cost' }, broken, 0)).toBe(-0.02);
  });
});
