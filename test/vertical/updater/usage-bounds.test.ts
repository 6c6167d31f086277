import { describe, expect, it } from 'vitest';
import { judgeUsage, UsageVerdict } from '../../../env/vertical/updater/usage-bounds.js';

describe('acting on usage', () => {
  const judge = (cpu: number, memory: number) => judgeUsage(cpu, memory, 10, 20, 100, 200);

  it.each([
    [10, 100, 'within'],
    [20, 200, 'within'],
    [9.99, 150, 'cpuBelowLowerBound'],
    [20.01, 150, 'cpuAboveUpperBound'],
    [15, 99, 'memoryBelowLowerBound'],
    [15, 201, 'memoryAboveUpperBound'],
    [0, 999, 'cpuBelowLowerBound'],
    [Number.NaN, Number.NaN, 'within'],
    [Number.NaN, 99, 'memoryBelowLowerBound'],
  ] as const)('CPU %d, memory %d: %s', (cpu, memory, verdict) => {
    expect(judge(cpu, memory)).toBe(UsageVerdict[verdict]);
  });

  it('knows no bound as no reason', () => {
    expect(judgeUsage(1e9, 0, Number.NaN, Number.NaN, Number.NaN, Number.NaN)).toBe(UsageVerdict.within);
  });
});
