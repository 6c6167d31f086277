import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import {
  boundaryRequest,
  int64Saturation,
  limitFor,
  scaleDown,
  scaleUp,
} from '../../../env/vertical/admission/limit-scaling.js';
import { bytes, cores } from './amounts.js';

const int64Max = 2n ** 63n - 1n;

function exactly(amount: number, multiplier: number, divisor: number, up: boolean): number {
  const product = BigInt(amount) * BigInt(multiplier);
  const floor = product / BigInt(divisor);
  const result = up && product % BigInt(divisor) > 0n ? floor + 1n : floor;
  return Number(result > int64Max ? int64Max : result);
}

describe('limits proportional to requests', () => {
  it.each([
    ['2', '1500m', '1', '1333m'],
    ['1', '300m', '587m', '1956m'],
    ['1', '3m', '7m', '2333m'],
    ['1', '0', '300m', '300m'],
    ['500m', '500m', '587m', '587m'],
  ])('CPU: limit %s, request %s, recommended %s gives %s (vector G41)', (limit, request, recommended, expected) => {
    expect(limitFor(cores(limit), cores(request), cores(recommended))).toBe(cores(expected));
  });

  it.each([
    ['512Mi', '256Mi', 262144000, '0', bytes('500Mi')],
    ['1Gi', '300Mi', 380258472, '0', 1297948917],
    ['0', '300Mi', 380258472, '600Mi', 760516944],
    ['1000M', '300Mi', 380258472, '0', 1208809127],
  ])(
    'memory: limit %s, request %s, recommended %i, default %s gives %i (vector G42)',
    (limit, request, recommended, fallback, expected) => {
      expect(limitFor(bytes(limit), bytes(request), recommended, bytes(fallback))).toBe(expected);
    },
  );

  it('gives no limit without a limit or without a recommendation', () => {
    expect(limitFor(0, 100, 200)).toBe(0);
    expect(limitFor(Number.NaN, 100, 200)).toBe(0);
    expect(limitFor(100, 100, 0)).toBe(0);
    expect(limitFor(100, 100, Number.NaN, 300)).toBe(0);
  });

  it('prefers the limit to the default', () => {
    expect(limitFor(200, 100, 150, 1000)).toBe(300);
  });

  it('finds the request whose proportional limit is the bound', () => {
    expect(boundaryRequest(100, 200, 1000)).toBe(500);
    expect(boundaryRequest(100, 0, 1000)).toBe(0);
    expect(boundaryRequest(100, 0, 1000, 400)).toBe(250);
    expect(boundaryRequest(0, 200, 1000)).toBe(1000);
    expect(boundaryRequest(100, 200, 0)).toBe(0);
  });
});

describe('exact scaling', () => {
  it('saturates where Kubernetes does', () => {
    expect(scaleDown(2 ** 53, 2 ** 53, 1)).toBe(int64Saturation);
    expect(scaleDown(1e14, Number.POSITIVE_INFINITY, 3)).toBe(int64Saturation);
    expect(scaleUp(2 ** 53, 2 ** 53, 1)).toBe(int64Saturation);
    expect(Number(int64Max)).toBe(int64Saturation);
  });

  it('rounds amounts up before it scales them', () => {
    expect(scaleDown(1.5, 10, 3)).toBe(6);
    expect(scaleDown(839500431.36, 3, 1)).toBe(839500432 * 3);
  });

  it('equals 128-bit integer arithmetic over all magnitudes', () => {
    const random = new RandomStream('limit-scaling');
    const any = () => Math.max(1, Math.floor(2 ** random.uniform(0, 53)));
    const wrong = [];
    for (let i = 0; i < 200_000; i++) {
      const [amount, multiplier, divisor] = [any(), any(), any()];
      const up = exactly(amount, multiplier, divisor, true);
      if (scaleDown(amount, multiplier, divisor) !== exactly(amount, multiplier, divisor, false))
        wrong.push(['down', amount, multiplier, divisor]);
      if (up < 2 ** 53 && scaleUp(amount, multiplier, divisor) !== up) wrong.push(['up', amount, multiplier, divisor]);
    }
    expect(wrong).toEqual([]);
  });

  it('equals it where the true quotient is a whole number, or one part short of one', () => {
    const random = new RandomStream('limit-scaling', 'near whole');
    const wrong = [];
    for (let i = 0; i < 50_000; i++) {
      const [a, b, c] = [random.integer(1, 2 ** 26), random.integer(1, 2 ** 26), random.integer(1, 2 ** 26)];
      for (const [amount, multiplier, divisor] of [
        [a * b, c, a],
        [a * b - 1, c, a],
        [a * b, a * c, a],
        [a * b, a * c - 1, a * a],
        [a * b, a * c + 1, a * a],
      ] as const) {
        if (scaleDown(amount, multiplier, divisor) !== exactly(amount, multiplier, divisor, false))
          wrong.push(['down', amount, multiplier, divisor]);
        if (scaleUp(amount, multiplier, divisor) !== exactly(amount, multiplier, divisor, true))
          wrong.push(['up', amount, multiplier, divisor]);
      }
    }
    expect(wrong).toEqual([]);
  });
});
