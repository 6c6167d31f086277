import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../env/core/index.js';

/** First outputs of the authors' C code, compiled with gcc 12, and the state it stands in after 1 000 010 outputs. */
const reference = [
  {
    state: [1, 2, 3, 4],
    first: [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
    last: 3849554290,
    after: [352026474, 1949243287, 3118068011, 907798130],
  },
  {
    state: [0xffffffff, 0x80000000, 0x12345678, 0xdeadbeef],
    first: [
      576, 1717984802, 3132615403, 599565325, 4169512312, 4205070394, 4155982756, 3608066374, 175029771, 1625735914,
    ],
    last: 2527401648,
    after: [3718554664, 3216522262, 1026153220, 4143730509],
  },
] as const;

function draws(stream: RandomStream, count = 20): number[] {
  return Array.from({ length: count }, () => stream.uint32());
}

describe('RandomStream', () => {
  it.each(reference)('gives what the reference xoshiro128** gives from $state', ({ state, first, last, after }) => {
    const stream = new RandomStream(0);
    stream.restore([...state]);
    expect(draws(stream, 10)).toEqual(first);
    let value = 0;
    for (let i = 0; i < 1_000_000; i++) value = stream.uint32();
    expect(value).toBe(last);
    expect(
      stream
        .snapshot()
        .slice(0, 4)
        .map((word) => word >>> 0),
    ).toEqual(after);
  });

  it('leaves the one state the generator never leaves', () => {
    const stream = new RandomStream(0);
    stream.restore([0, 0, 0, 0]);
    expect(draws(stream, 4)).toEqual([0, 0, 5760, 11802240]);
  });

  it('is the same for the same seed and path, another for any other', () => {
    const keys: (readonly [number | string, ...(string | number)[]])[] = [
      [1],
      ['1'],
      [1, 'a'],
      [1, 'b'],
      [1, 'a', 'b'],
      [1, 'a/b'],
      [1, 'a","b'],
      [1, 2],
      [1, '2'],
      [12],
      [-1],
      [2 ** 40],
    ];
    const outputs = keys.map(([seed, ...path]) => draws(new RandomStream(seed, ...path)).join());
    expect(new Set(outputs).size).toBe(keys.length);
    expect(keys.map(([seed, ...path]) => draws(new RandomStream(seed, ...path)).join())).toEqual(outputs);
  });

  it('draws from one name without shifting another', () => {
    const alone = draws(new RandomStream(7, 'failures'));
    const workload = new RandomStream(7, 'workload');
    const failures = new RandomStream(7, 'failures');
    const mixed = alone.map(() => {
      workload.normal();
      workload.uint32();
      return failures.uint32();
    });
    expect(mixed).toEqual(alone);
  });

  it('goes on from a snapshot, the spare normal included', () => {
    const stream = new RandomStream('resume');
    stream.normal();
    const other = new RandomStream('another');
    other.restore(stream.snapshot());
    expect([other.normal(), other.normal(), other.next()]).toEqual([stream.normal(), stream.normal(), stream.next()]);
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the seed %s', (seed) => {
    expect(() => new RandomStream(seed)).toThrow('expected a whole number or text');
  });

  it('has the moments of its distributions', () => {
    const stream = new RandomStream(3, 'moments');
    const n = 200_000;
    const moments = (draw: () => number) => {
      const values = Array.from({ length: n }, draw);
      const mean = values.reduce((a, b) => a + b) / n;
      return [mean, values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n] as const;
    };
    const cases: [readonly [number, number], number, number][] = [
      [moments(() => stream.next()), 1 / 2, 1 / 12],
      [moments(() => stream.uniform(-2, 4)), 1, 3],
      [moments(() => stream.integer(1, 6)), 3.5, 35 / 12],
      [moments(() => stream.normal(5, 2)), 5, 4],
      [moments(() => stream.exponential(3)), 3, 9],
    ];
    for (const [[mean, variance], wantedMean, wantedVariance] of cases) {
      expect(Math.abs(mean - wantedMean)).toBeLessThan(5 * Math.sqrt(wantedVariance / n));
      expect(Math.abs(variance / wantedVariance - 1)).toBeLessThan(0.03);
    }
  });

  it('fills all residues of a small range evenly', () => {
    const stream = new RandomStream(11, 'die');
    const counts = new Int32Array(7);
    for (let i = 0; i < 70_000; i++) counts[stream.integer(0, 6)]!++;
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(22.5);
  });
});
