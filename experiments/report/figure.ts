import * as Plot from '@observablehq/plot';
import { JSDOM } from 'jsdom';
import { type Html, html, rawHtml } from './html.js';

const { document } = new JSDOM('').window;

/** Size of a plot and of the room around its data, px. */
export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  readonly marginLeft: number;
  readonly marginRight: number;
  readonly marginTop: number;
  readonly marginBottom: number;
}

/** Draws a plot as a static SVG in the report's house style. */
export function drawPlot(options: Plot.PlotOptions): Html {
  const figure = Plot.plot({
    style: { fontFamily: 'inherit', fontSize: '11px', background: 'transparent', overflow: 'visible' },
    ...options,
    document,
  });
  return rawHtml(shorten(figure.outerHTML));
}

/** A figure with its caption under it. */
export function figureWithCaption(content: Html | readonly Html[], caption: Html | string): Html {
  return html`<figure>${content}<figcaption>${caption}</figcaption></figure>\n`;
}

/**
 * A tenth of a pixel is enough: coordinates lose their other digits (opacities and the text between tags keep theirs), and Plot's
 * generated class names their numbering, so that the same data gives the same bytes.
 */
function shorten(svg: string): string {
  return svg
    .replace(/<[^>]*>/g, (tag) => tag.replace(/(?<!opacity="\d*)(\d+\.\d)\d+(?=[,\sMLHVZCcAa"')])/g, '$1'))
    .replace(/plot-[0-9a-f]{6,}/g, 'plot')
    .replace(/(id="|url\(#|href="#)plot-([a-z]+)-\d+/g, (_, before: string, kind: string) => `${before}plot-${kind}`);
}
