import { describe, expect, it } from 'vitest';
import { CholeskyFactor } from '../../../agents/horizontal/bandits/linear-model/cholesky.js';
import { DiscountedRidge } from '../../../agents/horizontal/bandits/linear-model/discounted-ridge.js';
import { FactoredRidge } from '../../../agents/horizontal/bandits/linear-model/factored-ridge.js';
import {
  addOuter,
  multiplySymmetric,
  packedLength,
  quadraticForm,
  setDiagonal,
} from '../../../agents/horizontal/bandits/linear-model/packed-symmetric.js';
import { RidgeRegression } from '../../../agents/horizontal/bandits/linear-model/ridge-regression.js';
import { RandomStream } from '../../../env/core/random.js';
import { denseInverse, largestGap, times, unpack } from './dense-inverse.js';

const d = 8;

function normalRow(stream: RandomStream, length = d): Float64Array {
  return Float64Array.from({ length }, () => stream.normal());
}

function feed(model: { update(x: Float64Array, target: number): void }, rows: number, seed = 1): void {
  const stream = new RandomStream(seed, 'rows');
  for (let i = 0; i < rows; i++) model.update(normalRow(stream), stream.normal());
}

/** Largest differences of the kept inverse and coefficients from those computed directly out of A and b. */
function drift(model: RidgeRegression): { inverse: number; coefficients: number } {
  const direct = denseInverse(unpack(model.gram, model.dimension));
  return {
    inverse: largestGap(unpack(model.inverse, model.dimension).flat(), direct.flat()),
    coefficients: largestGap(model.coefficients, times(direct, model.moments)),
  };
}

describe('packed symmetric matrices', () => {
  it('multiply and form like their square form', () => {
    const stream = new RandomStream(2);
    const packed = normalRow(stream, packedLength(5));
    const x = normalRow(stream, 5);
    const out = new Float64Array(5).fill(9);
    multiplySymmetric(packed, x, out);
    const expected = times(unpack(packed, 5), x);
    expect(largestGap(out, expected)).toBeLessThan(1e-14);
    expect(quadraticForm(packed, x)).toBeCloseTo(
      expected.reduce((sum, value, i) => sum + value * x[i]!, 0),
      13,
    );
  });
});

