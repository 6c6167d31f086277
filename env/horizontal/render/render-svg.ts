import { columns } from '../../core/render/columns.js';
import {
  axisLeft,
  escaped,
  type Line,
  marks,
  mostPoints,
  picture,
  pictureWidth,
  polyline,
  rounded,
} from '../../core/render/svg.js';
import type { ServiceRecording } from './service-recording.js';

const head = 34;
const panelHeight = 100;
const gap = 26;
const serviceHeight = head + 3 * (panelHeight + gap);

const colours = {
  latency: '#2f6db0',
  objective: '#d1495b',
  violated: '#d1495b',
  replicas: '#d1495b',
  ready: '#2f6db0',
  load: '#7d8ca3',
};

/**
 * The episode so far as a picture, one service below the other: latency with its objective and marks where it was violated, replicas asked
 * for and pods that served, load.
 */
export function renderSvg(recordings: readonly ServiceRecording[]): string {
  const height = Math.max(1, recordings.length) * serviceHeight;
  return picture(
    recordings.map(titleOf).join('; '),
    height,
    recordings.map((recording, i) => servicePicture(recording, i * serviceHeight)),
  );
}

function servicePicture(recording: ServiceRecording, top: number): string {
  const latency = columns(recording.latencyMs, mostPoints, 'max');
  const replicas = columns(recording.replicas, mostPoints, 'last');
  const ready = columns(recording.readyPods, mostPoints, 'mean');
  const load = columns(recording.offeredLoad, mostPoints, 'mean');
  const y = (panel: number) => top + head + panel * (panelHeight + gap);
  return [
    `<text x="${axisLeft}" y="${top + 18}">${escaped(titleOf(recording))}</text>`,
    panel('latency, ms', y(0), [{ values: latency, colour: colours.latency }], recording.objectiveMs),
    marks(recording.violated, colours.violated, y(0) + panelHeight + 8),
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
  const yOf = (value: number) => rounded(floor - (value / most) * panelHeight);
  return [
    `<g><text x="${axisLeft - 6}" y="${y + 10}" text-anchor="end">${rounded(most)}</text>`,
    `<text x="${axisLeft - 6}" y="${floor}" text-anchor="end">0</text>`,
    `<line x1="${axisLeft}" y1="${floor}" x2="${pictureWidth}" y2="${floor}" stroke="#888"/>`,
    ...lines.map((line) => polyline(line, yOf)),
    level === null
      ? ''
      : `<line x1="${axisLeft}" y1="${yOf(level)}" x2="${pictureWidth}" y2="${yOf(level)}" stroke="${colours.objective}" stroke-dasharray="4 3"/>`,
    `<text x="${axisLeft + 4}" y="${y + 12}" fill="#555">${name}</text></g>`,
  ].join('\n');
}

function titleOf({ service, load, length, decisionSeconds, podCost, violationCost }: ServiceRecording): string {
  return `${service} under ${load}: ${length} decisions of ${decisionSeconds} s, $${(podCost + violationCost).toFixed(4)}`;
}
