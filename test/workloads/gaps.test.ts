import { describe, expect, it } from 'vitest';
import { countOrigins, findGaps, splitSeries } from '../../workloads/gaps.js';
import { sparkline } from '../../workloads/sparkline.js';
import { StepOrigin } from '../../workloads/usage-series.js';
import { sliceSeries, stepAt } from '../../workloads/window.js';
import { refusal } from './refusal.js';
import { seriesOf } from './series-of.js';

const gap = Number.NaN;

describe('gaps', () => {
  it('are runs of steps of which neither CPU nor memory is known', () => {
    expect(findGaps(seriesOf([gap, 1, gap, gap, 2, gap]))).toEqual([
      { start: 0, steps: 1 },
      { start: 2, steps: 2 },
      { start: 5, steps: 1 },
    ]);
    const memoryOnly = seriesOf([gap, gap], { memoryBytes: Float64Array.of(1, gap) });
    expect(findGaps(memoryOnly)).toEqual([{ start: 1, steps: 1 }]);
  });

  it('are what the mask says when there is one', () => {
    const { notRunning, missing, observed } = StepOrigin;
    const series = seriesOf([0, 0, 5], { origin: Uint8Array.of(notRunning, missing, observed) });
    expect(findGaps(series)).toEqual([{ start: 1, steps: 1 }]);
    expect(countOrigins(series)).toEqual({ observed: 1, interpolated: 0, carried: 0, notRunning: 1, missing: 1 });
  });

  it('cut a series into pieces that know where they began', () => {
    const pieces = splitSeries(seriesOf([1, gap, 3, 4, gap, 6], { startTime: 1000 }), 2);
    expect(pieces.map(({ id, startTime, cpuMillicores }) => [id, startTime, [...cpuMillicores]])).toEqual([
      ['test@2', 1120, [3, 4]],
    ]);
    expect(splitSeries(seriesOf([1, gap, 3])).map(({ id }) => id)).toEqual(['test@0', 'test@2']);
    const whole = seriesOf([1, 2]);
    expect(splitSeries(whole)).toEqual([whole]);
    expect(splitSeries(whole, 3)).toEqual([]);
    expect(splitSeries(seriesOf([gap]))).toEqual([]);
  });
});

describe('a window', () => {
  it('is a view of the same memory with a later beginning', () => {
    const series = seriesOf([1, 2, 3, 4], { startTime: 100, origin: Uint8Array.of(0, 1, 2, 3) });
    const window = sliceSeries(series, 1, 3);
    expect(window.startTime).toBe(160);
    expect([...window.cpuMillicores]).toEqual([2, 3]);
    expect([...window.origin!]).toEqual([1, 2]);
    expect(window.cpuMillicores.buffer).toBe(series.cpuMillicores.buffer);
  });

  it('must lie inside the series', () => {
    for (const [start, end] of [
      [0, 5],
      [2, 2],
      [-1, 2],
      [0.5, 2],
    ] as const)
      expect(refusal(() => sliceSeries(seriesOf([1, 2, 3, 4]), start, end)).place.field).toBe('window');
  });

  it('is found by time', () => {
    const series = seriesOf([1, 2], { startTime: 100 });
    expect([99, 100, 159.9, 160, 219, 220].map((time) => stepAt(series, time))).toEqual([-1, 0, 0, 1, 1, -1]);
  });
});

describe('a sparkline', () => {
  it('goes from the least to the greatest value, with blanks for gaps', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([1, gap, 2])).toBe('▁ █');
    expect(sparkline([5, 5, 5])).toBe('▅▅▅');
  });

  it('averages what shares a column', () => {
    expect(sparkline([0, 2, 8, 6, 3, 5], 3)).toBe('▁█▅');
    expect(sparkline(new Float64Array(1000), 40)).toHaveLength(40);
  });
});
