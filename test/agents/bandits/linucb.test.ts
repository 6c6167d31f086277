import { describe, expect, it } from 'vitest';
import { ofulWidth } from '../../../agents/horizontal/bandits/linear-model/confidence.js';
import { dot } from '../../../agents/horizontal/bandits/linear-model/dense.js';
import { LinUcb } from '../../../agents/horizontal/bandits/linucb.js';
import {
  baselineSplit,
  type HybridSplit,
  LinUcbHybrid,
  stepSplit,
} from '../../../agents/horizontal/bandits/linucb-hybrid.js';
import { RandomStream } from '../../../env/core/random.js';
import { denseInverse, largestGap, times } from './dense-inverse.js';

const plays: readonly (readonly [arm: number, x: readonly [number, number], reward: number])[] = [
  [0, [1, 0.5], 1],
  [1, [1, 0.2], 0],
  [0, [1, 0.9], 0],
  [1, [1, 0.1], 1],
  [0, [1, 0.3], 1],
];

describe('LinUCB', () => {
  const x = Float64Array.of(1, 0.4);

  it.each([1, 1000])('has the reference values, refreshed every %i rows', (refreshEvery) => {
    const bandit = new LinUcb({ arms: 2, features: 2 }, { alpha: 1, lambda: 1, refreshEvery }, new RandomStream(1));
    for (const [arm, features, reward] of plays) bandit.update(arm, Float64Array.from(features), reward);
    const [first, second] = bandit.models;
    expect(largestGap(first!.coefficients, [0.5148861646, -0.0350262697])).toBeLessThan(1e-9);
    expect(first!.predict(x)).toBeCloseTo(0.5008756567, 9);
    expect(Math.sqrt(first!.squaredWidth(x))).toBeCloseTo(0.5004376368, 9);
    expect(largestGap(second!.coefficients, [0.3333333333, 0])).toBeLessThan(1e-9);
    expect(Math.sqrt(second!.squaredWidth(x))).toBeCloseTo(0.6492831643, 9);
    expect(Math.exp(first!.logDeterminant)).toBeCloseTo(5.71, 9);
    expect(Math.exp(second!.logDeterminant)).toBeCloseTo(3.06, 9);
    expect(bandit.select(x, Uint8Array.of(1, 1))).toBe(0);
  });

  it('breaks exact ties uniformly', () => {
    const bandit = new LinUcb({ arms: 3, features: 1 }, { alpha: 1, lambda: 1 }, new RandomStream(1));
    const counts = [0, 0, 0];
    for (let i = 0; i < 3000; i++) counts[bandit.select(Float64Array.of(1), Uint8Array.of(1, 0, 1))]!++;
    expect(counts[1]).toBe(0);
    expect(Math.abs(counts[0]! - 1500)).toBeLessThan(4 * Math.sqrt(750));
  });
});

describe("OFUL's width", () => {
  it('covers the true mean at every round of every run', () => {
    const bound = { noise: 0.1, coefficientNorm: 1, featureNorm: 2, delta: 0.05 };
    let misses = 0;
    for (let run = 0; run < 20; run++) {
      const stream = new RandomStream(run, 'oful');
      const bandit = new LinUcb({ arms: 1, features: 4 }, { alpha: 1, lambda: 1 }, stream);
      const truth = Float64Array.of(0.5, -0.5, 0.5, -0.5);
      const [model] = bandit.models;
      for (let round = 0; round < 300; round++) {
        const x = Float64Array.from({ length: 4 }, () => stream.uniform(-1, 1));
        const width = ofulWidth(round, 4, 1, bound) * Math.sqrt(model!.squaredWidth(x));
        if (Math.abs(model!.predict(x) - dot(truth, x)) > width) misses++;
        bandit.update(0, x, dot(truth, x) + stream.normal(0, bound.noise));
      }
    }
    expect(misses).toBe(0);
  });

  it('takes the place of alpha', () => {
    const bound = { noise: 1, coefficientNorm: 1, featureNorm: 1, delta: 0.1 };
    const config = { alpha: 0, lambda: 1 };
    const features = Float64Array.of(1);
    const selectAfterOneReward = (oful?: typeof bound) => {
      const bandit = new LinUcb({ arms: 2, features: 1 }, { ...config, oful }, new RandomStream(1));
      bandit.update(0, features, 0.1);
      return bandit.select(features, Uint8Array.of(1, 1));
    };
    expect(selectAfterOneReward()).toBe(0);
    expect(selectAfterOneReward(bound)).toBe(1);
  });
});

