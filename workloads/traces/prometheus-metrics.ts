import { InputError } from '../../env/core/input-error.js';
import type { ImportReport } from './import-report.js';
import { type RequestRole, type RequestUnit, requestRole, statedRequestRole } from './prometheus-requests.js';
import {
  bytesFrom,
  type CpuUnit,
  type MetricFacts,
  type MetricRole,
  metricRole,
  type PrometheusFileRole,
} from './prometheus-roles.js';

/** One Prometheus series of one file. */
export interface SampledSeries {
  /** Equal for the same series in several files. */
  readonly key: string;
  /** Whether nothing is to be made of it: a pause container, or a pod's cgroup beside its containers. */
  isLeftOut: boolean;
  readonly container: string;
  /** Pod and container. */
  readonly part: string;
  /** Added to the rank of its metric. */
  readonly rank: number;
  readonly metric: SampledMetric;
  /** Number of its entity in the lane of its kind, −1 when that is not selected. */
  readonly entity: number;
  lastTime: number;
  lastValue: number;
  samples: number;
  rises: number;
  falls: number;
}

/** Why a metric is taken for what it is. */
export type Claim =
  /** The caller says so, or its name or its labels do. */
  | 'certain'
  /** It has no name, and series of this kind are wanted. */
  | 'wanted'
  /** It has no name, and nobody says. */
  | 'open';

/** One metric of one file: what is decided over all its series. */
export interface SampledMetric extends MetricFacts {
  readonly kind: 'usage' | 'load';
  readonly claim: Claim;
  highest: number;
  looksLikeCounter: boolean;
  /** Whether all its samples are whole numbers. */
  isWhole: boolean;
  readonly file: string;
  fileRole: PrometheusFileRole | undefined;
  readonly series: SampledSeries[];
  role: MetricRole | undefined;
  load: LoadRole | undefined;
}

/** What the samples of a metric are to a load. */
export interface LoadRole extends RequestRole {
  readonly isCounter: boolean;
  /** In words, for `source.assumptions`. */
  readonly why: string;
}

/** What decides over metrics. */
export interface RoleOptions {
  readonly cpuUnit: CpuUnit;
  readonly requestUnit: RequestUnit;
}

/** Least samples of a series for its course to tell anything. */
const TELLING = 10;

/**
 * Decides what a metric of usage is, once all its samples were seen.
 * @throws InputError for one without a name that could be a load as well
 */
export function resolveUsage(metric: SampledMetric, { cpuUnit }: RoleOptions, report: ImportReport): void {
  const { series, name, file, fileRole, highest, claim } = metric;
  if (claim === 'open' && fileRole === undefined && highest < bytesFrom && series.some(({ samples }) => samples > 0))
    throw undecided(file, 'a query without a metric name');
  const long = series.filter(({ samples }) => samples >= TELLING);
  metric.looksLikeCounter =
    long.length > 0 && long.every(({ samples, rises, falls }) => falls === 0 && rises > 0.9 * (samples - 1));
  metric.role = metricRole(metric, fileRole, cpuUnit);
  if (metric.role === undefined) leaveOut(metric, `metric ${name} is neither CPU nor memory and was left out`, report);
  else leaveOutCgroups(metric, report);
  const { role, looksLikeCounter } = metric;
  if (role?.channel === 'cpuMillicores' && !role.isCounter && looksLikeCounter && cpuUnit === 'auto')
    report.remark(`${file}: CPU only ever rises, as a counter of CPU seconds does; if it is one, say cpuUnit seconds`);
}

/**
 * Decides what a metric of requests is, once all its samples were seen.
 * @throws InputError for one that may be a counter or a rate
 */
export function resolveLoad(metric: SampledMetric, { requestUnit }: RoleOptions): void {
  const { name, claim, file, series } = metric;
  const named = name === '' ? undefined : (requestRole(name) ?? statedRequestRole(name));
  const role = named ?? { isCounter: false, scale: 1, rank: 0 };
  if (requestUnit !== 'auto') {
    const scale = requestUnit === 'perMinute' ? 1 / 60 : 1;
    const isCounter = requestUnit === 'counter';
    metric.load = { rank: role.rank, scale, isCounter, why: `${name || 'query'} (requestUnit ${requestUnit})` };
    return;
  }
  const what = name === '' ? 'a query without a metric name' : name;
  const [rises, falls] = [sum(series, ({ rises }) => rises), sum(series, ({ falls }) => falls)];
  const isTelling = rises + falls >= TELLING;
  if (role.isCounter === undefined) throw unitOpen(file, what, 'which may be a sum of counters or of rates');
  if (role.isCounter && isTelling && falls > rises / 3)
    throw unitOpen(file, what, `which falls ${falls} times and rises ${rises}: a counter only falls when it is reset`);
  if (named === undefined && isTelling && metric.isWhole && falls === 0)
    throw unitOpen(file, what, 'which never falls and has whole numbers only, as a counter does');
  const reading = role.isCounter ? 'counter' : role.scale === 1 ? 'requests/s' : `requests/s × ${1 / role.scale}`;
  const origin = claim === 'wanted' ? `${what}, since loads are wanted` : name || 'query, by its labels or its file';
  metric.load = { ...role, isCounter: role.isCounter, why: `${origin} (${reading})` };
}

/** Says that a metric is left out, and counts its samples. */
export function leaveOut({ file, series }: SampledMetric, remark: string, report: ImportReport): void {
  report.remark(`${file}: ${remark}`);
  for (const one of series) report.count('rowsWithoutUsage', one.samples);
}

/** Rows without a container beside rows with one sum the others up, and would count everything twice. */
function leaveOutCgroups({ series, name, file }: SampledMetric, report: ImportReport): void {
  const hasContainers = series.some(({ container }) => container !== '');
  let cgroups = 0;
  for (const one of series) {
    if (hasContainers && one.container === '') one.isLeftOut = true;
    if (!one.isLeftOut) continue;
    cgroups++;
    report.count('rowsWithoutUsage', one.samples);
  }
  if (cgroups > 0)
    report.remark(`${file}: ${cgroups} cgroup and pause rows of ${name || 'the query'} (no container) were left out`);
}

/** The error for samples that may be usage or requests. */
export function undecided(file: string, what: string): InputError {
  return new InputError(
    { file, field: 'load', value: what },
    'the option load=FILE where it holds requests, cpu=FILE or memory=FILE where it holds usage (FILE may be *)',
  );
}

function unitOpen(file: string, what: string, why: string): InputError {
  return new InputError(
    { file, field: 'requestUnit', value: `${what}, ${why}` },
    'the option requestUnit: counter, perSecond or perMinute',
  );
}

function sum(series: readonly SampledSeries[], of: (one: SampledSeries) => number): number {
  return series.reduce((total, one) => total + of(one), 0);
}
