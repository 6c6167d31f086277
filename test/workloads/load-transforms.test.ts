import { describe, expect, it } from 'vitest';
import type { LoadSeries } from '../../workloads/load-series.js';
import { resampleLoad, scaleLoad, sliceLoad, stretchLoad } from '../../workloads/load-transforms.js';
import { mean } from '../../workloads/statistics.js';
import { StepOrigin } from '../../workloads/usage-series.js';
import { refusal } from './refusal.js';

const { observed, interpolated, carried, missing } = StepOrigin;
const load: LoadSeries = {
  id: 'shop',
  startTime: 1000,
  stepSeconds: 60,
  requestsPerSecond: Float64Array.of(10, 20, Number.NaN, 40, 0, 6),
  users: Float64Array.of(1, 2, 3, 4, 5, 6),
  source: { dataset: 'test', entity: 'shop', assumptions: { seed: 1 } },
};

describe('resampling a load', () => {
  it('keeps means over what is known, and requests where all is', () => {
    const coarse = resampleLoad(load, 120);
    expect([...coarse.requestsPerSecond!]).toEqual([15, 40, 3]);
    expect([...coarse.users!]).toEqual([1.5, 3.5, 5.5]);
    expect(coarse).toMatchObject({ startTime: 1000, stepSeconds: 120 });
    const full: LoadSeries = { ...load, requestsPerSecond: Float64Array.of(3, 7, 1, 9, 2, 8) };
    expect(mean(resampleLoad(full, 90).requestsPerSecond!)).toBeCloseTo(5, 12);
    expect(resampleLoad(load, 60)).toBe(load);
  });

  it('keeps the mask, and says where nothing was measured so finely', () => {
    const { requestsPerSecond } = load;
    const origin = Uint8Array.of(observed, observed, missing, carried, carried, observed);
    const { users: _, ...rates } = { ...load, requestsPerSecond: requestsPerSecond!, origin };
    expect([...resampleLoad(rates, 120).origin!]).toEqual([observed, carried, carried]);
    expect([...resampleLoad(rates, 30).origin!.subarray(2, 8)]).toEqual([
      interpolated,
      interpolated,
      missing,
      missing,
      carried,
      carried,
    ]);
    expect(resampleLoad(rates, 120, { minimumCoverage: 0.6 }).requestsPerSecond![1]).toBeNaN();
  });
});

describe('the size of a load', () => {
  it('is set by peak, mean or factor, alike for both channels, and noted', () => {
    const peak = scaleLoad(load, { peak: 10 });
    expect([...peak.requestsPerSecond!]).toEqual([2.5, 5, Number.NaN, 10, 0, 1.5]);
    expect(peak.users![3]).toBe(1);
    expect(peak.source.assumptions).toEqual({ seed: 1, loadFactor: 0.25 });
    expect(mean(scaleLoad(load, { mean: 7, channel: 'users' }).users!)).toBeCloseTo(7, 12);
    const twice = scaleLoad(scaleLoad(load, { factor: 2 }), { factor: 3 });
    expect([twice.users![0], twice.source.assumptions.loadFactor]).toEqual([6, 6]);
  });

  it('is refused where it cannot be', () => {
    expect(refusal(() => scaleLoad(load, { peak: 0 })).place).toEqual({ field: 'peak', value: 0 });
    const { users: _, ...rates } = load;
    expect(refusal(() => scaleLoad(rates, { mean: 1, channel: 'users' })).place.field).toBe('channel');
    const idle = { ...rates, requestsPerSecond: Float64Array.of(0, Number.NaN) };
    expect(refusal(() => scaleLoad(idle, { peak: 5 })).place.field).toBe('shop');
  });
});

it('a day of minutes is played as a second a minute', () => {
  const fast = stretchLoad(load, 1 / 60);
  expect([fast.stepSeconds, fast.startTime, fast.source.assumptions.timeFactor]).toEqual([1, 1000, 1 / 60]);
  expect(fast.requestsPerSecond).toBe(load.requestsPerSecond);
  expect(refusal(() => stretchLoad(load, 0)).place.field).toBe('factor');
});

it('a slice is a view that begins at its first step', () => {
  const slice = sliceLoad({ ...load, origin: new Uint8Array(6) }, 2, 4);
  expect(slice).toMatchObject({ startTime: 1120, stepSeconds: 60 });
  expect([...slice.users!]).toEqual([3, 4]);
  expect(slice.users!.buffer).toBe(load.users!.buffer);
  expect(slice.origin).toHaveLength(2);
  expect(refusal(() => sliceLoad(load, 3, 3)).place.value).toEqual([3, 3]);
});
