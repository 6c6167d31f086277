import type { MetricDefinition } from '../metric-definition.js';

/** Names what is measured of one play. */
export type OrangeMetricKey =
  | 'violations'
  | 'violationPercent'
  | 'meanPods'
  | 'meanP95Ms'
  | 'changes'
  | 'reward'
  | 'regret';

/** Numbers of one play. */
export type OrangeMetrics = Readonly<Record<OrangeMetricKey, number>>;

/** Which direction is better, where one is. */
export type Better = 'less' | 'more' | null;

/** Metrics in the order of the columns. */
export const orangeMetricDefinitions: readonly (MetricDefinition<OrangeMetricKey> & { readonly better: Better })[] = [
  {
    key: 'violations',
    title: 'violations',
    unit: '',
    digits: 1,
    better: 'less',
    meaning: 'rounds whose last row is above the objective of 600 ms',
  },
  {
    key: 'violationPercent',
    title: 'violated rounds',
    unit: '%',
    digits: 3,
    better: 'less',
    meaning: 'violations / rounds',
  },
  {
    key: 'meanPods',
    title: 'pods',
    unit: '',
    digits: 3,
    better: 'less',
    meaning: 'pods at the end of a round, mean over rounds',
  },
  {
    key: 'meanP95Ms',
    title: 'p95',
    unit: 'ms',
    digits: 1,
    better: null,
    meaning: '95th percentile of latency in the last row of a round, mean over rounds',
  },
  {
    key: 'changes',
    title: 'changes',
    unit: '',
    digits: 1,
    better: 'less',
    meaning: 'rounds that end with another number of pods than the one before',
  },
  {
    key: 'reward',
    title: 'reward',
    unit: '',
    digits: 4,
    better: 'more',
    meaning: '1 − .5·(pods − 1)/9 in a round that meets the objective, else 0; mean over rounds',
  },
  {
    key: 'regret',
    title: 'regret',
    unit: '',
    digits: 1,
    better: 'less',
    meaning: 'sum of the rewards of the least pods whose rows all meet the objective, less the sum of the agent’s',
  },
];

/** The definition of one metric. */
export function orangeMetric(key: OrangeMetricKey): (typeof orangeMetricDefinitions)[number] {
  return orangeMetricDefinitions.find((definition) => definition.key === key)!;
}
