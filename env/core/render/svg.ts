import { columns } from './columns.js';

/** Width of a picture, and where the time axis of its panels begins, px. */
export const pictureWidth = 800;
export const axisLeft = 70;

/** Most points a line has. */
export const mostPoints = 800;

/** A whole picture: its title for those who cannot see it, a white ground and whatever stands on it. */
export function picture(title: string, height: number, elements: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${pictureWidth} ${height}" width="${pictureWidth}" height="${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${pictureWidth}" height="${height}" fill="#fff"/>`,
    ...elements,
    '</svg>',
  ].join('\n');
}

/** A line of a panel; stepped lines hold a value until the next. */
export interface Line {
  readonly values: readonly number[];
  readonly colour: string;
  readonly isStepped?: boolean;
}

/** A line over the width of a panel, broken where there is no value (NaN). @param yOf where a value stands */
export function polyline({ values, colour, isStepped = false }: Line, yOf: (value: number) => number): string {
  let path = '';
  let isDrawing = false;
  values.forEach((value, i) => {
    const x = xOf(i, values.length);
    const y = rounded(yOf(value));
    if (Number.isNaN(value)) isDrawing = false;
    else {
      path += isDrawing ? (isStepped ? `H${x}V${y}` : `L${x},${y}`) : `M${x},${y}`;
      isDrawing = true;
    }
  });
  return path === '' ? '' : `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

/** Marks at a height of the picture, where something happened in a step. @param counts how often, step by step */
export function marks(counts: readonly number[], colour: string, y: number): string {
  const happened = columns(counts, mostPoints, 'sum');
  return happened
    .map((count, i) =>
      count > 0 ? `<circle cx="${xOf(i, happened.length)}" cy="${y}" r="2.5" fill="${colour}"/>` : '',
    )
    .join('');
}

/** Where one of `count` points stands on the time axis, px. */
export function xOf(i: number, count: number): number {
  return rounded(axisLeft + (count < 2 ? 0 : (i / (count - 1)) * (pictureWidth - axisLeft)));
}

/** To a tenth. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text as SVG wants it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