/** Li et al.'s algorithm 2, line by line, with matrices in full and inverses by elimination. */
class HybridByTheBook {
  private a0: number[][];
  private b0: number[];
  private readonly a: number[][][];
  private readonly cross: number[][][];
  private readonly b: number[][];
  private readonly split: HybridSplit;

  constructor(arms: number, split: HybridSplit) {
    const identity = (n: number) =>
      Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));
    this.split = split;
    this.a0 = identity(split.sharedLength);
    this.b0 = new Array(split.sharedLength).fill(0);
    this.a = Array.from({ length: arms }, () => identity(split.ownLength));
    this.cross = Array.from({ length: arms }, () =>
      Array.from({ length: split.ownLength }, () => new Array(split.sharedLength).fill(0)),
    );
    this.b = Array.from({ length: arms }, () => new Array(split.ownLength).fill(0));
  }

  private rows(features: Float64Array, arm: number) {
    const z = new Float64Array(this.split.sharedLength);
    const x = new Float64Array(this.split.ownLength);
    this.split.writeShared(features, arm, z);
    this.split.writeOwn(features, arm, x);
    return { z: [...z], x: [...x] };
  }

  score(features: Float64Array, arm: number): { mean: number; variance: number } {
    const { z, x } = this.rows(features, arm);
    const inner = (u: readonly number[], v: readonly number[]) => u.reduce((sum, value, i) => sum + value * v[i]!, 0);
    const shared = denseInverse(this.a0);
    const own = denseInverse(this.a[arm]!);
    const transposed = transpose(this.cross[arm]!);
    const beta = times(shared, this.b0);
    const theta = times(own, subtract(this.b[arm]!, times(this.cross[arm]!, beta)));
    const ownX = times(own, x);
    const back = times(transposed, ownX);
    const variance =
      inner(z, times(shared, z)) -
      2 * inner(z, times(shared, back)) +
      inner(x, ownX) +
      inner(back, times(shared, back));
    return { mean: inner(z, beta) + inner(x, theta), variance };
  }

  update(arm: number, features: Float64Array, reward: number): void {
    const { z, x } = this.rows(features, arm);
    this.changeShared(arm, 1);
    x.forEach((xi, i) => {
      x.forEach((xj, j) => {
        this.a[arm]![i]![j]! += xi * xj;
      });
      z.forEach((zj, j) => {
        this.cross[arm]![i]![j]! += xi * zj;
      });
      this.b[arm]![i]! += reward * xi;
    });
    z.forEach((zi, i) => {
      z.forEach((zj, j) => {
        this.a0[i]![j]! += zi * zj;
      });
      this.b0[i]! += reward * zi;
    });
    this.changeShared(arm, -1);
  }

  /** A₀ += sign · B′A⁻¹B, b₀ += sign · B′A⁻¹b. */
  private changeShared(arm: number, sign: number): void {
    const own = denseInverse(this.a[arm]!);
    const transposed = transpose(this.cross[arm]!);
    const columns = transposed.map((column) => times(own, column));
    this.a0 = this.a0.map((row, i) => row.map((value, j) => value + sign * times([transposed[i]!], columns[j]!)[0]!));
    const weighted = times(transposed, times(own, this.b[arm]!));
    this.b0 = this.b0.map((value, i) => value + sign * weighted[i]!);
  }
}

const transpose = (matrix: readonly (readonly number[])[]) => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
const subtract = (left: readonly number[], right: readonly number[]) => left.map((value, i) => value - right[i]!);

describe('hybrid LinUCB', () => {
  it.each([
    ['steps', stepSplit(4, [-1, 0, 1])],
    ['baseline', baselineSplit(4)],
  ])('has the means and widths of algorithm 2, split by %s', (_name, split) => {
    const stream = new RandomStream(9);
    const bandit = new LinUcbHybrid(3, split, { alpha: 1, lambda: 1 }, stream);
    const book = new HybridByTheBook(3, split);
    for (let round = 0; round < 200; round++) {
      const features = Float64Array.from({ length: 4 }, () => stream.normal());
      for (let arm = 0; arm < 3; arm++) {
        const { mean, variance } = book.score(features, arm);
        expect(bandit.mean(features, arm)).toBeCloseTo(mean, 9);
        expect(bandit.score(features, arm)).toBeCloseTo(mean + Math.sqrt(variance), 9);
      }
      const arm = stream.integer(0, 2);
      const reward = stream.next();
      bandit.update(arm, features, reward);
      book.update(arm, features, reward);
    }
  });
});
