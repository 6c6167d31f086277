import { type ColumnFold, columns } from '../../core/render/columns.js';
import { costTerms } from '../cost.js';
import type { EpisodeRecording, ResourceCourse } from './episode-recording.js';

const width = 72;
const height = 7;
const labelWidth = 10;

/**
 * The episode so far on one screen of plain text: demand as bars with the request as a line, events below, cost by
 * term.
 */
export function renderAnsi(recording: EpisodeRecording): string {
  const { series, length, stepSeconds, cost, downSeconds } = recording;
  const total = cost.reduce((sum, term) => sum + term, 0);
  const terms = costTerms.map((term, i) => `${term} ${dollars(cost[i]!)}`).join('  ');
  return [
    `${series}: ${length} steps of ${stepSeconds} s, ${dollars(total)}`,
    ...chart('CPU', 'm', recording.cpu),
    ...chart('memory', 'Mi', recording.memory),
    events('OOM kills', recording.oomKills, 'x'),
    events('restarts', recording.restarts, '^'),
    events('resizes', recording.resizes, 'o'),
    `█ demand  ─ request   down ${Math.round(downSeconds)} s`,
    terms,
    '',
  ].join('\n');
}

function chart(name: string, unit: string, { demand, request }: ResourceCourse): string[] {
  const demands = columns(demand, width, 'mean');
  const requests = columns(request, width, 'last');
  const top = Math.max(1e-9, ...demands, ...requests);
  return Array.from({ length: height }, (_, row) => {
    const floor = (top * (height - 1 - row)) / height;
    const ceiling = (top * (height - row)) / height;
    const line = demands.map((value, column) => {
      const level = requests[column]!;
      if (level > floor && level <= ceiling) return '─';
      return value > (floor + ceiling) / 2 ? '█' : ' ';
    });
    const label = row === 0 ? `${Math.round(top)}${unit}` : row === height - 1 ? name : '';
    return `${label.padStart(labelWidth)} │${line.join('')}`;
  });
}

function events(name: string, counts: readonly number[], mark: string): string {
  const fold: ColumnFold = 'sum';
  const marks = columns(counts, width, fold).map((count) => (count > 0 ? mark : ' '));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return `${name.padStart(labelWidth)} │${marks.join('').padEnd(Math.min(width, counts.length))} ${total}`;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}
