import * as Plot from '@observablehq/plot';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../env/core/random.js';
import { agentStyles } from '../../../experiments/report/agent-style.js';
import { drawPlot } from '../../../experiments/report/figure.js';
import { placeLabels } from '../../../experiments/report/label-placement.js';
import { labelRoom, shortLabel } from '../../../experiments/report/label-room.js';
import { spreadLabels } from '../../../experiments/report/label-spread.js';
import { durationText, numberText } from '../../../experiments/report/number-text.js';
import { squareRootPlace, squareRootTicks } from '../../../experiments/report/square-root-axis.js';
import { paretoFrontier } from '../../../experiments/report/trade-off-plot.js';

const stream = new RandomStream(8, 'report-layout');

describe('report layout', () => {
  it('spreads labels: apart by the gap, in order, inside the axis, and untouched when there is room', () => {
    for (let round = 0; round < 200; round++) {
      const wanted = Array.from({ length: stream.integer(1, 12) }, () => stream.uniform(0, 300));
      const placed = spreadLabels(wanted, 13, 300);
      const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
      for (let k = 1; k < order.length; k++)
        expect(placed[order[k]!]! - placed[order[k - 1]!]!).toBeGreaterThanOrEqual(13 - 1e-9);
      expect(Math.max(...placed)).toBeLessThanOrEqual(300);
      expect(Math.min(...placed)).toBeGreaterThanOrEqual(0);
    }
    expect(spreadLabels([10, 100, 50], 13, 300)).toEqual([10, 100, 50]);
  });

  it('finds each label a place that covers no other label and no other mark, where there is room', () => {
    for (let round = 0; round < 100; round++) {
      const points = Array.from({ length: 10 }, () => ({
        x: stream.uniform(100, 700),
        y: stream.uniform(20, 380),
        width: stream.integer(20, 160),
      }));
      const boxes = placeLabels(points, { left: 0, right: 1000, height: 400 }).map(({ dx, dy, side }, i) => {
        const { x, y, width } = points[i]!;
        const left = side === 'right' ? x + dx : x + dx - width;
        return { left, right: left + width, middle: y + dy };
      });
      boxes.forEach((box, i) => {
        expect(box.left).toBeGreaterThanOrEqual(0);
        points.forEach(({ x, y }, k) => {
          if (k !== i) expect(x > box.left && x < box.right && Math.abs(y - box.middle) < 7).toBe(false);
        });
        boxes.slice(i + 1).forEach((other) => {
          const apart = Math.abs(other.middle - box.middle) >= 14 - 1e-9;
          expect(apart || other.left >= box.right || other.right <= box.left).toBe(true);
        });
      });
    }
    expect(placeLabels([{ x: 10, y: 10, width: 50 }], { left: 0, right: 200, height: 100 })).toEqual([
      { dx: 11, dy: 0, side: 'right' },
    ]);
  });

  it('finds the Pareto front as comparing every pair does', () => {
    for (let round = 0; round < 200; round++) {
      const places = Array.from({ length: 9 }, () => ({ x: stream.integer(0, 6), y: stream.integer(0, 6) }));
      const front = new Set(paretoFrontier(places).map((i) => `${places[i]!.x}/${places[i]!.y}`));
      const undominated = places.filter(
        (one) => !places.some((other) => other.x <= one.x && other.y <= one.y && (other.x < one.x || other.y < one.y)),
      );
      expect(front).toEqual(new Set(undominated.map(({ x, y }) => `${x}/${y}`)));
    }
  });

  it('puts rising one-digit ticks on a square-root axis, none above its top', () => {
    for (const top of [1e-6, 0.34, 5.3, 22, 3400]) {
      const ticks = squareRootTicks(top);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)!).toBeLessThanOrEqual(top);
      expect(ticks.at(-1)!).toBeGreaterThan(top / 2);
      for (let i = 1; i < ticks.length; i++) expect(ticks[i]!).toBeGreaterThan(ticks[i - 1]!);
    }
  });

  it('goes on below zero with the same distances', () => {
    expect(squareRootTicks(9, -2).filter((tick) => tick < 0)).toEqual([-1, -0.3]);
    expect(squareRootTicks(1, -9)[0]).toBe(-9);
    expect(squareRootPlace(4, 9, -9)).toBeCloseTo((3 - 2) / 6);
    expect(squareRootPlace(-4, 9, -9)).toBeCloseTo((3 + 2) / 6);
  });

  it('gives sixteen agents sixteen looks, whatever their order', () => {
    const agents = Array.from({ length: 16 }, (_, i) => ({ label: `agent-${i}`, role: 'autoscaler' as const }));
    const styles = agentStyles(agents);
    expect(new Set(styles.map(({ colour }) => colour)).size).toBe(16);
    expect(new Set(styles.map(({ colour, symbol, dash }) => `${colour}${symbol}${dash}`)).size).toBe(16);
    expect(agentStyles(agents.toReversed())).toEqual(styles.toReversed());
  });

  it('shortens coordinates of a figure, never the numbers in its text', () => {
    const label = 'moving-window:percentile=0.99,hours=48';
    const svg = drawPlot({ x: { domain: [0, 3] }, marks: [Plot.text([label], { x: [1], text: [label] })] }).html;
    expect(svg).toContain(`>${label}</text>`);
    expect(svg).not.toMatch(/translate\([^)]*\.\d\d/);
  });

  it('makes room for long labels, up to the length it shortens them to', () => {
    const long = 'moving-window:percentile=0.99,memoryStatistic=max,hours=48,margin=0.2';
    expect(shortLabel('kubernetes')).toBe('kubernetes');
    expect(shortLabel(long)).toMatch(/^moving-window:percentile=0\.99.*…$/);
    expect(labelRoom(['kubernetes'], 140)).toBe(140);
    expect(labelRoom([long], 140)).toBe(labelRoom([long + long], 140));
    expect(labelRoom([long], 140)).toBeGreaterThan(labelRoom([long.slice(0, 30)], 140));
  });

  it('writes numbers and durations as people do', () => {
    expect(numberText(-1234567.891, 2)).toBe('−1\u2009234\u2009567.89');
    expect(numberText(-0.0001, 2)).toBe('0.00');
    expect(numberText(null, 2)).toBe('–');
    expect(durationText(90_061)).toBe('1 d 1 h');
    expect(durationText(540)).toBe('9 min');
    expect(durationText(0)).toBe('0 s');
  });
});
