import type { TableColumn } from '../outputs/table.js';
import { confidence } from '../statistics.js';
import type { HorizontalMetricKey } from './metric-definitions.js';
import type { HorizontalSummary } from './report-data.js';

/** What a terminal shows of an autoscaler. */
export function tableColumns({ workloads }: HorizontalSummary): TableColumn<HorizontalMetricKey>[] {
  const [percentile, ...others] = new Set(workloads.map(({ config }) => config.objective.percentile));
  const latency = others.length > 0 ? 'latency' : `latency p${Number((100 * percentile!).toPrecision(12))}`;
  return [
    { key: 'costPerHour', digits: 3, interval: true },
    { key: 'regretPercent' },
    { key: 'violatedTimePercent' },
    { key: 'violatedRequestsPercent', title: 'violated req.' },
    { key: 'latencyMs', title: latency },
    { key: 'meanPods', digits: 2 },
    { key: 'overusePercent' },
    { key: 'actionsPerHour' },
    { key: 'flipsPerHour' },
    { key: 'scalingDeviation', title: 'σ', digits: 1 },
  ];
}

/** What the numbers stand on. */
export function footnotes({ agents, workloads, run }: HorizontalSummary): string[] {
  const seeds = run.seeds.length;
  const over = workloads.length === 1 ? '' : `, each the mean over ${workloads.length} workloads`;
  const bounds = agents.filter(({ role }) => role === 'bound');
  return [
    `Means over ${seeds} seed${seeds === 1 ? '' : 's'}${over}${seeds === 1 ? '' : `; ± is half the ${100 * run.confidence} % interval`}.`,
    ...bounds.map(({ label, exact }) =>
      exact
        ? `${label} is the exact optimum of every episode: no schedule costs less.`
        : `${label} is the best plan found with the future known, not a proven bound${beaten(agents)}.`,
    ),
    ...tooFewSeeds(agents, seeds),
    ...whatWasAssumed(workloads),
  ];
}

/** Who has beaten the plan, where anybody has. */
function beaten(agents: HorizontalSummary['agents']): string {
  const labels = agents.flatMap(({ label, metrics }) => ((metrics.regretPercent?.mean ?? 0) < 0 ? [label] : []));
  return labels.length === 0 ? '' : `: ${labels.join(', ')} ${labels.length === 1 ? 'has' : 'have'} beaten it`;
}

/** Workloads whose assumptions a terminal shows; the report has them all. */
const mostAssumed = 3;

function whatWasAssumed(workloads: HorizontalSummary['workloads']): string[] {
  const assuming = workloads.filter(({ assumed }) => assumed.length > 0);
  const shown = assuming.slice(0, mostAssumed).map(({ id, assumed }) => `${id}: assumed that ${assumed.join('; ')}.`);
  const more = assuming.length - shown.length;
  return more === 0 ? shown : [...shown, `${more} more workloads rest on assumptions; the report lists them.`];
}

/** Says so where even differences that all go one way cannot be told from chance: the least p of the sign-flip test is 2 of 2ⁿ patterns. */
function tooFewSeeds(agents: HorizontalSummary['agents'], seeds: number): string[] {
  const tested = agents.filter(({ versusReference }) => versusReference !== null).length;
  const enough = Math.ceil(1 + Math.log2(tested / (1 - confidence)));
  return tested === 0 || seeds >= enough
    ? []
    : [
        `${seeds} seed${seeds === 1 ? '' : 's'} cannot tell ${tested} agents from the reference, whatever they do: take ${enough} or more.`,
      ];
}
