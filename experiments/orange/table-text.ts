import { platformConfig } from '../../env/horizontal/platform/index.js';
import type { Estimate } from '../statistics.js';
import { type OrangeMetricKey, orangeMetric } from './metrics.js';
import { publishedRounds, type Verdict } from './published.js';
import type { OrangePartSummary, OrangeRow, OrangeSummary } from './summary.js';

const shown: readonly OrangeMetricKey[] = ['violations', 'meanPods', 'meanP95Ms', 'changes', 'regret'];
const nothing = '–';

/** The reproduction for a terminal: a table a part, ours beside the published, and below what follows from them. */
export function orangeTable(summary: OrangeSummary): string {
  const { plan } = summary;
  const paper = isPublishedLength(summary) ? '; "paper" is what was published' : '';
  const head = `${plan.rounds} rounds, ${plan.runs} run${plan.runs === 1 ? '' : 's'}; ± is half the ${100 * summary.confidence} % interval over runs${paper}.`;
  return [head, ...summary.parts.map(partTable), notes(summary), findings(summary)].join('\n\n').concat('\n');
}

function partTable({ title, rows }: OrangePartSummary): string {
  const columns = shown.flatMap((key) => {
    const ours = { title: orangeMetric(key).title, of: (row: OrangeRow) => estimate(row.metrics?.[key], key) };
    const theirs = { title: 'paper', of: (row: OrangeRow) => number(row.published?.[key], key) };
    return rows.some(({ published }) => published?.[key] !== undefined) ? [ours, theirs] : [ours];
  });
  const bands = isJudged(rows) ? [{ title: 'bands', of: (row: OrangeRow) => verdictText(row.verdict) }] : [];
  const lines = [
    [title, ...[...columns, ...bands].map((column) => column.title)],
    ...rows.map((row) => [row.title, ...[...columns, ...bands].map((column) => column.of(row))]),
  ];
  return align(lines, bands.length > 0);
}

/** Whether any agent is held against what was published. */
export function isJudged(rows: readonly OrangeRow[]): boolean {
  return rows.some(({ verdict }) => verdict !== null);
}

/** ✓ where both bands hold, else what does not. */
export function verdictText(verdict: Verdict | null): string {
  if (verdict === null) return '';
  if (verdict.agrees) return '✓';
  const off = [verdict.violations.within ? [] : ['violations'], verdict.meanPods.within ? [] : ['pods']].flat();
  return `✗ ${off.join(', ')}`;
}

/** What the bands and the numbers stand on; sentences for table and report alike. */
export function orangeNotes(summary: OrangeSummary): readonly string[] {
  return isPublishedLength(summary)
    ? [
        '✓: violations within ±50 % of the published (after a hot start ±.05 % of the rounds, if that is more) and pods within ±.15.',
        latencyNote(summary),
        'The published oracle row is computed from the published tables; DQN is shown as published.',
        ...idleHpaNote(summary),
      ]
    : [
        `Published numbers are of ${publishedRounds} rounds: beside ${summary.plan.rounds} they are left out, and with them the bands.`,
        latencyNote(summary),
        ...idleHpaNote(summary),
      ];
}

/** Whether as many rounds are played as the published numbers stand on. */
function isPublishedLength({ plan }: OrangeSummary): boolean {
  return plan.rounds === publishedRounds;
}

/** How far our recordings lie from the published ones. */
export function latencyNote({ latencies }: OrangeSummary): string {
  const { rmsLogError, publishedNoise } = latencies;
  return `Our recordings beside the published cells: RMS log error ${rmsLogError.d1.toFixed(3)} (D1), ${rmsLogError.d2.toFixed(3)} (D2); the two published recordings differ by ${publishedNoise.toFixed(3)}.`;
}

/** Why the HPA as it comes does nothing, where it does nothing. */
function idleHpaNote({ parts, plan }: OrangeSummary): readonly string[] {
  const hpa = parts.flatMap(({ rows }) => rows.filter(({ label }) => label === 'kubernetes-hpa'));
  if (hpa.some(({ metrics }) => metrics!.changes.mean > 0)) return [];
  const { cores, idleCores, cpuRequestMillicores } = platformConfig(plan.platform).resources;
  const most = Math.round((100_000 * (cores + idleCores)) / cpuRequestMillicores);
  return [
    `Kubernetes' HPA as it comes never scales here: a pod can use ${most} % of its request at most, which is within the tolerance of the default target of 80 %.`,
  ];
}

function notes(summary: OrangeSummary): string {
  return orangeNotes(summary).join('\n');
}

function findings({ findings: all }: OrangeSummary): string {
  return [
    'Corrected agents against the released ones, paired by run:',
    ...all.map(({ sentence }) => `- ${sentence}`),
  ].join('\n');
}

function estimate(value: Estimate | undefined, key: OrangeMetricKey): string {
  if (value === undefined) return nothing;
  const { digits } = orangeMetric(key);
  const centre = number(value.mean, key);
  return value.high === null ? centre : `${centre} ±${(value.high - value.mean).toFixed(digits)}`;
}

function number(value: number | undefined, key: OrangeMetricKey): string {
  return value === undefined ? nothing : value.toFixed(orangeMetric(key).digits).replace('-', '−');
}

/** The first column, and the last if it is text, to the left, all others to the right, two blanks between. */
function align(rows: readonly (readonly string[])[], endsInText: boolean): string {
  const last = endsInText ? rows[0]!.length - 1 : 0;
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 || column === last ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
