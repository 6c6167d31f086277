import type { UsageSeries } from '../../workloads/usage-series.js';

/** A series by formula: millicores and MiB of every step. */
export function series(
  id: string,
  steps: number,
  { cpu, memory }: { readonly cpu?: (step: number) => number; readonly memory?: (step: number) => number },
  stepSeconds = 300,
): UsageSeries {
  const values = (of: ((step: number) => number) | undefined, unit: number) =>
    Float64Array.from({ length: steps }, (_, step) => (of === undefined ? Number.NaN : of(step) * unit));
  return {
    id,
    startTime: 0,
    stepSeconds,
    cpuMillicores: values(cpu, 1),
    memoryBytes: values(memory, 1048576),
    source: { dataset: 'test', entity: id, assumptions: {} },
  };
}
