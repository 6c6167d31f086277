import { describe, expect, it } from 'vitest';
import {
  Box,
  batchSpace,
  canCast,
  Dict,
  Discrete,
  type DType,
  dtypeOf,
  dtypes,
  emptyBatch,
  flatdim,
  flatten,
  flattenSpace,
  InputError,
  MultiBinary,
  MultiDiscrete,
  readFromBatch,
  type Space,
  spaceFromJson,
  unflatten,
  writeToBatch,
  zeroElement,
} from '../../env/core/index.js';
import { arrayFrom, promote } from '../../env/core/spaces/dtype.js';
import { golden, numbers } from './golden.js';

const everySpace: readonly Space<unknown>[] = [
  new Box(-1, 1, { shape: [2, 3] }),
  new Box([0, Number.NEGATIVE_INFINITY], Number.POSITIVE_INFINITY, { dtype: 'float64' }),
  new Box(0, 255, { shape: [4], dtype: 'uint8' }),
  new Box(Number.NEGATIVE_INFINITY, 5, { shape: [], dtype: 'int32' }),
  new Discrete(4, { start: -1 }),
  new MultiDiscrete([2, 3], { start: [5, -2] }),
  new MultiBinary(3),
  new Dict({ b: new Box(0, 1), a: new Discrete(3), c: new Dict({ z: new MultiBinary(2) }) }),
];

describe('element types', () => {
  it('cast where NumPy casts safely', () => {
    const { canCast: wanted } = golden<{ canCast: Record<DType, DType[]> }>('dtypes');
    for (const from of dtypes)
      expect([from, dtypes.filter((to) => canCast(from, to)).sort()]).toEqual([from, wanted[from].sort()]);
  });

  it('promote as NumPy does, with int32 for its int16', () => {
    const { promote: wanted } = golden<{ promote: Record<DType, Record<DType, string>> }>('dtypes');
    for (const one of dtypes)
      for (const other of dtypes)
        expect([one, other, promote(one, other)]).toEqual([one, other, wanted[one][other].replace('int16', 'int32')]);
  });
});

