import type { Averaging } from '../averages.js';
import type { MetricDefinition } from '../metric-definition.js';

/** Metrics an episode gives by itself (specification horizontal.md §4.1), in the order of the columns. */
export const horizontalMeasuredKeys = [
  'costPerHour',
  'podCostPerHour',
  'violationCostPerHour',
  'violatedTimePercent',
  'violatedRequestsPercent',
  'failedRequestsPercent',
  'violationArea',
  'latencyMs',
  'meanPods',
  'meanReadyPods',
  'podHours',
  'overusePercent',
  'actionsPerHour',
  'podsChangedPerHour',
  'flipsPerHour',
  'underProvisioningAccuracy',
  'overProvisioningAccuracy',
  'underProvisioningTime',
  'overProvisioningTime',
  'instability',
  'scalingDeviation',
  'rewardPerHour',
] as const;

/** Metrics that need other trials of the same load and seed: the clairvoyant plan, and a service that is not scaled. */
export const horizontalRelativeKeys = ['regretPerHour', 'regretPercent', 'elasticSpeedup'] as const;

/** Names a metric that a trial has by itself. */
export type HorizontalMeasuredKey = (typeof horizontalMeasuredKeys)[number];

/** Names a metric of a trial, those that need other trials included. */
export type HorizontalMetricKey = HorizontalMeasuredKey | (typeof horizontalRelativeKeys)[number];

/** Numbers of one episode; null where there is nothing to compute them from. */
export type HorizontalMeasured = Readonly<Record<HorizontalMeasuredKey, number | null>>;
/** {@link HorizontalMeasured} with what other trials add. */
export type HorizontalMetrics = Readonly<Record<HorizontalMetricKey, number | null>>;

const perHour = 'per hour of the episode';

/**
 * All metrics in the order of the columns. Demand: the least pods that meet the objective under the interval's load, were it to last. Supply:
 * the pods that served, mean over the interval, rounded.
 */
export const horizontalMetricDefinitions: readonly MetricDefinition<HorizontalMetricKey>[] = [
  metric('costPerHour', 'cost', '$/h', 4, `dollars for pods and for violations ${perHour}`),
  metric('regretPerHour', 'regret', '$/h', 4, 'cost above the clairvoyant plan of the same load and seed, per hour'),
  metric('regretPercent', 'regret', '%', 1, 'cost above the clairvoyant plan, relative to it'),
  metric(
    'violatedTimePercent',
    'violated time',
    '%',
    2,
    'time in intervals whose latency percentile is above the objective, or in which more requests failed than that percentile leaves room for / time',
  ),
  metric(
    'violatedRequestsPercent',
    'violated requests',
    '%',
    2,
    'requests that failed or took longer than the objective / requests ended',
  ),
  metric(
    'failedRequestsPercent',
    'failed requests',
    '%',
    3,
    'requests that were rejected, lost or timed out for good / requests ended',
  ),
  metric(
    'violationArea',
    'violation area',
    's/h',
    1,
    '∫ max(0, latency percentile / objective − 1) dt, seconds per hour; 1 where all requests failed',
  ),
  metric('latencyMs', 'latency', 'ms', 0, "mean over intervals of the objective's latency percentile"),
  metric('meanPods', 'pods', '', 3, 'pods that exist, mean over time'),
  metric('meanReadyPods', 'ready pods', '', 3, 'pods that serve, mean over time'),
  metric('podHours', 'pod hours', 'h', 2, 'pods that exist, integrated over the episode: what is paid for'),
  metric('podCostPerHour', 'pod cost', '$/h', 4, `dollars for pods ${perHour}`),
  metric('violationCostPerHour', 'violation cost', '$/h', 4, `dollars for time in violation ${perHour}`),
  metric('overusePercent', 'overuse', '%', 1, 'Σ max(0, supply − demand) / Σ demand'),
  metric('actionsPerHour', 'actions', '1/h', 1, 'decisions that changed the replicas, per hour'),
  metric('podsChangedPerHour', 'pods changed', '1/h', 1, 'Σ |change of replicas|, per hour'),
  metric('flipsPerHour', 'flips', '1/h', 1, 'changes against the direction of the change before, per hour'),
  metric(
    'underProvisioningAccuracy',
    'θ under',
    '%',
    2,
    'SPEC elasticity θ_U: mean of max(demand − supply, 0) / demand; demand: least pods that meet the objective',
  ),
  metric('overProvisioningAccuracy', 'θ over', '%', 2, 'SPEC elasticity θ_O: mean of max(supply − demand, 0) / demand'),
  metric('underProvisioningTime', 'τ under', '%', 2, 'SPEC elasticity τ_U: time in which supply is below demand'),
  metric('overProvisioningTime', 'τ over', '%', 2, 'SPEC elasticity τ_O: time in which supply is above demand'),
  metric(
    'instability',
    'instability',
    '%',
    2,
    'SPEC elasticity υ: changes of interval in which supply and demand do not go the same way',
  ),
  metric('scalingDeviation', 'deviation', '%', 2, 'auto-scaling deviation σ: the five before it, joined by the 5-norm'),
  metric(
    'elasticSpeedup',
    'speed-up',
    '×',
    2,
    'elastic speed-up ε against the service that is not scaled: geometric mean over θ and τ, and over trials',
    'geometric',
  ),
  metric('rewardPerHour', 'reward', '1/h', 2, `sum of the environment's rewards ${perHour}`),
];

function metric(
  key: HorizontalMetricKey,
  title: string,
  unit: string,
  digits: number,
  meaning: string,
  averaging?: Averaging,
): MetricDefinition<HorizontalMetricKey> {
  return { key, title, unit, meaning, digits, ...(averaging === undefined ? {} : { averaging }) };
}
