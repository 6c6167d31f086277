import { columns } from '../../core/render/columns.js';
import type { ServiceRecording } from './service-recording.js';

const width = 800;
const left = 70;
const head = 34;
const panelHeight = 100;
const gap = 26;
const serviceHeight = head + 3 * (panelHeight + gap);
const mostPoints = 800;

const colours = {
  latency: '#2f6db0',
  objective: '#d1495b',
  violated: '#d1495b',
  replicas: '#d1495b',
  ready: '#2f6db0',
  load: '#7d8ca3',
};

/** A line of a panel; stepped lines hold a value until the next. */
interface Line {
  readonly values: readonly number[];
  readonly colour: string;
  readonly isStepped?: boolean;
}

/**
 * The episode so far as a picture, one service below the other: latency with its objective and marks where it was violated, replicas asked
 * for and pods that served, load.
 */
export function renderSvg(recordings: readonly ServiceRecording[]): string {
  const height = Math.max(1, recordings.length) * serviceHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(recordings.map(titleOf).join('; '))}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...recordings.map((recording, i) => servicePicture(recording, i * serviceHeight)),
    '</svg>',
  ].join('\n');
}

function servicePicture(recording: ServiceRecording, top: number): string {
  const latency = columns(recording.latencyMs, mostPoints, 'max');
  const replicas = columns(recording.replicas, mostPoints, 'last');
  const ready = columns(recording.readyPods, mostPoints, 'mean');
  const load = columns(recording.offeredLoad, mostPoints, 'mean');
  const y = (panel: number) => top + head + panel * (panelHeight + gap);
  return [
    `<text x="${left}" y="${top + 18}">${escaped(titleOf(recording))}</text>`,
    panel('latency, ms', y(0), [{ values: latency, colour: colours.latency }], recording.objectiveMs),
    marks(columns(recording.violated, mostPoints, 'sum'), y(0) + panelHeight + 8),
    panel(
      'replicas asked for (red), pods that served (blue)',
      y(1),
      [
        { values: ready, colour: colours.ready },
        { values: replicas, colour: colours.replicas, isStepped: true },
      ],
      null,
    ),
    panel(recording.loadUnit, y(2), [{ values: load, colour: colours.load, isStepped: true }], null),
  ].join('\n');
}

function panel(name: string, y: number, lines: readonly Line[], level: number | null): string {
  const known = lines.flatMap(({ values }) => values.filter((value) => !Number.isNaN(value)));
  const most = known.reduce((top, value) => Math.max(top, value), Math.max(1e-9, level ?? 0));
  const floor = y + panelHeight;
  const yOf = (value: number) => round(floor - (value / most) * panelHeight);
  return [
    `<g><text x="${left - 6}" y="${y + 10}" text-anchor="end">${round(most)}</text>`,
    `<text x="${left - 6}" y="${floor}" text-anchor="end">0</text>`,
    `<line x1="${left}" y1="${floor}" x2="${width}" y2="${floor}" stroke="#888"/>`,
    ...lines.map((line) => polyline(line, yOf)),
    level === null
      ? ''
      : `<line x1="${left}" y1="${yOf(level)}" x2="${width}" y2="${yOf(level)}" stroke="${colours.objective}" stroke-dasharray="4 3"/>`,
    `<text x="${left + 4}" y="${y + 12}" fill="#555">${name}</text></g>`,
  ].join('\n');
}

/** A line that is broken where there is no value. */
function polyline({ values, colour, isStepped = false }: Line, yOf: (value: number) => number): string {
  let path = '';
  let isDrawing = false;
  values.forEach((value, i) => {
    const x = xOf(i, values.length);
    if (Number.isNaN(value)) isDrawing = false;
    else {
      path += isDrawing ? (isStepped ? `H${x}V${yOf(value)}` : `L${x},${yOf(value)}`) : `M${x},${yOf(value)}`;
      isDrawing = true;
    }
  });
  return path === '' ? '' : `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

function marks(counts: readonly number[], y: number): string {
  return counts
    .map((count, i) =>
      count > 0 ? `<circle cx="${xOf(i, counts.length)}" cy="${y}" r="2.5" fill="${colours.violated}"/>` : '',
    )
    .join('');
}

function titleOf({ service, load, length, decisionSeconds, podCost, violationCost }: ServiceRecording): string {
  return `${service} under ${load}: ${length} decisions of ${decisionSeconds} s, $${(podCost + violationCost).toFixed(4)}`;
}

function xOf(i: number, count: number): number {
  return round(left + (count < 2 ? 0 : (i / (count - 1)) * (width - left)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
