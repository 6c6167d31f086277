import type { TableColumn } from '../outputs/table.js';
import type { MetricKey } from './metric-definitions.js';
import type { VerticalSummary } from './report-data.js';

/** What a terminal shows of a recommender. */
export const tableColumns: readonly TableColumn<MetricKey>[] = [
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

/** What the numbers stand on. */
export function footnotes({ agents, workloads, run }: VerticalSummary): string[] {
  const coarse = workloads.filter(({ stepSeconds }) => stepSeconds > run.recommendationSeconds).length;
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
    ...(coarse === 0
      ? []
      : [
          `Recommendations came every step, not every ${run.recommendationSeconds} s, on ${coarse === workloads.length ? 'all' : coarse} workloads: their steps are longer.`,
        ]),
  ];
}
