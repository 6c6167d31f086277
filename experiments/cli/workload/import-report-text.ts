import { type ImportCount, type ImportReport, importCounts } from '../../../workloads/traces/import-report.js';

/** Longest list of gap lengths, refusals and remarks that is printed. */
const MOST_LINES = 12;

/** What an import did, as an aligned table: every count that is not zero, gaps by length, refusals with their first line, remarks. */
export function importReportText(report: ImportReport): string {
  const counts = (Object.keys(importCounts) as ImportCount[]).filter((name) => report.counts[name] > 0);
  const rows = counts.map((name) => [importCounts[name], grouped(report.counts[name])] as const);
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const digits = Math.max(0, ...rows.map(([, count]) => count.length));
  const lines = rows.map(([label, count]) => `${label.padEnd(width)}  ${count.padStart(digits)}`);
  return `${[...lines, ...gapLines(report), ...refusalLines(report), ...remarkLines(report)].join('\n')}\n`;
}

/** The same counts in one line, for an error. */
export function importReportLine(report: ImportReport): string {
  const counts = (Object.keys(importCounts) as ImportCount[]).filter((name) => report.counts[name] > 0);
  return counts.map((name) => `${importCounts[name]} ${grouped(report.counts[name])}`).join(', ');
}

function gapLines({ gaps }: ImportReport): string[] {
  if (gaps.size === 0) return [];
  const byLength = [...gaps].sort(([a], [b]) => a - b);
  const shown = byLength.slice(0, MOST_LINES).map(([steps, count]) => `${steps}×${grouped(count)}`);
  const rest = byLength.slice(MOST_LINES);
  if (rest.length > 0) {
    const count = rest.reduce((sum, [, times]) => sum + times, 0);
    shown.push(`${rest[0]![0]}–${rest.at(-1)![0]}×${grouped(count)}`);
  }
  return [`gaps (steps×times): ${shown.join(', ')}`];
}

function refusalLines({ refusals }: ImportReport): string[] {
  return capped(
    [...refusals.values()].map(
      ({ reason, rows, firstFile, firstLine }) =>
        `refused ${grouped(rows)}: ${reason}; first at ${firstFile}:${firstLine}`,
    ),
  );
}

function remarkLines({ remarks }: ImportReport): string[] {
  return capped([...remarks].map((remark) => `note: ${remark}`));
}

function capped(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines];
  return [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} more`];
}

/** A whole number with its digits in groups of three. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}
