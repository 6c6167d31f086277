import { describe, expect, it } from 'vitest';
import { amountsWithMargin, percentileOfBucket } from '../../../agents/vertical/kubernetes/logic/percentiles.js';
import { toAmount } from '../../../agents/vertical/kubernetes/model/amount.js';
import {
  cpuBuckets,
  epsilon,
  exponentialBuckets,
  memoryBuckets,
} from '../../../agents/vertical/kubernetes/model/bucket-scheme.js';
import { cpuBucket } from '../../../agents/vertical/kubernetes/model/cpu-bucket-table.js';
import { exp2 } from '../../../agents/vertical/kubernetes/model/exp2.js';
import { describeShared } from '../../shared.js';
import { bits, golden } from './golden.js';

const Mi = 1048576;

describeShared('bucket table of the original', () => {
  const { buckets, constants, exp2: powers } = golden!;

  it('has the same constants', () => {
    expect([cpuBuckets.count, memoryBuckets.count]).toEqual(constants.numBuckets);
    expect(bits(epsilon)).toBe(constants.epsilon.hex);
    expect(bits(1 + 0.05 - 1)).toBe(constants.ratioMinus1rt.hex);
  });

  it('starts every bucket at the same bits, with the same amounts before and after the margin', () => {
    const cpuAmounts = amountsWithMargin('cpu', 0.15);
    const memoryAmounts = amountsWithMargin('memory', 0.15);
    for (const bucket of buckets) {
      const { i } = bucket;
      expect(bits(cpuBuckets.starts[i]!)).toBe(bucket.cpuStart.hex);
      expect(bits(memoryBuckets.starts[i]!)).toBe(bucket.memStart.hex);
      expect(toAmount(percentileOfBucket(cpuBuckets, i) * 1000)).toBe(bucket.cpuPercentileMilli);
      expect(toAmount(percentileOfBucket(memoryBuckets, i))).toBe(bucket.memPercentileBytes);
      expect(cpuAmounts[i]).toBe(bucket.cpuWithMargin15);
      expect(memoryAmounts[i]).toBe(bucket.memWithMargin15);
    }
  });

  it.each(powers)('2^$x.dec', ({ x, exp2: power }) => {
    expect(bits(exp2(Number(x.dec)))).toBe(power.hex);
  });
});

describe('buckets', () => {
  it('G01 G02 G03 G04 G05 G06: counts and starts', () => {
    expect([cpuBuckets.count, memoryBuckets.count]).toEqual([176, 176]);
    expect([...cpuBuckets.starts.subarray(1, 4)]).toEqual([0.01, 0.020499999999999987, 0.031524999999999997]);
    expect(bits(cpuBuckets.starts[25]!)).toBe('3fde8b9b9d63faa5');
    expect(bits(cpuBuckets.starts[26]!)).toBe('3fe05b36d1599be9');
    expect([...memoryBuckets.starts.subarray(1, 5)]).toEqual([
      10000000, 20499999.999999989, 31524999.999999996, 43101249.999999963,
    ]);
    expect(amountsWithMargin('memory', 0.15)[3]).toBe(49566436);
    expect([memoryBuckets.starts[27], memoryBuckets.starts[60]]).toEqual([546691264.46831417, 3535837178.8245883]);
    expect([cpuBuckets.starts[175], memoryBuckets.starts[175]]).toEqual([1021.1094089048601, 1021109408904.86]);
  });

  it('G07: buckets of CPU usage', () => {
    const cores = [0.009, 0.01, 0.02, 0.021, 0.1, 0.25, 0.5, 1, 2, 3, 8, 16, 64, 1000, 2000];
    const expected = [0, 1, 1, 2, 8, 16, 25, 36, 49, 56, 76, 90, 118, 174, 175];
    expect(cores.map((value) => cpuBuckets.find(value))).toEqual(expected);
    expect(cores.map((value) => cpuBucket(value * 1000))).toEqual(expected);
  });

  it('looks up the bucket that the logarithm gives, for every whole amount up to 100 cores', () => {
    for (let millicores = 0; millicores <= 100_000; millicores++)
      if (cpuBucket(millicores) !== cpuBuckets.find(millicores / 1000))
        expect.fail(`${millicores}m falls in ${cpuBucket(millicores)}`);
  });

  it('G08: buckets of memory usage, two of them one low because the logarithm rounds down', () => {
    const bytes = [
      9999999,
      1e7,
      20499999,
      20500000,
      31525000,
      43101249,
      43101250,
      100 * Mi,
      250 * Mi,
      512 * Mi,
      1024 * Mi,
      4096 * Mi,
      1e12,
      1e14,
    ];
    expect(bytes.map((value) => memoryBuckets.find(value))).toEqual([0, 1, 1, 1, 2, 3, 4, 8, 17, 26, 37, 63, 174, 175]);
  });

  it('G09: another exponential scheme', () => {
    const scheme = exponentialBuckets(500, 40, 1.5);
    expect(scheme.count).toBe(6);
    expect([...scheme.starts]).toEqual([0, 40, 100, 190, 325, 527.5]);
    expect([-1, 39.99, 40, 100, 900].map((value) => scheme.find(value))).toEqual([0, 0, 1, 2, 5]);
  });

  it('G18: powers of two, with overflow and underflow', () => {
    expect(bits(exp2(0.5))).toBe('3ff6a09e667f3bcc');
    expect([-11 / 24, 1 / 1440, 10.25, 99.999, -37.3].map(exp2)).toEqual([
      0.72782659142109374, 1.0004814680772871, 1217.7480857627863, 1.26677223624167e30, 5.9099140079068976e-12,
    ]);
    expect([exp2(1024), exp2(-1074), exp2(-1074.1)]).toEqual([Number.POSITIVE_INFINITY, Number.MIN_VALUE, 0]);
    expect(exp2(1023.9999) / 2 ** 1023.9999).toBeCloseTo(1, 14);
    expect(exp2(-1050.5) / 2 ** -1050.5).toBeCloseTo(1, 6);
  });

  it('makes whole amounts: truncated, cut to 0 … 10¹⁴, NaN as 0', () => {
    expect([1.9, -1, 0.99, 1e14 + 1, Number.POSITIVE_INFINITY, Number.NaN].map(toAmount)).toEqual([
      1, 0, 0, 1e14, 1e14, 0,
    ]);
  });
});
