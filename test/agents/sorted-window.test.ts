import { describe, expect, it } from 'vitest';
import { SortedWindow } from '../../agents/vertical/sorted-window.js';
import { RandomStream } from '../../env/core/random.js';

describe('SortedWindow', () => {
  it('agrees with sorting the samples that are still inside the window', () => {
    const stream = new RandomStream(1, 'sorted-window');
    const window = new SortedWindow(1000);
    const all: { time: number; value: number }[] = [];
    let time = 0;
    for (let i = 0; i < 3000; i++) {
      time += stream.integer(0, 40);
      const value = stream.next() < 0.05 ? Number.NaN : stream.integer(0, 50);
      window.add(time, value);
      if (!Number.isNaN(value)) all.push({ time, value });
      const newest = all[all.length - 1];
      if (newest === undefined) continue;
      const inside = all.filter((sample) => sample.time > newest.time - 1000).map((sample) => sample.value);
      const sorted = inside.toSorted((a, b) => a - b);
      expect(window.size).toBe(sorted.length);
      expect(window.max()).toBe(sorted[sorted.length - 1]);
      expect(window.percentile(0)).toBe(sorted[0]);
      expect(window.mean()).toBeCloseTo(inside.reduce((a, b) => a + b, 0) / inside.length, 9);
    }
  });

  it('interpolates percentiles like numpy: the 95th of 1 … 20 is 19.05', () => {
    const window = new SortedWindow(1e6);
    for (let value = 20; value >= 1; value--) window.add(0, value);
    expect(window.percentile(0.95)).toBeCloseTo(19.05, 12);
  });

  it('has no statistics when empty', () => {
    const window = new SortedWindow(10);
    expect([window.max(), window.mean(), window.percentile(0.5)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
