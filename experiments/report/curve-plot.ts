import * as Plot from '@observablehq/plot';
import { median } from 'simple-statistics';
import type { AgentStyle } from './agent-style.js';
import { drawPlot, type PlotFrame } from './figure.js';
import type { Html } from './html.js';
import { shortLabel } from './label-room.js';
import { spreadLabels } from './label-spread.js';
import { squareRootPlace, squareRootTicks } from './square-root-axis.js';

/** One agent's curve. */
export interface Curve {
  /** Position in the report's agents. */
  readonly agent: number;
  readonly points: readonly CurvePoint[];
}

/** A point; `low` and `high` are the edges of its band, null where it has none. */
export interface CurvePoint {
  readonly x: number | Date;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** How to draw curves. */
export interface CurveFrame extends PlotFrame {
  readonly x: Plot.ScaleOptions;
  /**
   * `linear` keeps the shape of growth, and lets curves leave the frame that would flatten all others; `square-root`, on both sides of
   * zero, shows all of them.
   */
  readonly y: { readonly label: string; readonly scale: 'linear' | 'square-root' };
  /** Characters that fit beside the end of a curve. */
  readonly labelCharacters: number;
}

/** On a linear axis curves that end above this many times the median end leave the frame. */
const farOut = 4;

/** Curves with their bands; names stand at the ends, moved apart where curves end near each other. */
export function curvePlot(curves: readonly Curve[], frame: CurveFrame, styles: readonly AgentStyle[]): Html {
  const { width, height, marginLeft, marginRight, marginTop, marginBottom } = frame;
  const linear = frame.y.scale === 'linear';
  const [bottom, top] = linear ? linearDomain(curves) : fullDomain(curves);
  const innerHeight = height - marginTop - marginBottom;
  const ends = curves.map(({ points }) => points.at(-1)!);
  const heights = spreadLabels(
    ends.map(({ y }) => {
      const value = Math.min(top, Math.max(bottom, y));
      return innerHeight * (linear ? (top - value) / (top - bottom) : squareRootPlace(value, top, bottom));
    }),
    12,
    innerHeight,
  );
  const band = ({ points }: Curve) =>
    points.map(({ x, low, high }) => {
      const shown = low !== null && high !== null && low <= top;
      return { x, low: shown ? Math.max(bottom, low) : Number.NaN, high: shown ? Math.min(top, high) : Number.NaN };
    });
  const minus = (value: number | string) => String(value).replace('-', '−');
  return drawPlot({
    width,
    height,
    marginLeft,
    marginRight,
    marginTop,
    marginBottom,
    x: frame.x,
    y: {
      label: frame.y.label,
      grid: true,
      domain: [bottom, top],
      ...(linear
        ? { ticks: 5 }
        : { type: 'sqrt', ticks: squareRootTicks(top, bottom), tickFormat: (value: number) => minus(value) }),
    },
    color: { type: 'identity' },
    marks: [
      ...curves.map((curve) =>
        Plot.areaY(band(curve), {
          x: 'x',
          y1: 'low',
          y2: 'high',
          fill: styles[curve.agent]!.colour,
          fillOpacity: 0.1,
        }),
      ),
      ...curves.map(({ agent, points }) =>
        Plot.lineY(below(points, top), {
          x: 'x',
          y: 'y',
          stroke: styles[agent]!.colour,
          strokeWidth: 1.5,
          ...(styles[agent]!.dash === null ? {} : { strokeDasharray: styles[agent]!.dash }),
        }),
      ),
      ...ends.map((end, i) => {
        const { label, colour } = styles[curves[i]!.agent]!;
        const value = end.y > top ? ` ↑ ${minus(Number(end.y.toPrecision(2)))}` : '';
        return Plot.text([end], {
          x: 'x',
          frameAnchor: 'top',
          dy: heights[i]!,
          dx: 8,
          text: () => shortLabel(label, frame.labelCharacters - value.length) + value,
          title: () => label,
          fill: () => colour,
          textAnchor: 'start',
          lineAnchor: 'middle',
        });
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** Room for every point, and for bands that do not flatten the curves; 0 to 1 where there is nothing but zeros. */
function fullDomain(curves: readonly Curve[]): readonly [number, number] {
  const values = curves.flatMap(({ points }) => points.map(({ y }) => y));
  if (values.every((value) => value === 0)) return [0, 1];
  const most = Math.max(...values, 1e-6);
  const least = Math.min(...values, 0);
  const highs = curves.flatMap(({ points }) => points.map(({ y, high }) => high ?? y));
  const lows = curves.flatMap(({ points }) => points.map(({ y, low }) => low ?? y));
  const top = Math.min(Math.max(most, ...highs), 1.4 * most);
  return [least === 0 ? 0 : Math.max(Math.min(least, ...lows), 1.4 * least), top];
}

/** The same without the curves that end far above the others. */
function linearDomain(curves: readonly Curve[]): readonly [number, number] {
  const endOf = ({ points }: Curve) => points.at(-1)!.y;
  const limit = farOut * Math.max(0, median(curves.map(endOf)));
  const near = curves.filter((curve) => endOf(curve) <= limit);
  return fullDomain(near.length < 2 ? curves : near);
}

/** The parts of a curve that are not above the frame, each up to where it leaves it. */
function below(points: readonly CurvePoint[], top: number): readonly Pick<CurvePoint, 'x' | 'y'>[] {
  return points.flatMap((point, i): readonly Pick<CurvePoint, 'x' | 'y'>[] => {
    const before = points[i - 1];
    const crossing = before !== undefined && before.y > top !== point.y > top ? [crossingOf(before, point, top)] : [];
    return [...crossing, point.y > top ? { x: point.x, y: Number.NaN } : point];
  });
}

function crossingOf(a: CurvePoint, b: CurvePoint, y: number): Pick<CurvePoint, 'x' | 'y'> {
  const from = Number(a.x);
  const x = from + ((y - a.y) / (b.y - a.y)) * (Number(b.x) - from);
  return { x: a.x instanceof Date ? new Date(x) : x, y };
}
