import { JSDOM } from 'jsdom';
import type { Html } from '../../../experiments/report/html.js';

/** The figures of a piece of HTML, as a reader sees them. */
export function drawn({ html }: Html): Document {
  return new JSDOM(`<!doctype html><body>${html}</body>`).window.document;
}

/**
 * Reads values off an axis with a ruler: from pixels to what the tick labels say, straight lines between ticks and beyond.
 *
 * @param scale of the axis, applied to the ticks' numbers
 */
export function readAxis(svg: Element, axis: 'x' | 'y', scale: (value: number) => number = Number) {
  const labels = [...svg.querySelectorAll(`[aria-label="${axis}-axis tick label"] text`)];
  const ticks = labels.map((label) => ({
    pixel: translation(label)[axis === 'x' ? 0 : 1],
    value: scale(numberOf(label.textContent!)),
  }));
  const first = ticks[0]!;
  const last = ticks.at(-1)!;
  return (pixel: number) =>
    first.value + ((pixel - first.pixel) / (last.pixel - first.pixel)) * (last.value - first.value);
}

/** Where a mark stands, pixels. */
export function translation(mark: Element): readonly [number, number] {
  const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(mark.getAttribute('transform')!)!;
  return [Number(x), Number(y)];
}

/** Points of a line, pixels; an empty list where it breaks off begins anew. */
export function pathPoints(path: Element): readonly (readonly [number, number])[] {
  return [...path.getAttribute('d')!.matchAll(/([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

function numberOf(text: string): number {
  const [, digits, unit] = /^([−-]?[\d.,]+)\s*(\w*)$/.exec(text)!;
  return Number(digits!.replace('−', '-').replaceAll(',', '')) * (unit === 's' ? 1000 : 1);
}
