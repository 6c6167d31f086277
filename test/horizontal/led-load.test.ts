import { describe, expect, it } from 'vitest';
import { ledLoad } from '../../env/horizontal/led-load.js';
import { SeriesRate } from '../../env/horizontal/platform/load/series-rate.js';
import type { LoadSeries } from '../../workloads/load-series.js';
import { loadOf } from './loads.js';

/** A series' rate at many instants, as the platform plays it. */
function ratesAt(series: LoadSeries, interpolation: 'step' | 'linear', instants: readonly number[]): number[] {
  const rate = new SeriesRate({ kind: 'series', series, scale: 1, interpolation, repeat: false });
  return instants.map((seconds) => {
    while (rate.until <= seconds) rate.advance();
    return rate.at(seconds);
  });
}

const instants = Array.from({ length: 600 }, (_, i) => 0.37 + i * 0.5);

describe('ledLoad', () => {
  it('puts one interval of the first value before a load on the same grid', () => {
    const { series, leadSeconds } = ledLoad(loadOf('users', [7, 8, 9]), { from: 0, to: 45, lead: 15 }, 'step');
    expect(leadSeconds).toBe(15);
    expect(series.stepSeconds).toBe(15);
    expect(series.startTime).toBe(-15);
    expect(Array.from(series.users!)).toEqual([7, 7, 8, 9]);
  });

  it('keeps lead-ins short under long steps', () => {
    const { series, leadSeconds } = ledLoad(loadOf('users', [7, 8], 60), { from: 0, to: 120, lead: 15 }, 'step');
    expect(leadSeconds).toBe(15);
    expect(Array.from(series.users!)).toEqual([7, 7, 7, 7, 7, 8, 8, 8, 8]);
  });

  it('leads in with the load before a window, value by value', () => {
    const { series, leadSeconds } = ledLoad(loadOf('users', [1, 2, 3, 4, 5]), { from: 45, to: 60, lead: 15 }, 'step');
    expect(leadSeconds).toBe(15);
    expect(Array.from(series.users!)).toEqual([3, 4, 5]);
  });

  it('begins earlier rather than cut a step', () => {
    const { series, leadSeconds } = ledLoad(
      loadOf('users', [1, 2, 3, 4, 5], 10),
      { from: 15, to: 30, lead: 15 },
      'step',
    );
    expect(leadSeconds).toBe(15);
    expect(Array.from(series.users!)).toEqual([1, 2, 3, 4]);
    const odd = ledLoad(loadOf('users', [1, 2, 3, 4, 5], 10), { from: 30, to: 45, lead: 15 }, 'step');
    expect(odd.leadSeconds).toBe(20);
    expect(Array.from(odd.series.users!)).toEqual([2, 3, 4, 5]);
  });

  it.each(['step', 'linear'] as const)('plays the very load, interpolated by %s', (interpolation) => {
    const load = loadOf('requestsPerSecond', [3, 9, 4, 4, 20, 1, 7, 12, 5, 5], 40);
    const { series, leadSeconds } = ledLoad(load, { from: 0, to: 400, lead: 15 }, interpolation);
    const led = ratesAt(
      series,
      interpolation,
      instants.map((seconds) => seconds + leadSeconds),
    );
    ratesAt(load, interpolation, instants).forEach((rate, i) => {
      expect(led[i]).toBeCloseTo(rate, 9);
    });
  });

  it('holds what was known before a gap, also where a window begins inside it', () => {
    const load = loadOf('users', [4, Number.NaN, Number.NaN, 6]);
    const { series } = ledLoad(load, { from: 30, to: 60, lead: 15 }, 'step');
    expect(Array.from(series.users!)).toEqual([4, 4, 6]);
  });
});