describe('Box', () => {
  type Case = { low: unknown; high: unknown; dtype: DType; space: { low: unknown; high: unknown } | null };
  it.each(golden<Case[]>('boxConstruction'))('constructs or refuses as Gymnasium: $low … $high $dtype', (wanted) => {
    const make = () => new Box<DType>(Number(wanted.low), Number(wanted.high), { dtype: wanted.dtype });
    // Gymnasium lets a whole-number box begin at +∞, or end at −∞, wrapped into its range; here that is refused.
    const wraps = wanted.low === 'Infinity' && !wanted.dtype.startsWith('float');
    if (wanted.space === null || wraps) {
      expect(make).toThrow(InputError);
      return;
    }
    const json = make().toJSON() as { low: unknown; high: unknown };
    expect(numbers(json.low)).toEqual(numbers(wanted.space.low));
    expect(numbers(json.high)).toEqual(numbers(wanted.space.high));
  });

  it('refuses bounds that do not fit its shape, bad shapes and fractions among whole numbers', () => {
    expect(() => new Box([0, 0], 1, { shape: [3] })).toThrow('expected 3 numbers');
    expect(() => new Box([0, 0], [1, 1, 1])).toThrow('expected 2 numbers');
    expect(() => new Box(0, 1, { shape: [1.5] })).toThrow('Box.shape');
    expect(() => new Box(0.5, 1, { dtype: 'int32' })).toThrow('a whole number');
    expect(() => new Box(0, 1, { dtype: 'int64' as 'int32' })).toThrow('Box.dtype');
  });

  it('samples by the kind of each interval', () => {
    const inf = Number.POSITIVE_INFINITY;
    const box = new Box([-3, 2, -inf, -inf], [1, inf, 5, inf], { dtype: 'float64' });
    box.seed(4);
    const n = 50_000;
    const sums = new Float64Array(4);
    const squares = new Float64Array(4);
    for (let k = 0; k < n; k++)
      box.sample().forEach((value, i) => {
        sums[i]! += value;
        squares[i]! += value * value;
      });
    const mean = (i: number) => sums[i]! / n;
    const variance = (i: number) => squares[i]! / n - mean(i) ** 2;
    const wanted = [
      [-1, 16 / 12],
      [3, 1],
      [4, 1],
      [0, 1],
    ] as const;
    wanted.forEach(([wantedMean, wantedVariance], i) => {
      expect(Math.abs(mean(i) - wantedMean)).toBeLessThan(5 * Math.sqrt(wantedVariance / n));
      expect(Math.abs(variance(i) / wantedVariance - 1)).toBeLessThan(0.06);
    });
  });

  it('samples whole numbers with both bounds included, each as likely', () => {
    const box = new Box(-1, 2, { shape: [40_000], dtype: 'int8' });
    const counts = new Map<number, number>();
    for (const value of box.sample()) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('samples the widest box there is', () => {
    const most = Number.MAX_VALUE;
    const box = new Box(-most, most, { shape: [1000], dtype: 'float64' });
    expect(box.contains(box.sample())).toBe(true);
  });

  it('equals another with the same type and shape and near bounds', () => {
    const box = new Box(0, 1, { shape: [2] });
    expect(box.equals(new Box(0, 1 + 1e-7, { shape: [2] }))).toBe(true);
    expect(box.equals(new Box(0, 1.001, { shape: [2] }))).toBe(false);
    expect(box.equals(new Box(0, 1, { shape: [2, 1] }))).toBe(false);
    expect(box.equals(new Box(0, 1, { shape: [2], dtype: 'float64' }))).toBe(false);
    const open = new Box(0, Number.POSITIVE_INFINITY);
    expect(open.equals(new Box(0, Number.POSITIVE_INFINITY))).toBe(true);
    expect(open.equals(new Box(0, 1))).toBe(false);
  });
});

describe('membership', () => {
  type Case = { space: unknown; value: unknown[]; dtype: DType; contains: boolean };
  it('is what Gymnasium says it is', () => {
    const cases = golden<Case[]>('membership');
    expect(cases.length).toBeGreaterThan(200);
    for (const { space, value, dtype, contains } of cases) {
      const built = spaceFromJson(space);
      const answer = built.contains(arrayFrom(dtype, numbers(value)));
      expect({ space: String(built), value, dtype, answer }).toEqual({
        space: String(built),
        value,
        dtype,
        answer: contains,
      });
    }
  });

  it('takes nothing that is not an element', () => {
    for (const space of everySpace)
      for (const value of [undefined, null, 'a', [0, 0], {}, new DataView(new ArrayBuffer(8)), new BigInt64Array(2)])
        expect(space.contains(value)).toBe(false);
    expect(new Discrete(3).contains(1.5)).toBe(false);
    expect(new Dict({ a: new Discrete(2) }).contains({ a: 1, b: 1 })).toBe(false);
    expect(dtypeOf(new Uint16Array(1))).toBe(null);
  });
});

describe('every space', () => {
  it.each(everySpace.map((space) => [String(space), space] as const))('%s', (_, space) => {
    space.seed(9);
    const samples = Array.from({ length: 50 }, () => space.sample());
    expect(samples.every((sample) => space.contains(sample))).toBe(true);
    space.seed(9);
    expect(Array.from({ length: 50 }, () => space.sample())).toEqual(samples);
    space.seed(10);
    expect(Array.from({ length: 50 }, () => space.sample())).not.toEqual(samples);

    const wire: unknown = JSON.parse(JSON.stringify(space.toJsonable(samples)));
    expect(space.fromJsonable(wire)).toEqual(samples);

    const rebuilt = spaceFromJson(JSON.parse(JSON.stringify(space)));
    expect(rebuilt.equals(space) && space.equals(rebuilt)).toBe(true);
    expect(everySpace.filter((other) => other.equals(space))).toHaveLength(1);
    expect(space.contains(zeroElement(space))).toBe(true);

    const batched = batchSpace(space, 3);
    const batch = emptyBatch(space, 3);
    samples.slice(0, 3).forEach((sample, i) => {
      writeToBatch(space, batch, i, sample);
    });
    expect(batched.contains(batch)).toBe(true);
    expect([0, 1, 2].map((i) => readFromBatch(space, batch, i))).toEqual(samples.slice(0, 3));
    expect(unflatten(space, flatten(space, samples[0]))).toEqual(samples[0]);
    expect(flattenSpace(space).contains(flatten(space, samples[0]))).toBe(true);
  });

  it('is seeded with 0 when nobody seeds it', () => {
    const seeded = new Box(0, 1);
    seeded.seed(0);
    expect(new Box(0, 1).sample()).toEqual(seeded.sample());
  });

  it('is refused when its description is broken', () => {
    for (const json of [null, [], { type: 'Tuple' }, { type: 'Box', low: 'x', high: 1, shape: [1], dtype: 'float32' }])
      expect(() => spaceFromJson(json)).toThrow(InputError);
    expect(() => spaceFromJson({ type: 'Box', low: 0, high: 1, shape: [1], dtype: 'float16' })).toThrow('space.dtype');
    expect(() => spaceFromJson({ type: 'Discrete', n: 0, start: 0 })).toThrow('Discrete.n');
    expect(() => new Box(0, 1, { shape: [2] }).fromJsonable([[0]])).toThrow('shape (2)');
  });
});

describe('masks', () => {
  it('restrict a Discrete, and give its first element when they permit none', () => {
    const space = new Discrete(4, { start: 10 });
    const drawn = Array.from({ length: 200 }, () => space.sample({ mask: Int8Array.of(0, 1, 0, 1) }));
    expect([...new Set(drawn)].sort()).toEqual([11, 13]);
    expect(space.sample({ mask: new Int8Array(4) })).toBe(10);
    expect(space.sample({ probability: Float64Array.of(0, 0, 1, 0) })).toBe(12);
  });

  it('weigh a Discrete by probability', () => {
    const space = new Discrete(3);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[space.sample({ probability: Float64Array.of(0.5, 0, 0.5) })]!++;
    expect(counts[1]).toBe(0);
    expect(Math.abs(counts[0]! - 15_000)).toBeLessThan(450);
  });

  it('reach into a MultiDiscrete, a MultiBinary and a Dict', () => {
    const multi = new MultiDiscrete([2, 3], { start: [0, 5] });
    expect(multi.sample({ mask: [Int8Array.of(0, 1), Int8Array.of(0, 0, 0)] })).toEqual(Int32Array.of(1, 5));
    const binary = new MultiBinary(4).sample({ mask: Int8Array.of(0, 1, 1, 0) });
    expect(binary).toEqual(Int8Array.of(0, 1, 1, 0));
    const dict = new Dict({ a: new Discrete(2), b: new Discrete(3) });
    expect(dict.sample({ mask: { a: Int8Array.of(0, 1), b: Int8Array.of(0, 0, 1) } })).toEqual({ a: 1, b: 2 });
  });

  it('are refused where they make no sense', () => {
    const space = new Discrete(2);
    const mask = Int8Array.of(1, 0);
    expect(() => space.sample({ mask, probability: Float64Array.of(1, 0) })).toThrow('not both');
    expect(() => space.sample({ mask: [1, 0] })).toThrow('Int8Array of 2');
    expect(() => space.sample({ mask: Int8Array.of(1, 2) })).toThrow('zeros and ones');
    expect(() => space.sample({ probability: Float64Array.of(0.5, 0.6) })).toThrow('sum 1');
    expect(() => new Box(0, 1).sample({ mask })).toThrow('no mask');
  });
});

describe('Dict', () => {
  it('sorts its keys', () => {
    const space = new Dict({ b: new Discrete(2), a: new Discrete(3), B: new Discrete(4) });
    expect(space.keys).toEqual(['B', 'a', 'b']);
    expect(Object.keys(space.sample())).toEqual(['B', 'a', 'b']);
  });

  it('seeds its parts by name, so that a new part shifts none', () => {
    const small = new Dict({ a: new Box(0, 1), b: new Box(0, 1) });
    const large = new Dict({ a: new Box(0, 1), aa: new Box(0, 1), b: new Box(0, 1) });
    const seeds = small.seed(5) as Record<string, number>;
    large.seed(5);
    expect(seeds.a).not.toBe(seeds.b);
    expect(large.sample()).toMatchObject(small.sample());
    expect(small.seed({ a: 1, b: 2 })).toEqual({ a: 1, b: 2 });
    expect(() => small.seed({ a: 1 })).toThrow('keys a, b');
  });
});

describe('flattening', () => {
  type Case = {
    space: unknown;
    element: unknown;
    flatdim: number;
    flat: unknown;
    flatDtype: string;
    flatSpace: unknown;
    unflattened: unknown;
    batchSpace: unknown;
  };
  it.each(golden<Case[]>('flattening').map((wanted) => [String(spaceFromJson(wanted.space)), wanted] as const))(
    'of %s is what Gymnasium gives',
    (_, wanted) => {
      const space = spaceFromJson(wanted.space);
      const element = space.fromJsonable(wanted.element)[0];
      const flat = flatten(space, element);
      expect(flatdim(space)).toBe(wanted.flatdim);
      expect(Array.from(flat)).toEqual(numbers(wanted.flat));
      expect(dtypeOf(flat)).toBe(wanted.flatDtype);
      expect(flattenSpace(space).equals(spaceFromJson(wanted.flatSpace))).toBe(true);
      expect(space.toJsonable([unflatten(space, flat)])).toEqual(wanted.unflattened);
      expect(batchSpace(space, 3).equals(spaceFromJson(wanted.batchSpace))).toBe(true);
    },
  );

  it('cannot be undone from a vector that is not one-hot', () => {
    expect(() => unflatten(new Discrete(3), [0, 0, 0])).toThrow('one-hot');
    expect(() => unflatten(new Discrete(3), [0, 1])).toThrow('3 numbers');
  });
});
