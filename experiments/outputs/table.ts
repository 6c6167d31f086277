import type { ReportAgent } from '../report-data.js';
import type { Estimate } from '../statistics.js';
import type { Summary } from '../summary.js';
import { type MetricKey, metricDefinition } from '../vertical/metric-definitions.js';
import type { AgentTiming } from './csv.js';

/** Shown for a value that does not exist. */
const nothing = '–';

const columns: readonly { readonly key: MetricKey; readonly interval?: true }[] = [
  { key: 'costPerDay', interval: true },
  { key: 'regretPercent' },
  { key: 'cpuSlackPercent' },
  { key: 'memorySlackPercent' },
  { key: 'throttledDemandPercent' },
  { key: 'oomKillsPerDay' },
  { key: 'restartsPerDay' },
  { key: 'resizesPerDay' },
  { key: 'downPercent' },
];

/** The table of a comparison for a terminal: agents by cost, intervals as ±, and below it what the numbers stand on. */
export function comparisonTable(summary: Summary, timings: readonly AgentTiming[]): string {
  const versus = summary.run.referenceAgent;
  const timingByLabel = new Map(timings.map((timing) => [timing.agent, timing]));
  const titles = [
    'agent',
    ...columns.map(({ key }) => metricDefinition(key).title),
    ...(versus ? ['cost vs', 'p'] : []),
    'decision',
  ];
  const units = [
    '',
    ...columns.map(({ key }) => metricDefinition(key).unit),
    ...(versus ? [versus, 'Holm'] : []),
    'µs',
  ];
  const header = [...headerLines(titles), units];
  const body = summary.agents.map((agent) => [
    agent.label,
    ...columns.map(({ key, interval }) => formatEstimate(agent.metrics[key], metricDefinition(key).digits, interval)),
    ...(versus ? formatComparison(agent) : []),
    formatTiming(agent, timingByLabel.get(agent.label)),
  ]);
  return `${align([...header, ...body])}\n\n${footnotes(summary).join('\n')}\n`;
}

function footnotes({ agents, workloads, run }: Summary): string[] {
  const units = agents[0]?.metrics.costPerDay?.units ?? 0;
  const over = workloads.length > 1 ? `${units} workloads` : `${units} seed${units === 1 ? '' : 's'} of one workload`;
  return [
    `Means over ${over}; ± is half the ${100 * run.confidence} % interval.`,
    ...agents
      .filter(({ role }) => role === 'bound')
      .map(({ label, exact }) =>
        exact
          ? `${label} is the exact clairvoyant optimum: no agent can cost less on these workloads.`
          : `${label} is a bound below the clairvoyant optimum on some workloads; regret is then at most what is shown.`,
      ),
    ...(run.skipped.length === 0
      ? []
      : [`Left out: ${run.skipped.map(({ workload, reason }) => `${workload} (${reason})`).join('; ')}.`]),
  ];
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
  return ((1e6 * timing.seconds) / timing.decisions).toPrecision(2);
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
