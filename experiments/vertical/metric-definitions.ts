import type { MetricDefinition } from '../metric-definition.js';

/** Metrics an episode gives by itself, in the order of the columns. */
export const measuredMetricKeys = [
  'costPerDay',
  'cpuCostPerDay',
  'memoryCostPerDay',
  'throttledCostPerDay',
  'oomCostPerDay',
  'restartCostPerDay',
  'downCostPerDay',
  'cpuSlackCoreHoursPerDay',
  'cpuSlackPercent',
  'cpuLimitSlackPercent',
  'memorySlackGibibyteHoursPerDay',
  'memorySlackPercent',
  'memoryLimitSlackPercent',
  'throttledCoreHoursPerDay',
  'throttledDemandPercent',
  'throttledTimePercent',
  'unservedCoreHoursPerDay',
  'oomKillsPerDay',
  'restartsPerDay',
  'resizesPerDay',
  'downPercent',
] as const;

/** Metrics that need the clairvoyant optimum of the same series and seed. */
export const regretMetricKeys = ['regretPerDay', 'regretPercent'] as const;

/** Names a metric that a trial has by itself. */
export type MeasuredMetricKey = (typeof measuredMetricKeys)[number];

/** Names a metric of a trial, those that need the optimum included. */
export type MetricKey = MeasuredMetricKey | (typeof regretMetricKeys)[number];

/** Numbers of one episode; null where the series has no data for the resource, or the pod has no limit. */
export type MeasuredMetrics = Readonly<Record<MeasuredMetricKey, number | null>>;
/** {@link MeasuredMetrics} with regret; regret is null when the optimum was not computed. */
export type TrialMetrics = Readonly<Record<MetricKey, number | null>>;

const day = 'per container-day';

/** All metrics in the order of the columns. Lower is better for every one of them except `resizesPerDay`, which is neutral. */
export const metricDefinitions: readonly MetricDefinition<MetricKey>[] = [
  metric('costPerDay', 'cost', '$/day', 4, `dollars ${day}, all terms`),
  metric('regretPerDay', 'regret', '$/day', 4, `cost above the clairvoyant optimum ${day}`),
  metric('regretPercent', 'regret', '%', 1, 'cost above the clairvoyant optimum, relative to the optimum'),
  metric('cpuCostPerDay', 'CPU cost', '$/day', 4, `dollars for requested CPU ${day}`),
  metric('memoryCostPerDay', 'memory cost', '$/day', 4, `dollars for requested memory ${day}`),
  metric('throttledCostPerDay', 'throttling cost', '$/day', 4, `dollars for CPU demand above the limit ${day}`),
  metric('oomCostPerDay', 'OOM cost', '$/day', 4, `dollars for OOM kills ${day}`),
  metric('restartCostPerDay', 'restart cost', '$/day', 4, `dollars for restarts that updates cause ${day}`),
  metric('downCostPerDay', 'downtime cost', '$/day', 4, `dollars for time in which the pod is not up ${day}`),
  metric('cpuSlackCoreHoursPerDay', 'CPU slack', 'core-h/day', 3, `Σ(request − usage) ${day}`),
  metric('cpuSlackPercent', 'CPU slack', '%', 1, 'Σ(request − usage) / Σ request'),
  metric('cpuLimitSlackPercent', 'CPU limit slack', '%', 1, "Σ(limit − usage) / Σ limit (Autopilot's relative slack)"),
  metric('memorySlackGibibyteHoursPerDay', 'memory slack', 'GiB-h/day', 3, `Σ(request − usage) ${day}`),
  metric('memorySlackPercent', 'memory slack', '%', 1, 'Σ(request − usage) / Σ request'),
  metric(
    'memoryLimitSlackPercent',
    'memory limit slack',
    '%',
    1,
    "Σ(limit − usage) / Σ limit (Autopilot's relative slack)",
  ),
  metric('throttledCoreHoursPerDay', 'throttled', 'core-h/day', 4, `CPU demand above the limit ${day}`),
  metric('throttledDemandPercent', 'throttled demand', '%', 2, 'CPU demand above the limit / CPU demand'),
  metric('throttledTimePercent', 'throttled time', '%', 2, 'steps in which demand exceeds the limit / steps measured'),
  metric('unservedCoreHoursPerDay', 'unserved', 'core-h/day', 4, `CPU demand that was not served at all ${day}`),
  metric('oomKillsPerDay', 'OOM kills', '1/day', 3, `OOM kills ${day}`),
  metric('restartsPerDay', 'restarts', '1/day', 3, `restarts that updates cause (evictions) ${day}`),
  metric('resizesPerDay', 'resizes', '1/day', 3, `in-place resizes ${day}`),
  metric('downPercent', 'downtime', '%', 3, 'time in which the pod is not up / time'),
];

const definitionsByKey = new Map(metricDefinitions.map((definition) => [definition.key, definition]));

/** The definition of one metric. */
export function metricDefinition(key: MetricKey): MetricDefinition<MetricKey> {
  return definitionsByKey.get(key)!;
}

function metric(
  key: MetricKey,
  title: string,
  unit: string,
  digits: number,
  meaning: string,
): MetricDefinition<MetricKey> {
  return { key, title, unit, meaning, digits };
}
