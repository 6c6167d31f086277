import { describe, expect, it } from 'vitest';
import { RangeMax } from '../../agents/vertical/clairvoyant/range-max.js';
import { RangeTop } from '../../agents/vertical/clairvoyant/range-top.js';
import { RandomStream } from '../../env/core/random.js';

describe('range queries', () => {
  const stream = new RandomStream(11, 'ranges');
  const arrays = [1, 2, 3, 17, 64, 257].flatMap((length) =>
    [1, 3, 1000].map((spread) => Float64Array.from({ length }, () => stream.integer(0, spread) / 4)),
  );

  it('RangeMax agrees with a scan over every range', () => {
    for (const values of arrays.filter(({ length }) => length <= 64)) {
      const peaks = new RangeMax(values);
      for (let from = 0; from <= values.length; from++)
        for (let to = from; to <= values.length; to++)
          expect(peaks.max(from, to)).toBe(Math.max(0, ...values.subarray(from, to)));
    }
  });

  it('RangeTop.top gives the sum of the k largest and the next one, as sorting does', () => {
    for (const values of arrays) {
      const query = new RangeTop(values);
      for (let i = 0; i < 200; i++) {
        const from = stream.integer(0, values.length - 1);
        const to = stream.integer(from + 1, values.length);
        const sorted = values.slice(from, to).toSorted((a, b) => b - a);
        const k = stream.integer(0, sorted.length);
        query.top(from, to, k);
        expect(query.sum).toBeCloseTo(
          sorted.slice(0, k).reduce((a, b) => a + b, 0),
          9,
        );
        expect(query.value).toBe(sorted[k] ?? Number.NEGATIVE_INFINITY);
      }
    }
  });

  it('RangeTop.above counts and adds what is strictly above a bound', () => {
    for (const values of arrays) {
      const query = new RangeTop(values);
      for (let i = 0; i < 200; i++) {
        const from = stream.integer(0, values.length - 1);
        const to = stream.integer(from, values.length);
        const bound = stream.integer(-1, 1001) / 4;
        const taken = values.subarray(from, to).filter((value) => value > bound);
        query.above(from, to, bound);
        expect(query.count).toBe(taken.length);
        expect(query.sum).toBeCloseTo(
          taken.reduce((a, b) => a + b, 0),
          9,
        );
      }
    }
  });
});
