import { describe, expect, it } from 'vitest';
import { decideAmong } from '../../../agents/horizontal/predictive-hpa/decision.js';
import { smooth } from '../../../agents/horizontal/predictive-hpa/holt-winters.js';
import { predictiveHpa, predictiveHpaConfigSchema } from '../../../agents/horizontal/predictive-hpa/index.js';
import { initialState, textbookState } from '../../../agents/horizontal/predictive-hpa/initial-state.js';
import { extrapolateLine } from '../../../agents/horizontal/predictive-hpa/linear-trend.js';
import { PredictionModel } from '../../../agents/horizontal/predictive-hpa/model.js';
import { RandomStream } from '../../../env/core/random.js';
import { forecasts, series } from './holt-winters-golden.js';
import { desiredMetric, replay } from './views.js';

const timed = (counts: readonly number[], step = 10) =>
  counts.map((replicas, i) => ({ replicas, timeSeconds: (i - counts.length + 1) * step }));

function modelOf(model: object): PredictionModel {
  return new PredictionModel(predictiveHpaConfigSchema.parse({ models: [model] }).models[0]!);
}

function lastOf(model: PredictionModel, counts: readonly number[], step = 15): number | null {
  return counts.map((replicas, i) => model.predict({ replicas, timeSeconds: i * step })).at(-1) ?? null;
}

describe('the line', () => {
  it('is the golden one of the specification: slope −0.06 a second, 5.2666667 ten seconds ahead, 6 replicas', () => {
    const history = timed([2, 2, 3, 3, 4, 5]);
    expect(extrapolateLine(history, 10)).toBeCloseTo(5.266666666666667, 12);
    expect(extrapolateLine(history, 10)! - extrapolateLine(history, 0)!).toBeCloseTo(0.6, 12);
    expect(lastOf(modelOf({ type: 'Linear' }), [2, 2, 3, 3, 4, 5], 10)).toBe(6);
  });

  it('is the exact least-squares line, and rounding errors cost no pod', () => {
    const random = new RandomStream('line');
    for (let round = 0; round < 500; round++) {
      const counts = Array.from({ length: random.integer(2, 6) }, () => random.integer(0, 60));
      const ahead = random.integer(0, 60);
      const n = BigInt(counts.length);
      const x = counts.map((_, i) => BigInt((counts.length - 1 - i) * 15 + ahead));
      const y = counts.map(BigInt);
      const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
      const xx = sum(x.map((value) => value * value));
      const xy = sum(x.map((value, i) => value * y[i]!));
      const above = sum(y) * xx - sum(x) * xy;
      const below = n * xx - sum(x) ** 2n;
      const exact = above > 0n ? (above + below - 1n) / below : above / below;
      const model = modelOf({ type: 'Linear', linear: { lookAhead: ahead * 1000 } });
      expect(lastOf(model, counts)).toBe(Number(exact));
    }
  });

  it('needs two times, and remembers only so many', () => {
    expect(modelOf({ type: 'Linear' }).predict({ timeSeconds: 0, replicas: 3 })).toBeNull();
    const remembering = modelOf({ type: 'Linear', linear: { historySize: 3 } });
    expect(lastOf(remembering, [50, 50, 50, 2, 2, 2, 2])).toBe(2);
  });
});

