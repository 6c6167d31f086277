import { describe, expect, it } from 'vitest';
import { PercentileAmounts } from '../../../agents/vertical/kubernetes/logic/percentiles.js';
import { type BucketScheme, cpuBuckets } from '../../../agents/vertical/kubernetes/model/bucket-scheme.js';
import { decayFactor, merge } from '../../../agents/vertical/kubernetes/model/decay.js';
import { HistogramBank } from '../../../agents/vertical/kubernetes/model/histogram-bank.js';
import { loadHistogram, saveHistogram } from '../../../agents/vertical/kubernetes/model/histogram-checkpoint.js';
import { day, hour, zeroTime } from '../../../agents/vertical/kubernetes/model/time.js';
import { describeShared } from '../../shared.js';
import { bits, golden } from './golden.js';

const newYear = Date.UTC(2026, 0, 1);

/** Equal buckets of one width, which the original uses in its own tests. */
function linearBuckets(maximum: number, width: number): BucketScheme {
  const count = Math.ceil(maximum / width) + 1;
  return {
    count,
    starts: Float64Array.from({ length: count }, (_, bucket) => bucket * width),
    find: (value) => Math.max(0, Math.min(Math.trunc(value / width), count - 1)),
  };
}

function cpuHistogram(halfLife = day): HistogramBank {
  return new HistogramBank(cpuBuckets, halfLife, 1);
}

/** Adds a sample without decay. */
function addPlain(bank: HistogramBank, value: number, weight: number): void {
  bank.add(0, bank.scheme.find(value), weight);
}

/** Adds a sample that decays. */
function add(bank: HistogramBank, cores: number, weight: number, time: number): void {
  bank.add(0, bank.scheme.find(cores), weight * decayFactor(bank, 0, time));
}

/** Percentiles of the histogram, three at a time. */
function percentiles(bank: HistogramBank, ...at: readonly number[]): number[] {
  const { starts, count } = bank.scheme;
  const values = starts.map((_, bucket) => starts[Math.min(bucket + 1, count - 1)]!);
  return at.map((p) => {
    const amounts = new PercentileAmounts(bank, { lower: p, target: p, upper: p }, values);
    bank.rescan[0] = 1;
    amounts.refresh(0);
    expect(amounts.amounts[0]).toBe(amounts.amounts[2]);
    return amounts.amounts[1]!;
  });
}

const bucketWeights = (bank: HistogramBank) => Object.fromEntries(saveHistogram(bank, 0).bucketWeights);

describeShared('histograms of the original', () => {
  const histories: Readonly<Record<string, () => HistogramBank>> = {
    D1: () => history([0.5, newYear + 13 * hour]),
    D2: () => history([0.5, newYear + 11 * hour]),
    D3: () => history([0.5, newYear + 12 * hour]),
    D4: threeSamples,
    D5: () => appended(threeSamples(), 0.4, newYear + 100 * day),
    D6: () => appended(threeSamples(), 0.4, newYear + 100 * day + 1),
    D7: () => {
      const old = history([0.1, newYear]);
      merge(old, 0, history([0.4, newYear + 3 * day]), 0);
      return old;
    },
    D8: () => appended(cpuHistogram(36 * hour), 0.5, newYear + 13 * hour),
    P1: tenths,
    E1: () => plain([0.3, 0.00005]),
    E2: () => plain([0.3, 0.00005], [0.3, 0.00005]),
    E3: () => {
      const bank = plain([0.3, 1], [2, 2]);
      bank.subtract(0, bank.scheme.find(2), 2);
      return bank;
    },
    E4: () => plain([0.05, 1], [2, 30000], [3, 123]),
  };

  it.each(golden!.histograms)('$name', (expected) => {
    const bank = histories[expected.name.slice(0, 2)]!();
    expect(bank.isEmpty(0)).toBe(expected.empty);
    expect(bits(bank.total[0]!)).toBe(expected.totalWeight.hex);
    expect(bank.reference[0]).toBe(expected.ref.startsWith('0001') ? zeroTime : Date.parse(expected.ref));
    expect(percentiles(bank, 0.5, 0.9, 0.95).map(bits)).toEqual(
      [expected.p50, expected.p90, expected.p95].map((p) => p.hex),
    );
    for (const [p, value] of Object.entries(expected.percentiles ?? {}))
      expect(percentiles(bank, Number(p)).map(bits)).toEqual([value.hex]);
    expect(bucketWeights(bank)).toEqual(expected.weights);
  });
});

function history(...samples: readonly (readonly [cores: number, time: number])[]): HistogramBank {
  const bank = cpuHistogram();
  for (const [cores, time] of samples) add(bank, cores, 0.1, time);
  return bank;
}

function threeSamples(): HistogramBank {
  return history([0.1, newYear], [0.2, newYear + day], [0.4, newYear + 2 * day + 6 * hour]);
}

function appended(bank: HistogramBank, cores: number, time: number): HistogramBank {
  add(bank, cores, 0.1, time);
  return bank;
}

function plain(...samples: readonly (readonly [value: number, weight: number])[]): HistogramBank {
  const bank = cpuHistogram();
  for (const [value, weight] of samples) addPlain(bank, value, weight);
  return bank;
}

function tenths(): HistogramBank {
  return plain(...Array.from({ length: 10 }, (_, i) => [(i + 1) / 10, 1] as const));
}

