import type { Half, HalfId, Halves } from '../half.js';
import type { MetricDefinition } from '../metric-definition.js';
import type { ReportAgent, ReportBase } from '../report-data.js';
import type { Estimate } from '../statistics.js';
import type { AgentTiming } from './csv.js';
import { wrapped } from './wrapped.js';

/** A metric that a terminal shows of every agent; what is left out is the metric's own. */
export interface TableColumn<Key extends string> {
  readonly key: Key;
  readonly title?: string;
  /** Digits after the point. */
  readonly digits?: number;
  /** With half its interval as ±. */
  readonly interval?: true;
}

/** Columns a note takes at most, its indentation left out. */
const noteWidth = 146;

/** Shown for a value that does not exist. */
const nothing = '–';

/**
 * The table of a comparison for a terminal: agents by cost, intervals as ±, and below it what the numbers stand on. A metric that nobody
 * has a value of is left out.
 */
export function comparisonTable<E extends HalfId>(
  half: Half<E>,
  summary: Halves[E]['summary'],
  timings: readonly AgentTiming[],
): string {
  const { skipped } = summary.run;
  const notes = [
    ...half.footnotes(summary),
    ...(skipped.length === 0
      ? []
      : [`Left out: ${skipped.map(({ workload, reason }) => `${workload} (${reason})`).join('; ')}.`]),
  ];
  return `${agentTable<string>(summary, half.tableColumns(summary), timings)}\n\n${notes.map(paragraph).join('\n')}\n`;
}

/** A note in lines as wide as the table may be, the further ones indented. */
function paragraph(note: string): string {
  return wrapped(note.split(' '), noteWidth).join('\n  ');
}

function agentTable<Key extends string>(
  { run, metrics, agents }: ReportBase<Key>,
  columns: readonly TableColumn<Key>[],
  timings: readonly AgentTiming[],
): string {
  const definitions = new Map(metrics.map((definition) => [definition.key, definition]));
  const shown = columns
    .filter(({ key }) => agents.some((agent) => agent.metrics[key] !== null))
    .map((column): MetricDefinition<Key> & TableColumn<Key> => ({ ...definitions.get(column.key)!, ...column }));
  const versus = run.referenceAgent;
  const timingByLabel = new Map(timings.map((timing) => [timing.agent, timing]));
  const titles = ['agent', ...shown.map(({ title }) => title), ...(versus ? ['cost vs', 'p'] : []), 'decision'];
  const units = ['', ...shown.map(({ unit }) => unit), ...(versus ? [versus, 'Holm'] : []), 'µs'];
  const body = agents.map((agent) => [
    agent.label,
    ...shown.map(({ key, digits, interval }) => formatEstimate(agent.metrics[key], digits, interval)),
    ...(versus ? formatComparison(agent) : []),
    formatTiming(agent, timingByLabel.get(agent.label)),
  ]);
  return align([...headerLines(titles), units, ...body]);
}

function formatEstimate(estimate: Estimate | null, digits: number, interval: true | undefined): string {
  if (estimate === null) return nothing;
  const centre = estimate.mean.toFixed(digits);
  if (interval === undefined) return centre;
  return estimate.high === null ? centre : `${centre} ±${(estimate.high - estimate.mean).toFixed(digits)}`;
}

function formatComparison({ versusReference }: ReportAgent): string[] {
  if (versusReference === null) return [nothing, nothing];
  const { relativePercent, pHolm } = versusReference;
  return [`${signed(relativePercent.mean)} %`, pHolm === null ? nothing : pHolm < 0.001 ? '<0.001' : pHolm.toFixed(3)];
}

/** One digit after the point with its sign; what rounds to 0 has none. */
function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === '0.0' ? text : `${value > 0 ? '+' : '−'}${text}`;
}

/** Titles of several words over two lines, the last word on the second; single words stand on the second. */
function headerLines(titles: readonly string[]): string[][] {
  const split = titles.map((title) => [title.slice(0, Math.max(0, title.lastIndexOf(' '))), title.split(' ').at(-1)!]);
  return [0, 1].map((line) => split.map((parts) => parts[line]!));
}

function formatTiming({ role }: ReportAgent, timing: AgentTiming | undefined): string {
  if (role === 'bound' || timing === undefined || timing.decisions === 0) return nothing;
  const microseconds = (1e6 * timing.seconds) / timing.decisions;
  return microseconds < 100 ? microseconds.toPrecision(2) : microseconds.toFixed(0);
}

/** The first column to the left, all others to the right, two blanks between. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
