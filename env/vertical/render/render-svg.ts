import { columns } from '../../core/render/columns.js';
import type { EpisodeRecording, ResourceCourse } from './episode-recording.js';

const width = 800;
const panelHeight = 150;
const left = 70;
const top = 34;
const gap = 26;
const mostPoints = 800;

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
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="18">${escaped(title)}</text>`,
    legend(),
    panel('CPU, millicores', recording.cpu, top),
    panel('memory, MiB', recording.memory, top + panelHeight + gap),
    marks(recording.oomKills, colours.oom, top + 2 * panelHeight + gap + 8),
    marks(recording.restarts, colours.restart, top + 2 * panelHeight + gap + 14),
    marks(recording.resizes, colours.resize, top + 2 * panelHeight + gap + 20),
    '</svg>',
  ].join('\n');
}

function legend(): string {
  const entries = [
    ['demand', colours.demand],
    ['usage', colours.usage],
    ['request', colours.request],
  ] as const;
  return entries
    .map(([name, colour], i) => {
      const x = width - 240 + i * 80;
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
  const area = [...demands.map((value, i) => `${xOf(i, demands.length)},${round(yOf(value))}`)];
  const floor = y + panelHeight;
  return [
    `<g><text x="${left - 6}" y="${y + 10}" text-anchor="end">${Math.round(most)}</text>`,
    `<text x="${left - 6}" y="${floor}" text-anchor="end">0</text>`,
    `<text x="${left + 4}" y="${y + 12}" fill="#555">${name}</text>`,
    `<line x1="${left}" y1="${floor}" x2="${width}" y2="${floor}" stroke="#888"/>`,
    area.length === 0
      ? ''
      : `<polygon points="${left},${floor} ${area.join(' ')} ${xOf(demands.length - 1, demands.length)},${floor}" fill="${colours.demand}"/>`,
    lines(usages, yOf, colours.usage),
    lines(requests, yOf, colours.request),
    '</g>',
  ].join('\n');
}

/** A line that is broken where there is no value. */
function lines(values: readonly number[], yOf: (value: number) => number, colour: string): string {
  let path = '';
  let isDrawing = false;
  values.forEach((value, i) => {
    if (!Number.isNaN(value)) path += `${isDrawing ? 'L' : 'M'}${xOf(i, values.length)},${round(yOf(value))}`;
    isDrawing = !Number.isNaN(value);
  });
  return path === '' ? '' : `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

function marks(counts: readonly number[], colour: string, y: number): string {
  const happened = columns(counts, mostPoints, 'sum');
  return happened
    .map((count, i) =>
      count > 0 ? `<circle cx="${xOf(i, happened.length)}" cy="${y}" r="2.5" fill="${colour}"/>` : '',
    )
    .join('');
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