describe('histograms', () => {
  it('G10 G12: linear buckets and their percentiles', () => {
    const scheme = linearBuckets(5, 0.3);
    expect([scheme.count, scheme.find(1.3), scheme.find(100)]).toEqual([18, 4, 17]);
    expect(scheme.starts[17]).toBeCloseTo(5.1, 12);
    const bank = new HistogramBank(linearBuckets(10, 1), day, 1);
    for (let i = 1; i <= 4; i++) addPlain(bank, i, i);
    expect(percentiles(bank, 0, 0.1, 0.2, 0.4, 0.7, 1)).toEqual([2, 2, 3, 4, 5, 5]);
  });

  it('G11: percentiles of a CPU histogram are ends of buckets', () => {
    expect(percentiles(tenths(), 0, 0.1, 0.5, 0.9, 0.95, 1)).toEqual([
      0.11026564319570306, 0.11026564319570306, 0.51113453758887062, 0.90320307351844953, 1.0162813885540904,
      1.0162813885540904,
    ]);
  });

  it('G13 G14: weights below a ten-thousandth count as none; what is subtracted is gone', () => {
    const bank = plain([0.3, 0.00005]);
    expect([bank.isEmpty(0), percentiles(bank, 0.5), bank.total[0]]).toEqual([true, [0], 0.00005]);
    addPlain(bank, 0.3, 0.00005);
    expect([bank.isEmpty(0), percentiles(bank, 0.5)]).toEqual([false, [0.30539003907512757]]);

    const other = plain([0.3, 1], [2, 2]);
    other.subtract(0, other.scheme.find(2), 2);
    expect([other.total[0], other.min[0], other.max[0]]).toEqual([1, 18, 18]);
    expect(percentiles(other, 0.9)).toEqual([0.30539003907512757]);
  });

  it('G15 G16: checkpoints weigh the heaviest bucket 10000 and lose those that round to nothing', () => {
    const lossy = plain([0.05, 1], [2, 30000], [3, 123]);
    expect(bucketWeights(lossy)).toEqual({ 49: 10000, 56: 41 });
    expect(saveHistogram(lossy, 0).totalWeight).toBe(30124);
    const whole = plain([0.05, 1], [2, 10000], [3, 50]);
    expect(bucketWeights(whole)).toEqual({ 4: 1, 49: 10000, 56: 50 });
    expect(saveHistogram(whole, 0).totalWeight).toBe(10051);
  });

  it('G17: a checkpoint shares its total out by weight', () => {
    const bank = cpuHistogram();
    loadHistogram(bank, 0, {
      reference: newYear,
      totalWeight: 6,
      bucketWeights: [
        [0, 1],
        [1, 2],
      ],
    });
    expect([bank.weights[0], bank.weights[1], bank.total[0], bank.min[0], bank.max[0]]).toEqual([2, 4, 6, 0, 1]);
    expect(bank.reference[0]).toBe(newYear);
  });

  it('loads buckets that weigh nothing without counting them, and an empty checkpoint but for its reference', () => {
    const bank = cpuHistogram();
    loadHistogram(bank, 0, {
      reference: newYear,
      totalWeight: 1,
      bucketWeights: [
        [3, 0],
        [10, 5],
      ],
    });
    expect([bank.min[0], bank.max[0], bank.total[0]]).toEqual([10, 10, 1]);
    const empty = cpuHistogram();
    loadHistogram(empty, 0, { reference: newYear, totalWeight: 9, bucketWeights: [] });
    expect([empty.isEmpty(0), empty.total[0], empty.reference[0]]).toEqual([true, 0, newYear]);
  });

  it('G19: the reference is the nearest midnight, noon counting for the next', () => {
    const at = (hours: number) => {
      const bank = history([0.5, newYear + hours * hour]);
      return [bank.reference[0]! - newYear, bank.total[0]];
    };
    expect(at(11)).toEqual([0, 0.13739536474580891]);
    expect(at(12)).toEqual([day, 0.070710678118654752]);
    expect(at(13)).toEqual([day, 0.072782659142109379]);
  });

  it('G20 G21: weights grow with time, and only past a hundred half-lives the reference moves', () => {
    const three = threeSamples();
    expect([three.total[0], bucketWeights(three)]).toEqual([0.7756828460010885, { 8: 2102, 14: 4204, 22: 10000 }]);
    expect(percentiles(three, 0.5, 0.9)).toEqual([0.4143047511835618, 0.4143047511835618]);

    const hundred = history([0.1, newYear], [0.4, newYear + 100 * day]);
    expect([hundred.reference[0], hundred.total[0]]).toEqual([newYear, 1.2676506002282295e29]);
    const beyond = history([0.1, newYear], [0.4, newYear + 100 * day + 1]);
    expect([beyond.reference[0], beyond.total[0]]).toEqual([newYear + 100 * day, 0.10000000080225369]);
  });

  it('G22: merging moves the older reference; multiples of 36 h are counted from year 1', () => {
    const old = history([0.1, newYear]);
    merge(old, 0, history([0.4, newYear + 3 * day]), 0);
    expect([old.reference[0], old.total[0], bucketWeights(old)]).toEqual([
      newYear + 3 * day,
      0.1125,
      { 8: 1250, 22: 10000 },
    ]);
    const young = history([0.4, newYear + 3 * day]);
    const source = history([0.1, newYear]);
    merge(young, 0, source, 0);
    expect([source.reference[0], source.total[0]]).toEqual([newYear + 3 * day, 0.0125]);

    const slow = appended(cpuHistogram(36 * hour), 0.5, newYear + 13 * hour);
    expect([slow.reference[0], slow.total[0]]).toEqual([newYear + day, 0.080913057511596165]);
  });
});
