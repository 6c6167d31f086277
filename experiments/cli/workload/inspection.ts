import { countOrigins, findGaps } from '../../../workloads/gaps.js';
import { sparkline } from '../../../workloads/sparkline.js';
import { describeValues, type ValueStatistics } from '../../../workloads/statistics.js';
import {
  hasCpu,
  hasMemory,
  type SeriesSource,
  seriesLength,
  type UsageSeries,
} from '../../../workloads/usage-series.js';

const bytesPerMebibyte = 2 ** 20;

/** What there is to know about a series at a glance; plain JSON but for NaN, which JSON writes as null. */
export interface SeriesInspection {
  readonly id: string;
  readonly steps: number;
  readonly stepSeconds: number;
  readonly startTime: number;
  readonly spanSeconds: number;
  /** Millicores. Null when the series has no CPU usage. */
  readonly cpu: (ValueStatistics & { readonly shape: string }) | null;
  /** MiB. Null when the series has no memory usage. */
  readonly memory: (ValueStatistics & { readonly shape: string }) | null;
  readonly gaps: { readonly count: number; readonly longestSteps: number };
  /** Steps by origin. */
  readonly origins: Readonly<Record<string, number>>;
  readonly source: SeriesSource;
}

/** Statistics, gaps and a sparkline of one usage series. */
export function inspectSeries(series: UsageSeries): SeriesInspection {
  const steps = seriesLength(series);
  const describe = (values: Float64Array) => ({ ...describeValues(values, series), shape: sparkline(values) });
  const gaps = findGaps(series);
  return {
    id: series.id,
    steps,
    stepSeconds: series.stepSeconds,
    startTime: series.startTime,
    spanSeconds: steps * series.stepSeconds,
    cpu: hasCpu(series) ? describe(series.cpuMillicores) : null,
    memory: hasMemory(series) ? describe(series.memoryBytes.map((bytes) => bytes / bytesPerMebibyte)) : null,
    gaps: { count: gaps.length, longestSteps: gaps.reduce((longest, { steps }) => Math.max(longest, steps), 0) },
    origins: countOrigins(series),
    source: series.source,
  };
}

const header = ['', 'mean', 'p50', 'p95', 'p99', 'max', 'CV', 'lag-1', 'daily', 'shape'];

/** Inspections as text: for each series a head, a row for CPU and one for memory in aligned columns, and what was assumed. */
export function inspectionText(inspections: readonly SeriesInspection[]): string {
  const rows = inspections.flatMap(({ cpu, memory }) => [row('CPU, m', cpu, 0), row('memory, MiB', memory, 0)]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, i) => (i === 0 || i === cells.length - 1 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd();
  return inspections
    .map((inspection, i) =>
      [headOf(inspection), line(header), line(rows[2 * i]!), line(rows[2 * i + 1]!), ...tailOf(inspection), ''].join(
        '\n',
      ),
    )
    .join('\n');
}

function row(title: string, statistics: SeriesInspection['cpu'], digits: number): string[] {
  if (statistics === null) return [title, 'none', ...new Array<string>(header.length - 2).fill('')];
  const { mean, p50, p95, p99, max, coefficientOfVariation, lag1, dailyShare, shape } = statistics;
  const finer = p99 < 10 ? digits + 2 : digits;
  return [
    title,
    ...[mean, p50, p95, p99, max].map((value) => numberText(value, finer)),
    numberText(coefficientOfVariation, 2),
    numberText(lag1, 2),
    numberText(dailyShare, 2),
    shape,
  ];
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
