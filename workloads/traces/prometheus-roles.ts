import type { SeriesChannel } from '../usage-series.js';
import type { Labels } from './prometheus-matrix.js';

/** What the samples of a metric are to us. */
export interface MetricRole {
  readonly channel: SeriesChannel;
  /** Factor from the sample to millicores or bytes; of a counter, from its rate. */
  readonly scale: number;
  /** Whether samples count up (CPU seconds) and are to be differenced. */
  readonly isCounter: boolean;
  /** Where several metrics give an entity the same channel, the one with the lowest rank is taken. */
  readonly rank: number;
  /** In words, for `source.assumptions`. */
  readonly why: string;
}

/**
 * What a file holds, when the caller says so. `requests` and `limits` hold CPU and memory, told apart by labels or magnitude; `load` holds
 * rates or counters of requests that are sent to a service.
 */
export const fileRoles = ['cpu', 'memory', 'requests', 'limits', 'load'] as const;

export type PrometheusFileRole = (typeof fileRoles)[number];

/** Unit of CPU samples; `auto` takes it from the metric's name. */
export const cpuUnits = ['auto', 'cores', 'millicores', 'seconds'] as const;

export type CpuUnit = (typeof cpuUnits)[number];

/**
 * Values from here on are bytes, below they are cores: no container uses a million cores, and hardly one less than 1 MiB. Looked at over
 * all samples of a metric in a file, and only where neither its name nor the caller says what it is.
 */
export const bytesFrom = 2 ** 20;

/** What is known of one metric of one file. */
export interface MetricFacts {
  /** `__name__`, or blank after `rate(…)` and `sum(…)`. */
  readonly name: string;
  /** The label `resource` of kube-state-metrics, or blank. */
  readonly resource: string;
  /** Highest finite value. */
  readonly highest: number;
  /** Whether every series with ten samples or more never falls and mostly rises: what a counter looks like. */
  readonly looksLikeCounter: boolean;
}

const counterSeconds: MetricRole = {
  channel: 'cpuMillicores',
  scale: 1000,
  isCounter: true,
  rank: 2,
  why: 'counter of CPU seconds',
};

/**
 * The role of a metric: what the caller says of its file first, then its name, then the magnitude of its values.
 *
 * @returns undefined for a metric that is none of CPU, memory, requests and limits
 */
export function metricRole(
  facts: MetricFacts,
  fileRole: PrometheusFileRole | undefined,
  cpuUnit: CpuUnit,
): MetricRole | undefined {
  if (fileRole === 'cpu') return cpuRole(facts, cpuUnit, 'file given as CPU');
  if (fileRole === 'memory') return memoryRole(0, 'file given as memory');
  if (fileRole === 'requests' || fileRole === 'limits') return sizeRole(fileRole, facts, `file given as ${fileRole}`);
  if (facts.name === '')
    return isBytes(facts) ? memoryRole(0, 'by magnitude') : cpuRole(facts, cpuUnit, 'by magnitude');
  const { name } = facts;
  if (/resource_requests|_requests?(_|:|$)/.test(name) && /cpu|memory|resource/.test(name))
    return sizeRole('requests', facts, name);
  if (/resource_limits|_limits?(_|:|$)/.test(name) && /cpu|memory|resource/.test(name))
    return sizeRole('limits', facts, name);
  if (/memory_working_set_bytes/.test(name)) return memoryRole(0, name);
  if (/memory_usage_bytes/.test(name)) return memoryRole(1, name);
  if (/memory_rss/.test(name)) return memoryRole(2, name);
  if (/cpu_usage_seconds_total|process_cpu_seconds_total/.test(name)) return cpuRole(facts, cpuUnit, name);
  if (/cpu.*(cores|usage)$|cpu_usage/.test(name)) return cpuRole(facts, cpuUnit, name);
  return undefined;
}

/** The label that tells CPU from memory in the metrics of kube-state-metrics. */
export function resourceOf(labels: Labels): string {
  return labels.resource ?? '';
}

function cpuRole({ name }: MetricFacts, unit: CpuUnit, why: string): MetricRole {
  if (unit === 'seconds') return { ...counterSeconds, why };
  if (unit === 'millicores') return { channel: 'cpuMillicores', scale: 1, isCounter: false, rank: 0, why };
  const isRaw = unit === 'auto' && /_seconds_total$/.test(name);
  return isRaw ? { ...counterSeconds, why } : { channel: 'cpuMillicores', scale: 1000, isCounter: false, rank: 0, why };
}

function memoryRole(rank: number, why: string): MetricRole {
  return { channel: 'memoryBytes', scale: 1, isCounter: false, rank, why };
}

function sizeRole(kind: 'requests' | 'limits', facts: MetricFacts, why: string): MetricRole | undefined {
  const { name, resource } = facts;
  const isMemory =
    resource === '' ? /memory|bytes/.test(name) || (!/cpu|cores/.test(name) && isBytes(facts)) : resource === 'memory';
  if (resource !== '' && resource !== 'memory' && resource !== 'cpu') return undefined;
  const channels = {
    requests: ['cpuRequestMillicores', 'memoryRequestBytes'],
    limits: ['cpuLimitMillicores', 'memoryLimitBytes'],
  } as const;
  return { channel: channels[kind][isMemory ? 1 : 0], scale: isMemory ? 1 : 1000, isCounter: false, rank: 0, why };
}

function isBytes({ highest }: MetricFacts): boolean {
  return highest >= bytesFrom;
}
