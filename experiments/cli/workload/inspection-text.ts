import type { ChannelInspection, LoadInspection, SeriesInspection } from './inspection.js';

/** A column of the table: its title, and what it says of a channel. */
type Column<Channel> = readonly [title: string, cell: (channel: Channel, digits: number) => string];

const level: readonly Column<ChannelInspection>[] = [
  ['mean', ({ mean }, digits) => numberText(mean, digits)],
  ['p50', ({ p50 }, digits) => numberText(p50, digits)],
  ['p95', ({ p95 }, digits) => numberText(p95, digits)],
  ['p99', ({ p99 }, digits) => numberText(p99, digits)],
  ['max', ({ max }, digits) => numberText(max, digits)],
];
const burstiness: readonly Column<LoadInspection>[] = [
  ['max/mean', ({ peakToMean }) => numberText(peakToMean, 2)],
  ['IDC', ({ indexOfDispersion }) => numberText(indexOfDispersion, 1)],
];
const course: readonly Column<ChannelInspection>[] = [
  ['CV', ({ coefficientOfVariation }) => numberText(coefficientOfVariation, 2)],
  ['lag-1', ({ lag1 }) => numberText(lag1, 2)],
  ['daily', ({ dailyShare }) => numberText(dailyShare, 2)],
  ['shape', ({ shape }) => shape],
];

/** Inspections as text: for each series a head, a row a channel in columns aligned over all of them, and what was assumed. */
export function inspectionText(inspections: readonly SeriesInspection[]): string {
  const tables = inspections.map(tableOf);
  const widths = { usage: widthsOf(tables, inspections, 'usage'), load: widthsOf(tables, inspections, 'load') };
  return inspections
    .map((inspection, i) => {
      const lines = tables[i]!.map((cells) => line(cells, widths[inspection.kind]));
      return [headOf(inspection), ...lines, ...tailOf(inspection), ''].join('\n');
    })
    .join('\n');
}

/** The title row and one row a channel; of a load only the channels it has. */
function tableOf(inspection: SeriesInspection): string[][] {
  if (inspection.kind === 'usage') {
    const { cpu, memory } = inspection;
    return table([...level, ...course], [['CPU, m', cpu] as const, ['memory, MiB', memory] as const], 0);
  }
  const { requestsPerSecond, users } = inspection;
  const rows = [['requests/s', requestsPerSecond] as const, ['users', users] as const];
  return table(
    [...level, ...burstiness, ...course],
    rows.filter(([, channel]) => channel !== null),
    1,
  );
}

/** @param digits behind the point, two more for small amounts */
function table<Channel extends ChannelInspection>(
  columns: readonly Column<Channel>[],
  rows: readonly (readonly [string, Channel | null])[],
  digits: number,
): string[][] {
  return [
    ['', ...columns.map(([title]) => title)],
    ...rows.map(([title, channel]) => {
      if (channel === null) return [title, 'none', ...new Array<string>(columns.length - 1).fill('')];
      const finer = channel.p99 < 10 ? digits + 2 : digits;
      return [title, ...columns.map(([, cell]) => cell(channel, finer))];
    }),
  ];
}

function widthsOf(
  tables: readonly (readonly string[][])[],
  inspections: readonly SeriesInspection[],
  kind: SeriesInspection['kind'],
): readonly number[] {
  const rows = tables.flatMap((table, i) => (inspections[i]!.kind === kind ? table : []));
  return (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
}

function line(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, i) =>
    i === 0 || i === cells.length - 1 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!),
  );
  return `  ${padded.join('  ')}`.trimEnd();
}

function headOf({ id, steps, stepSeconds, spanSeconds }: SeriesInspection): string {
  return `${id}: ${steps} steps of ${numberText(stepSeconds, Number.isInteger(stepSeconds) ? 0 : 3)} s, ${spanText(spanSeconds)}`;
}

function tailOf({ gaps, origins, steps, source, stepSeconds }: SeriesInspection): string[] {
  const imputed = Object.entries(origins)
    .filter(([origin, count]) => count > 0 && origin !== 'observed')
    .map(([origin, count]) => `${count} ${origin === 'notRunning' ? 'not running' : origin}`);
  const gapText =
    gaps.count === 0
      ? 'no gaps'
      : `${gaps.count} gap${gaps.count === 1 ? '' : 's'}, the longest ${gaps.longestSteps} steps (${spanText(gaps.longestSteps * stepSeconds)})`;
  const assumptions = Object.entries(source.assumptions).map(([name, value]) => `${name}=${value}`);
  return [
    `  ${gapText}; ${origins.observed} of ${steps} steps observed${imputed.length === 0 ? '' : `, ${imputed.join(', ')}`}`,
    `  ${source.dataset} ${source.entity}${assumptions.length === 0 ? '' : `; assumed ${assumptions.join(', ')}`}`,
  ];
}

function numberText(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

/** Seconds in the largest unit that keeps two digits. */
function spanText(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${round(seconds / 86_400)} days`;
  if (seconds >= 7200) return `${round(seconds / 3600)} hours`;
  if (seconds >= 120) return `${round(seconds / 60)} minutes`;
  return `${round(seconds)} seconds`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
