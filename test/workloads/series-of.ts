import type { UsageSeries } from '../../workloads/usage-series.js';

/** A series with the given CPU usage; memory is a thousand times the CPU unless given. */
export function seriesOf(cpu: readonly number[], rest: Partial<UsageSeries> = {}): UsageSeries {
  return {
    id: 'test',
    startTime: 0,
    stepSeconds: 60,
    cpuMillicores: Float64Array.from(cpu),
    memoryBytes: Float64Array.from(cpu, (value) => value * 1000),
    source: { dataset: 'test', entity: 'test', assumptions: {} },
    ...rest,
  };
}
