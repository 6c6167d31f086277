import { columns } from '../../core/render/columns.js';
import {
  axisLeft,
  escaped,
  marks,
  mostPoints,
  picture,
  pictureWidth,
  polyline,
  rounded,
  xOf,
} from '../../core/render/svg.js';
import type { EpisodeRecording, ResourceCourse } from './episode-recording.js';

const panelHeight = 150;
const top = 34;
const gap = 26;

const colours = {
  demand: '#c9d4e3',
  usage: '#2f6db0',
  request: '#d1495b',
  oom: '#d1495b',
  restart: '#5b5b5b',
  resize: '#2e933c',
};

/**
 * The episode so far as a picture: demand, usage and request of CPU and memory over time, OOM kills, restarts and
 * resizes as marks.
 */
export function renderSvg(recording: EpisodeRecording): string {
  const { series, length, stepSeconds, cost } = recording;
  const total = cost.reduce((sum, term) => sum + term, 0);
  const height = top + 2 * (panelHeight + gap) + 10;
  const title = `${series}: ${length} steps of ${stepSeconds} s, $${total.toFixed(4)}`;
  return picture(title, height, [
    `<text x="${axisLeft}" y="18">${escaped(title)}</text>`,
    legend(),
    panel('CPU, millicores', recording.cpu, top),
    panel('memory, MiB', recording.memory, top + panelHeight + gap),
    marks(recording.oomKills, colours.oom, top + 2 * panelHeight + gap + 8),
    marks(recording.restarts, colours.restart, top + 2 * panelHeight + gap + 14),
    marks(recording.resizes, colours.resize, top + 2 * panelHeight + gap + 20),
  ]);
}

function legend(): string {
  const entries = [
    ['demand', colours.demand],
    ['usage', colours.usage],
    ['request', colours.request],
  ] as const;
  return entries
    .map(([name, colour], i) => {
      const x = pictureWidth - 240 + i * 80;
      return `<rect x="${x}" y="9" width="10" height="10" fill="${colour}"/><text x="${x + 14}" y="18">${name}</text>`;
    })
    .join('');
}

function panel(name: string, { demand, usage, request }: ResourceCourse, y: number): string {
  const demands = columns(demand, mostPoints, 'mean');
  const usages = columns(usage, mostPoints, 'mean');
  const requests = columns(request, mostPoints, 'last');
  const most = Math.max(1e-9, ...demands, ...requests);
  const yOf = (value: number) => y + panelHeight - (value / most) * panelHeight;
  const area = [...demands.map((value, i) => `${xOf(i, demands.length)},${rounded(yOf(value))}`)];
  const floor = y + panelHeight;
  return [
    `<g><text x="${axisLeft - 6}" y="${y + 10}" text-anchor="end">${Math.round(most)}</text>`,
    `<text x="${axisLeft - 6}" y="${floor}" text-anchor="end">0</text>`,
    `<text x="${axisLeft + 4}" y="${y + 12}" fill="#555">${name}</text>`,
    `<line x1="${axisLeft}" y1="${floor}" x2="${pictureWidth}" y2="${floor}" stroke="#888"/>`,
    area.length === 0
      ? ''
      : `<polygon points="${axisLeft},${floor} ${area.join(' ')} ${xOf(demands.length - 1, demands.length)},${floor}" fill="${colours.demand}"/>`,
    polyline({ values: usages, colour: colours.usage }, yOf),
    polyline({ values: requests, colour: colours.request }, yOf),
    '</g>',
  ].join('\n');
}
