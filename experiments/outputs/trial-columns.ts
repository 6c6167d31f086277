import type { ReportBase } from '../report-data.js';

/** One column of the table of trials; CSV and Parquet hold the same columns. */
export type TrialColumn =
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly string[] }
  | { readonly name: string; readonly kind: 'integer'; readonly values: readonly number[] }
  | { readonly name: string; readonly kind: 'number'; readonly values: readonly (number | null)[] };

/** All columns, each with one value a trial. */
export type TrialColumns = readonly TrialColumn[];

/** The trials of a summary by column: who, on what, with which seed, then every metric. */
export function trialColumns<Key extends string>({
  trials,
  workloads,
  agents,
  metrics: definitions,
}: ReportBase<Key>): TrialColumns {
  return [
    { name: 'workload', kind: 'text', values: trials.map(({ workload }) => workloads[workload]!.id) },
    { name: 'dataset', kind: 'text', values: trials.map(({ workload }) => workloads[workload]!.dataset) },
    { name: 'agent', kind: 'text', values: trials.map(({ agent }) => agents[agent]!.label) },
    { name: 'seed', kind: 'integer', values: trials.map(({ seed }) => seed) },
    ...definitions.map(
      ({ key }): TrialColumn => ({ name: key, kind: 'number', values: trials.map(({ metrics }) => metrics[key]) }),
    ),
  ];
}
