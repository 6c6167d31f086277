import { StepOrigin, seriesLength, type UsageSeries } from '../../workloads/usage-series.js';
import type { EventHandler } from './events.js';

/**
 * Plays a usage series as samples. What was not measured (filled gaps, missing steps) is left out. A sample carries the
 * time at which its step ends; those of Prometheus carry Prometheus' own stamps, as Kubernetes' recommender takes them.
 */
export function playSeries(series: UsageSeries, handler: EventHandler): void {
  const { startTime, stepSeconds, cpuMillicores, memoryBytes, origin, source } = series;
  const offset = source.dataset === 'prometheus' ? 0 : stepSeconds;
  const steps = seriesLength(series);
  for (let step = 0; step < steps; step++) {
    if (origin !== undefined && origin[step] !== StepOrigin.observed) continue;
    const cpu = cpuMillicores[step]!;
    const memory = memoryBytes[step]!;
    if (Number.isNaN(cpu) && Number.isNaN(memory)) continue;
    handler.sample(startTime + step * stepSeconds + offset, cpu, memory, step + 1);
  }
}

/** The first value that a channel holds, or NaN. */
export function firstValue(channel: Float64Array | undefined): number {
  return channel?.find((value) => !Number.isNaN(value)) ?? Number.NaN;
}
