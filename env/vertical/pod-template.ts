import type { UsageSeries } from '../../workloads/usage-series.js';
import { bytesPerMebibyte } from '../core/mebibyte.js';
import type { VerticalConfig } from './config.js';
import { fallbackRequest } from './config-schema.js';
import type { PodTemplate } from './simulation/pods.js';

/** A series and what it has data of. */
export interface MeasuredSeries {
  readonly series: UsageSeries;
  readonly hasCpu: boolean;
  readonly hasMemory: boolean;
}

/**
 * What a workload's pods request when an episode begins at a step of its series: the configuration's `initialRequest`,
 * else what the series itself requests at that step, else {@link fallbackRequest}.
 */
export function podTemplate(
  { series, hasCpu, hasMemory }: MeasuredSeries,
  firstStep: number,
  { initialRequest }: VerticalConfig,
): PodTemplate {
  const memoryBytes = positive(series.memoryRequestBytes?.[firstStep]);
  return {
    hasCpu,
    hasMemory,
    cpuMillicores:
      initialRequest?.cpuMillicores ??
      positive(series.cpuRequestMillicores?.[firstStep]) ??
      fallbackRequest.cpuMillicores,
    memoryMebibytes:
      initialRequest?.memoryMebibytes ??
      (memoryBytes === null ? fallbackRequest.memoryMebibytes : memoryBytes / bytesPerMebibyte),
  };
}

function positive(value: number | undefined): number | null {
  return value !== undefined && value > 0 ? value : null;
}
