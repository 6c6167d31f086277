import Papa from 'papaparse';
import type { ReportBase } from '../report-data.js';
import type { TrialColumns } from './trial-columns.js';

/** `results.csv`: one row a trial; an empty field is a value that does not exist. */
export function trialsCsv(columns: TrialColumns): string {
  const names = columns.map(({ name }) => name);
  const rows = columns[0]!.values.map((_, row) => columns.map(({ values }) => values[row] ?? ''));
  return toCsv(names, rows);
}

/** `summary.csv`: one row for each agent and metric, with the interval and the number of sampling units behind it. */
export function summaryCsv<Key extends string>(summary: ReportBase<Key>): string {
  const rows = summary.agents.flatMap(({ label, role, metrics }) =>
    summary.metrics.map(({ key, unit }) => {
      const estimate = metrics[key];
      return [
        label,
        role,
        key,
        unit,
        estimate?.mean ?? '',
        estimate?.low ?? '',
        estimate?.high ?? '',
        estimate?.units ?? 0,
      ];
    }),
  );
  return toCsv(['agent', 'role', 'metric', 'unit', 'mean', 'low', 'high', 'units'], rows);
}

/** Decisions an agent made, and the wall-clock seconds they took. */
export interface AgentTiming {
  readonly agent: string;
  readonly decisions: number;
  readonly seconds: number;
}

/** `timing.csv`: what differs from machine to machine, and therefore stands in no other file. */
export function timingCsv(timings: readonly AgentTiming[]): string {
  const rows = timings.map(({ agent, decisions, seconds }) => [
    agent,
    decisions,
    seconds,
    decisions === 0 ? '' : (1e6 * seconds) / decisions,
  ]);
  return toCsv(['agent', 'decisions', 'seconds', 'microsecondsPerDecision'], rows);
}

function toCsv(fields: readonly string[], data: readonly (readonly unknown[])[]): string {
  return `${Papa.unparse({ fields: [...fields], data: data.map((row) => [...row]) }, { newline: '\n' })}\n`;
}