describe('ridge regression by Sherman and Morrison', () => {
  it('stays within 1e-8 of the direct inverse after 10 000 rows', () => {
    const model = new RidgeRegression(d, { lambda: 1 });
    feed(model, 10_000);
    expect(drift(model).inverse).toBeLessThan(1e-8);
    expect(drift(model).coefficients).toBeLessThan(1e-8);
  });

  it('stays there without a single refresh', () => {
    const model = new RidgeRegression(d, { lambda: 1, refreshEvery: Number.POSITIVE_INFINITY });
    feed(model, 10_000);
    expect(drift(model).inverse).toBeLessThan(1e-8);
  });

  it('does not drift in 100 000 rows', () => {
    const model = new RidgeRegression(d, { lambda: 1 });
    feed(model, 99_999);
    expect(drift(model).inverse).toBeLessThan(1e-12);
    expect(drift(model).coefficients).toBeLessThan(1e-12);
  });

  it('refreshes itself when nearly collinear rows of very different size make it drift', () => {
    const free = new RidgeRegression(3, { lambda: 0.1, refreshEvery: 1e9, driftTolerance: Number.POSITIVE_INFINITY });
    const kept = new RidgeRegression(3, { lambda: 0.1, refreshEvery: 1e9 });
    const stream = new RandomStream(5);
    for (let i = 0; i < 3000; i++) {
      const size = 10 ** stream.uniform(0, 6);
      const x = Float64Array.of(size, size * (1 + 1e-7 * stream.normal()), stream.normal());
      for (const model of [free, kept]) model.update(x, stream.normal());
    }
    const probe = Float64Array.of(1, -1, 0.5);
    const exact = new RidgeRegression(3, { lambda: 0.1 });
    exact.gram.set(kept.gram);
    exact.refresh();
    const error = (model: RidgeRegression) => Math.abs(model.squaredWidth(probe) / exact.squaredWidth(probe) - 1);
    expect(error(free)).toBeGreaterThan(1e-2);
    expect(error(kept)).toBeLessThan(1e-2);
  });

  it('takes rows out again', () => {
    const model = new RidgeRegression(d, { lambda: 1 });
    const rows = Array.from({ length: 500 }, (_, i) => normalRow(new RandomStream(i)));
    rows.forEach((x, i) => {
      model.update(x, i % 3);
    });
    rows.forEach((x, i) => {
      model.downdate(x, i % 3);
    });
    const identity = new RidgeRegression(d, { lambda: 1 });
    expect(largestGap(model.inverse, identity.inverse)).toBeLessThan(1e-10);
    expect(largestGap(model.coefficients, identity.coefficients)).toBeLessThan(1e-10);
    expect(model.logDeterminant).toBeCloseTo(0, 10);
  });

  it('survives features no double can hold beside the penalty', () => {
    const model = new RidgeRegression(2, { lambda: 1, refreshEvery: 1 });
    for (let i = 0; i < 100; i++) model.update(Float64Array.of(1e12, 1e12 + i), 1);
    expect(Number.isFinite(model.predict(Float64Array.of(1e12, 1e12)))).toBe(true);
    expect(model.predict(Float64Array.of(1e12, 1e12))).toBeCloseTo(1, 2);
  });

  it('is ordinary least squares when the penalty is next to nothing', () => {
    const model = new RidgeRegression(3, { lambda: 1e-9 });
    const truth = [0.5, -2, 3];
    const stream = new RandomStream(8);
    for (let i = 0; i < 50; i++) {
      const x = normalRow(stream, 3);
      model.update(x, truth[0]! * x[0]! + truth[1]! * x[1]! + truth[2]! * x[2]!);
    }
    expect(largestGap(model.coefficients, truth)).toBeLessThan(1e-8);
  });

  it('goes on to the bit from its saved state', () => {
    const model = new RidgeRegression(d, { lambda: 1 });
    feed(model, 1234);
    const copy = new RidgeRegression(d, { lambda: 1 });
    copy.restore(JSON.parse(JSON.stringify(model.save())));
    feed(model, 900, 2);
    feed(copy, 900, 2);
    expect(copy.save()).toEqual(model.save());
  });

  it('refuses a state of another size, naming the field', () => {
    const state = new RidgeRegression(3, { lambda: 1 }).save();
    expect(() => new RidgeRegression(4, { lambda: 1 }).restore(state)).toThrow(/gram/);
  });
});

describe('the Cholesky factor', () => {
  it('follows rank-1 updates and downdates of its matrix', () => {
    const stream = new RandomStream(3);
    const matrix = new Float64Array(packedLength(d));
    setDiagonal(matrix, d, 1);
    const factor = new CholeskyFactor(d);
    const fresh = new CholeskyFactor(d);
    factor.factorise(matrix);
    const rows: Float64Array[] = [];
    for (let i = 0; i < 2000; i++) {
      const x = normalRow(stream);
      rows.push(x);
      addOuter(matrix, x, 1);
      factor.update(x);
      if (i >= 200) {
        const gone = rows[i - 200]!;
        addOuter(matrix, gone, -1);
        expect(factor.downdate(gone)).toBe(true);
      }
    }
    fresh.factorise(matrix);
    expect(largestGap(factor.entries, fresh.entries)).toBeLessThan(1e-10);
    expect(factor.logDeterminant()).toBeCloseTo(fresh.logDeterminant(), 10);
  });

  it('solves, and inverts', () => {
    const stream = new RandomStream(4);
    const matrix = new Float64Array(packedLength(d));
    setDiagonal(matrix, d, 0.5);
    for (let i = 0; i < 20; i++) addOuter(matrix, normalRow(stream), 1);
    const factor = new CholeskyFactor(d);
    factor.factorise(matrix);
    const right = normalRow(stream);
    const solution = new Float64Array(d);
    factor.solve(right, solution);
    expect(largestGap(times(unpack(matrix, d), solution), right)).toBeLessThan(1e-12);
    const inverse = new Float64Array(packedLength(d));
    factor.invert(inverse);
    expect(largestGap(unpack(inverse, d).flat(), denseInverse(unpack(matrix, d)).flat())).toBeLessThan(1e-12);
  });

  it('says when a matrix is not positive definite', () => {
    const factor = new CholeskyFactor(2);
    expect(factor.factorise(Float64Array.of(1, 2, 1))).toBe(false);
    expect(factor.factorise(Float64Array.of(4, 2, 5))).toBe(true);
    expect(factor.downdate(Float64Array.of(3, 0))).toBe(false);
    expect(() => factor.factoriseRegularised(Float64Array.of(Number.NaN, 0, 1))).toThrow(RangeError);
  });
});

