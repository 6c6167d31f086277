import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../env/core/random.js';
import { resampleSeries } from '../../workloads/resample.js';
import { StepOrigin } from '../../workloads/usage-series.js';
import { refusal } from './refusal.js';
import { seriesOf } from './series-of.js';

const { observed, interpolated, carried, missing } = StepOrigin;

describe('resampling to a coarser grid', () => {
  it('keeps the integral: the mean of the means is the mean', () => {
    const random = new RandomStream(2, 'resample');
    const values = Array.from({ length: 600 }, () => random.uniform(0, 1000));
    for (const stepSeconds of [120, 300, 90, 200, 3600]) {
      const coarse = resampleSeries(seriesOf(values), stepSeconds).cpuMillicores;
      const total = coarse.reduce((sum, value) => sum + value * stepSeconds, 0);
      expect(total / (600 * 60)).toBeCloseTo(values.reduce((sum, value) => sum + value) / 600, 9);
    }
  });

  it('weights by time when the grids do not line up: 60 s to 90 s', () => {
    const { cpuMillicores } = resampleSeries(seriesOf([30, 60, 90]), 90);
    expect([...cpuMillicores]).toEqual([(30 * 60 + 60 * 30) / 90, (60 * 30 + 90 * 60) / 90]);
  });

  it('takes the greatest peak, and the greatest mean where there are no peaks', () => {
    const peaks = Float64Array.of(5, 50, 7, 9);
    const coarse = resampleSeries(seriesOf([1, 2, 3, 4], { cpuMaxMillicores: peaks }), 120);
    expect([...coarse.cpuMaxMillicores!]).toEqual([50, 9]);
    expect([...coarse.memoryMaxBytes!]).toEqual([2000, 4000]);
  });

  it('calls a step missing when less than half of it is known, and leaves gaps out of the mean', () => {
    const { NaN: gap } = Number;
    const coarse = resampleSeries(seriesOf([gap, gap, 8, 4, gap, 6]), 180);
    expect([...coarse.cpuMillicores]).toEqual([gap, 5]);
    expect([...coarse.origin!]).toEqual([missing, observed]);
    const lenient = resampleSeries(seriesOf([gap, gap, 8]), 180, { minimumCoverage: 0.1 });
    expect([...lenient.cpuMillicores]).toEqual([8]);
  });

  it('keeps the mask: most of the time decides, the less certain origin at a tie', () => {
    const origin = Uint8Array.of(observed, observed, carried, observed, carried, interpolated);
    expect([...resampleSeries(seriesOf([1, 1, 1, 1, 1, 1], { origin }), 180).origin!]).toEqual([observed, carried]);
    expect([...resampleSeries(seriesOf([1, 1], { origin: Uint8Array.of(observed, carried) }), 120).origin!]).toEqual([
      carried,
    ]);
  });

  it('averages requests and limits like usage, and begins at the same time', () => {
    const coarse = resampleSeries(
      seriesOf([1, 1], { startTime: 7, cpuRequestMillicores: Float64Array.of(100, 200) }),
      120,
    );
    expect([...coarse.cpuRequestMillicores!]).toEqual([150]);
    expect(coarse).toMatchObject({ startTime: 7, stepSeconds: 120 });
  });
});

describe('resampling to a finer grid', () => {
  it('holds the value and marks every step interpolated, because nothing was measured that finely', () => {
    const fine = resampleSeries(seriesOf([10, 20]), 30);
    expect([...fine.cpuMillicores]).toEqual([10, 10, 20, 20]);
    expect([...fine.origin!]).toEqual([interpolated, interpolated, interpolated, interpolated]);
  });

  it('gives back a series that already stands on the grid, and refuses a step that is none', () => {
    const series = seriesOf([1, 2]);
    expect(resampleSeries(series, 60)).toBe(series);
    expect(refusal(() => resampleSeries(series, 0)).place.field).toBe('stepSeconds');
  });
});
