import { bytesPerMebibyte } from '../../../env/core/mebibyte.js';
import { countOrigins, findGaps } from '../../../workloads/gaps.js';
import { type LoadSeries, loadLength } from '../../../workloads/load-series.js';
import { type AnySeries, kindOf } from '../../../workloads/series-layout.js';
import { sparkline } from '../../../workloads/sparkline.js';
import { describeValues, indexOfDispersion, type ValueStatistics } from '../../../workloads/statistics.js';
import {
  hasCpu,
  hasMemory,
  type SeriesSource,
  seriesLength,
  type UsageSeries,
} from '../../../workloads/usage-series.js';

/** What there is to know about one channel. */
export interface ChannelInspection extends ValueStatistics {
  /** The values as a line of block characters. */
  readonly shape: string;
}

/** What there is to know about one channel of a load. */
export interface LoadInspection extends ChannelInspection {
  /** Greatest step divided by the mean. */
  readonly peakToMean: number;
  /** Variance of the requests in a step divided by their mean: 1 where they come as a Poisson process of constant rate. NaN for users. */
  readonly indexOfDispersion: number;
}

interface CommonInspection {
  readonly id: string;
  readonly steps: number;
  readonly stepSeconds: number;
  readonly startTime: number;
  readonly spanSeconds: number;
  readonly gaps: { readonly count: number; readonly longestSteps: number };
  /** Steps by origin. */
  readonly origins: Readonly<Record<string, number>>;
  readonly source: SeriesSource;
}

/** What there is to know about a series at a glance; plain JSON but for NaN, which JSON writes as null. */
export type SeriesInspection = CommonInspection &
  (
    | {
        readonly kind: 'usage';
        /** Millicores. Null when the series has no CPU usage. */
        readonly cpu: ChannelInspection | null;
        /** MiB. Null when the series has no memory usage. */
        readonly memory: ChannelInspection | null;
      }
    | {
        readonly kind: 'load';
        /** Null when the series does not have the channel. */
        readonly requestsPerSecond: LoadInspection | null;
        readonly users: LoadInspection | null;
      }
  );

/** Statistics, gaps and a sparkline of one series. */
export function inspectSeries(series: AnySeries): SeriesInspection {
  const gaps = findGaps(series);
  const isUsage = kindOf(series) === 'usage';
  const steps = isUsage ? seriesLength(series as UsageSeries) : loadLength(series as LoadSeries);
  const common: CommonInspection = {
    id: series.id,
    steps,
    stepSeconds: series.stepSeconds,
    startTime: series.startTime,
    spanSeconds: steps * series.stepSeconds,
    gaps: { count: gaps.length, longestSteps: gaps.reduce((longest, gap) => Math.max(longest, gap.steps), 0) },
    origins: countOrigins(series),
    source: series.source,
  };
  return isUsage
    ? { ...common, kind: 'usage', ...inspectUsage(series as UsageSeries) }
    : { ...common, kind: 'load', ...inspectLoad(series as LoadSeries) };
}

function inspectUsage(series: UsageSeries) {
  const inMebibytes = () => series.memoryBytes.map((bytes) => bytes / bytesPerMebibyte);
  return {
    cpu: hasCpu(series) ? inspectChannel(series.cpuMillicores, series) : null,
    memory: hasMemory(series) ? inspectChannel(inMebibytes(), series) : null,
  };
}

function inspectLoad(series: LoadSeries) {
  const inspect = (values: Float64Array | undefined, dispersion: (values: Float64Array) => number) => {
    if (values === undefined) return null;
    const inspection = inspectChannel(values, series);
    return {
      ...inspection,
      peakToMean: inspection.max / inspection.mean,
      indexOfDispersion: dispersion(values),
    };
  };
  return {
    requestsPerSecond: inspect(series.requestsPerSecond, (rates) => indexOfDispersion(rates, series.stepSeconds)),
    users: inspect(series.users, () => Number.NaN),
  };
}

function inspectChannel(values: Float64Array, series: AnySeries): ChannelInspection {
  return { ...describeValues(values, series), shape: sparkline(values) };
}