describe('Holt–Winters', () => {
  it('is the golden one of the specification in the textbook form', () => {
    const model = { trend: 'add', seasonal: 'add', alpha: 0.5, beta: 0.5, gamma: 0.5, seasonalPeriods: 3 } as const;
    const y = [2, 4, 6, 3, 5, 7, 4, 6, 8];
    const textbook = { ...model, form: 'textbook' } as const;
    const { level, trend, forecast } = smooth(y.slice(3), textbook, textbookState(y, textbook));
    expect(level).toBeCloseTo(6.2867838542, 10);
    expect(trend).toBeCloseTo(0.2934570312, 10);
    expect(forecast).toBeCloseTo(4.8068033854, 10);
  });

  it.each(forecasts)(
    'forecasts what statsmodels does: %i values, season %i, smoothing %j, %s trend, %s season, %s',
    (n, seasonalPeriods, [alpha, beta, gamma], trend, seasonal, initialization, forecast) => {
      const model = { trend, seasonal, alpha, beta, gamma, seasonalPeriods, form: 'statsmodels' } as const;
      const values = series.slice(0, n);
      const found = smooth(values, model, initialState(values, model, initialization)).forecast;
      expect(found).toBeCloseTo(forecast, initialization === 'estimated' ? 4 : 8);
    },
  );

  it('finds the least squares: no other start does better', () => {
    const model = {
      trend: 'add',
      seasonal: 'add',
      alpha: 0.6,
      beta: 0.2,
      gamma: 0.3,
      seasonalPeriods: 6,
      form: 'statsmodels',
    } as const;
    const errorOf = (state: Float64Array) => {
      const errors = new Float64Array(series.length);
      smooth(series, model, state, errors);
      return errors.reduce((sum, error) => sum + error * error, 0);
    };
    const best = initialState(series, model, 'estimated');
    const random = new RandomStream('least squares');
    for (let round = 0; round < 200; round++)
      expect(errorOf(best.map((value) => value + random.normal(0, 0.1)))).toBeGreaterThan(errorOf(best));
  });

  it('says 0 until it has two seasons and ten more, and drops only whole seasons', () => {
    const model = modelOf({ type: 'HoltWinters' });
    const said = Array.from({ length: 40 }, (_, i) =>
      model.predict({ timeSeconds: i * 15, replicas: 5 + [0, 1, 2, 2, 1, 0][i % 6]! }),
    );
    expect(said.slice(0, 15)).toEqual(new Array(15).fill(0));
    expect(said.slice(15)).toEqual(Array.from({ length: 25 }, (_, i) => 5 + [0, 1, 2, 2, 1, 0][(i + 16) % 6]!));
  });

  it('does not multiply where a count was zero', () => {
    const zero = modelOf({ type: 'HoltWinters', holtWinters: { seasonal: 'multiplicative' } });
    expect(lastOf(zero, [...new Array(20).fill(3), 0])).toBeNull();
  });
});

describe('decisions', () => {
  it.each([
    ['maximum', [3, 9, 4], 9],
    ['minimum', [3, 9, 4], 3],
    ['mean', [3, 9, 4], 5],
    ['mean', [3, 4], 4],
    ['median', [3, 9, 4], 4],
    ['median', [3, 4], 3],
  ] as const)('%s of %j is %i', (type, candidates, expected) => {
    expect(decideAmong(candidates, type)).toBe(expected);
  });
});

describe('the autoscaler', () => {
  const rising = [2, 2, 4, 6, 8, 10, 12];
  const spec = { metrics: [desiredMetric], controller: { tolerance: 0 } };

  it('is ahead of the HPA while counts rise', () => {
    const reactive = replay(predictiveHpa(predictiveHpaConfigSchema.parse({ ...spec, models: [] })), 2, rising);
    const predictive = replay(predictiveHpa(predictiveHpaConfigSchema.parse(spec)), 2, rising);
    expect(reactive).toEqual([2, ...rising]);
    expect(predictive.at(-1)).toBe(13);
    expect(predictive.every((count, i) => count >= reactive[i]!)).toBe(true);
  });

  it('a model speaks at every so many reconciles but hears all of them', () => {
    const seldom = modelOf({ type: 'Linear', perSyncPeriod: 3, linear: { lookAhead: 15_000 } });
    const said = [1, 2, 3, 4, 5, 6].map((replicas, i) => seldom.predict({ timeSeconds: i * 15, replicas }));
    expect(said).toEqual([null, null, 4, null, null, 7]);
  });

  it('hears nothing while the metrics fail', () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 0 } };
    const hpa = predictiveHpa(predictiveHpaConfigSchema.parse({ ...spec, behavior }));
    expect(replay(hpa, 2, [2, 4, null, null, null, 4])).toEqual([2, 2, 6, 6, 6, 6, 5]);
  });
});
