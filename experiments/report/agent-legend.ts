import * as Plot from '@observablehq/plot';
import type { AgentStyle } from './agent-style.js';
import { drawPlot } from './figure.js';
import type { Html } from './html.js';
import { shortLabel, textWidth } from './label-room.js';

const width = 1000;
const lineHeight = 18;

/** Which mark is which agent, for figures too small to write names into. */
export function agentLegend(styles: readonly AgentStyle[]): Html {
  let x = 0;
  let line = 0;
  const entries = styles.map((style) => {
    const text = shortLabel(style.label);
    const room = textWidth(text) + 34;
    if (x + room > width && x > 0) {
      x = 0;
      line++;
    }
    const entry = { ...style, text, x: x + 8, y: line };
    x += room;
    return entry;
  });
  type Entry = (typeof entries)[number];
  return drawPlot({
    width,
    height: lineHeight * (line + 1),
    margin: 0,
    x: { domain: [0, width], axis: null },
    y: { domain: [line + 0.5, -0.5], axis: null },
    color: { type: 'identity' },
    symbol: { type: 'identity' },
    marks: [
      Plot.dot(entries, { x: 'x', y: 'y', r: 5, symbol: (d: Entry) => d.symbol, fill: (d: Entry) => d.colour }),
      Plot.text(entries, { x: 'x', y: 'y', dx: 9, text: 'text', textAnchor: 'start', lineAnchor: 'middle' }),
    ],
  });
}
