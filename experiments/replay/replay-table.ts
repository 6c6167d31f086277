import { RecommendationIndex } from '../../agents/vertical/recommender.js';
import { cpuQuantity, formatQuantity, memoryQuantity } from '../../workloads/quantity.js';
import { boundsOf } from './recommendation-lines.js';
import type { ReplayRow } from './updater-rows.js';

/** A row with its cells as text: what can be kept while the replay goes on. */
export type TableRow = readonly string[];

const nothing = '-';
const header: TableRow = [
  'TIME',
  'CPU REQUEST',
  'LOWER',
  'TARGET',
  'UPPER',
  'MEMORY REQUEST',
  'LOWER',
  'TARGET',
  'UPPER',
  'UPDATER',
];

/** Cells of one row: time in UTC, Kubernetes quantities, and what the updater does. */
export function tableRow({ time, requests, recommendation, update }: ReplayRow): TableRow {
  const { cpuLowerBound, cpuTarget, cpuUpperBound } = RecommendationIndex;
  const { memoryLowerBound, memoryTarget, memoryUpperBound } = RecommendationIndex;
  return [
    isoTime(time),
    ...[requests.cpuMillicores, ...[cpuLowerBound, cpuTarget, cpuUpperBound].map((i) => recommendation[i]!)].map(
      cpuText,
    ),
    ...[requests.memoryBytes, ...[memoryLowerBound, memoryTarget, memoryUpperBound].map((i) => recommendation[i]!)].map(
      memoryText,
    ),
    update === null ? '' : `updates: ${update}`,
  ];
}

/** The table of one container, its name above it. */
export function replayTable(container: string, rows: readonly TableRow[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const last = header.length - 1;
  const lines = all.map((row) =>
    row
      .map((cell, column) => {
        if (column === 0) return cell.padEnd(widths[column]!);
        return column === last ? cell : cell.padStart(widths[column]!);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${container}\n${lines.join('\n')}\n`;
}

/** The same row as one JSON line. Amounts in millicores and bytes, null where there is none. */
export function replayLine(container: string, { time, requests, recommendation, update }: ReplayRow): string {
  const request = [requests.cpuMillicores, requests.memoryBytes].map((amount) =>
    Number.isNaN(amount) ? null : amount,
  );
  return `${JSON.stringify({ container, t: time, request, ...boundsOf(recommendation), update })}\n`;
}

function isoTime(time: number): string {
  const text = new Date(time * 1000).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

function cpuText(millicores: number): string {
  return Number.isNaN(millicores) ? nothing : formatQuantity(cpuQuantity(millicores));
}

function memoryText(bytes: number): string {
  return Number.isNaN(bytes) ? nothing : formatQuantity(memoryQuantity(bytes));
}
