import * as Plot from '@observablehq/plot';
import type { AgentStyle } from './agent-style.js';
import { drawPlot, type PlotFrame } from './figure.js';
import type { Html } from './html.js';
import { placeLabels } from './label-placement.js';
import { shortLabel, textWidth } from './label-room.js';
import { squareRootPlace, squareRootTicks } from './square-root-axis.js';

/** A place in a trade-off of two quantities of which less is better. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** An agent's large mark. */
export interface TradeOffMark extends Place {
  /** Position in the report's agents. */
  readonly agent: number;
  readonly xInterval: Interval | null;
  readonly yInterval: Interval | null;
  readonly title: string;
}

/** The ends of a mark's interval, or of an axis. */
export type Interval = readonly [low: number, high: number];

/** A small dot behind the marks, one of the observations a mark is the mean of. */
export interface TradeOffDot extends Place {
  readonly agent: number;
  readonly title: string;
}

/** What to draw. The vertical axis is a square root from zero. */
export interface TradeOff {
  readonly frame: PlotFrame;
  readonly title?: string;
  readonly x: { readonly label: string; readonly domain: Interval; readonly ticks?: number };
  readonly y: { readonly label: string; readonly top: number };
  readonly marks: readonly TradeOffMark[];
  readonly dots: readonly TradeOffDot[];
  /** Positions of agents the Pareto front is made of. */
  readonly competing: ReadonlySet<number>;
  /** Whether marks have their names beside them. */
  readonly labelled: boolean;
}

/** Agents as marks with their intervals, and the front of those that no other beats in both quantities. */
export function tradeOffPlot(tradeOff: TradeOff, styles: readonly AgentStyle[]): Html {
  const { frame, x, y, marks, dots, competing, labelled } = tradeOff;
  const runners = marks.filter(({ agent }) => competing.has(agent));
  const front = paretoFrontier(runners).map((i) => runners[i]!);
  const within = ([from, to]: Interval, [low, high]: Interval): Interval => [Math.max(from, low), Math.min(to, high)];
  const across = marks.flatMap(({ agent, y, xInterval }) => {
    if (xInterval === null) return [];
    const [x1, x2] = within(x.domain, xInterval);
    return [{ agent, y, x1, x2 }];
  });
  const upright = marks.flatMap(({ agent, x, yInterval }) => {
    if (yInterval === null) return [];
    const [y1, y2] = within([0, y.top], yInterval);
    return [{ agent, x, y1, y2 }];
  });
  const colour = (d: { readonly agent: number }) => styles[d.agent]!.colour;
  const whisker = { stroke: colour, strokeWidth: 1, strokeOpacity: 0.55 };
  return drawPlot({
    ...frame,
    x: { label: x.label, domain: x.domain, grid: true, ...(x.ticks === undefined ? {} : { ticks: x.ticks }) },
    y: {
      label: y.label,
      type: 'sqrt',
      domain: [0, y.top],
      ticks: squareRootTicks(y.top),
      tickFormat: String,
      grid: true,
    },
    symbol: { type: 'identity' },
    color: { type: 'identity' },
    marks: [
      Plot.dot(dots, { x: 'x', y: 'y', r: 2.6, fill: colour, fillOpacity: 0.35, title: 'title' }),
      Plot.ruleY(across, { y: 'y', x1: 'x1', x2: 'x2', ...whisker }),
      Plot.ruleX(upright, { x: 'x', y1: 'y1', y2: 'y2', ...whisker }),
      Plot.line(front, { x: 'x', y: 'y', stroke: '#888', strokeDasharray: '4 3', curve: 'step-after' }),
      Plot.dot(marks, {
        x: 'x',
        y: 'y',
        r: labelled ? 6.5 : 5,
        symbol: (d: TradeOffMark) => styles[d.agent]!.symbol,
        fill: colour,
        stroke: 'white',
        strokeWidth: 1.2,
        title: 'title',
      }),
      ...(labelled ? labels(tradeOff, styles) : []),
      Plot.ruleX([x.domain[0]]),
      Plot.ruleY([0]),
    ],
  });
}

/** Positions that no other place beats in both directions, from left to right. */
export function paretoFrontier(places: readonly Place[]): readonly number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]!.x - places[b]!.x || places[a]!.y - places[b]!.y);
  const front: number[] = [];
  for (const i of order) {
    const last = front.at(-1);
    if (last === undefined || places[i]!.y < places[last]!.y) front.push(i);
  }
  return front;
}

/** Names beside the marks; where marks stand near each other, names find room around them. */
function labels({ frame, x, y, marks }: TradeOff, styles: readonly AgentStyle[]): readonly Plot.Markish[] {
  const width = frame.width - frame.marginLeft - frame.marginRight;
  const height = frame.height - frame.marginTop - frame.marginBottom;
  const [from, to] = x.domain;
  const points = marks.map((mark) => ({
    x: ((mark.x - from) / (to - from)) * width,
    y: squareRootPlace(mark.y, y.top) * height,
    width: textWidth(shortLabel(styles[mark.agent]!.label)),
  }));
  const places = placeLabels(points, { left: 0, right: width + frame.marginRight, height });
  return marks.map((mark, i) => {
    const { dx, dy, side } = places[i]!;
    return Plot.text([mark], {
      x: 'x',
      y: 'y',
      dx,
      dy,
      text: () => shortLabel(styles[mark.agent]!.label),
      fill: () => styles[mark.agent]!.colour,
      stroke: 'white',
      strokeWidth: 3,
      fontWeight: 600,
      textAnchor: side === 'right' ? 'start' : 'end',
      lineAnchor: 'middle',
    });
  });
}