describe('factored ridge regression', () => {
  it('agrees with Sherman and Morrison', () => {
    const byFactor = new FactoredRidge(d, 0.7);
    const byInverse = new RidgeRegression(d, { lambda: 0.7 });
    feed(byFactor, 10_000);
    feed(byInverse, 10_000);
    const x = normalRow(new RandomStream(6));
    expect(largestGap(byFactor.coefficients, byInverse.coefficients)).toBeLessThan(1e-10);
    expect(byFactor.squaredWidth(x)).toBeCloseTo(byInverse.squaredWidth(x), 10);
    expect(byFactor.logDeterminant).toBeCloseTo(byInverse.logDeterminant, 6);
  });

  it('gives the same for rows added one by one and together', () => {
    const oneByOne = new FactoredRidge(d, 1);
    const together = new FactoredRidge(d, 1);
    feed(oneByOne, 300);
    feed({ update: (x, target) => together.accumulate(x, target) }, 300);
    together.refresh();
    expect(largestGap(oneByOne.coefficients, together.coefficients)).toBeLessThan(1e-12);
  });

  it('takes rows out again', () => {
    const model = new FactoredRidge(d, 1);
    const kept = new FactoredRidge(d, 1);
    feed(kept, 100, 1);
    feed(model, 100, 1);
    feed(model, 100, 2);
    feed({ update: (x, target) => model.downdate(x, target) }, 100, 2);
    expect(largestGap(model.coefficients, kept.coefficients)).toBeLessThan(1e-11);
  });

  it('draws with mean θ and covariance v²A⁻¹', () => {
    const model = new FactoredRidge(3, 1);
    const stream = new RandomStream(7);
    for (let i = 0; i < 10; i++) model.update(normalRow(stream, 3), stream.normal());
    const scale = 0.4;
    const draws = 40_000;
    const mean = new Float64Array(3);
    const covariance = new Float64Array(packedLength(3));
    const out = new Float64Array(3);
    for (let i = 0; i < draws; i++) {
      model.sample(scale, stream, out);
      for (let j = 0; j < 3; j++) {
        out[j]! -= model.coefficients[j]!;
        mean[j]! += out[j]! / draws;
      }
      addOuter(covariance, out, 1 / draws);
    }
    const expected = denseInverse(unpack(model.gram, 3)).map((row) => row.map((value) => value * scale * scale));
    const largest = Math.max(...expected.flat());
    expect(largestGap(mean, [0, 0, 0])).toBeLessThan(4 * Math.sqrt(largest / draws));
    expect(largestGap(unpack(covariance, 3).flat(), expected.flat())).toBeLessThan(
      (4 * 1.5 * largest) / Math.sqrt(draws),
    );
  });
});

describe('discounted ridge regression', () => {
  it('has the reference values for discount .9', () => {
    const model = new DiscountedRidge(2, 1, 0.9);
    model.update(Float64Array.of(1, 0.5), 1);
    model.update(Float64Array.of(1, 0.9), 0);
    model.update(Float64Array.of(1, 0.3), 1);
    expect(largestGap(model.coefficients, [0.4978038405, -0.0243249163])).toBeLessThan(1e-9);
    expect(Math.sqrt(model.squaredWidth(Float64Array.of(1, 0.4)))).toBeCloseTo(0.5020538684, 9);
  });

  it('is plain ridge regression without discount', () => {
    const discounted = new DiscountedRidge(d, 1, 1);
    const plain = new RidgeRegression(d, { lambda: 1 });
    feed(discounted, 200);
    feed(plain, 200);
    const x = normalRow(new RandomStream(1));
    expect(largestGap(discounted.coefficients, plain.coefficients)).toBeLessThan(1e-12);
    expect(discounted.squaredWidth(x)).toBeCloseTo(plain.squaredWidth(x), 12);
  });

  it('keeps its penalty however long it forgets', () => {
    const model = new DiscountedRidge(2, 0.5, 0.9);
    model.update(Float64Array.of(1, 2), 1);
    for (let i = 0; i < 1000; i++) model.forget();
    expect(largestGap(model.gram, [0.5, 0, 0.5])).toBeLessThan(1e-12);
    expect(largestGap(model.squaredGram, [0.5, 0, 0.5])).toBeLessThan(1e-12);
  });
});
