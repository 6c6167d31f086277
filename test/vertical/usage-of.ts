import { type VerticalConfigOptions, verticalConfig } from '../../env/vertical/config-schema.js';
import { actionLength, bytesPerMebibyte, VerticalFleet } from '../../env/vertical/index.js';
import type { UsageSeries } from '../../workloads/usage-series.js';

/** A series from millicores and MiB; one of them may be left out. */
export function usageOf(
  { cpu, memory }: { readonly cpu?: readonly number[]; readonly memory?: readonly number[] },
  stepSeconds = 60,
  id = 'test',
): UsageSeries {
  const length = (cpu ?? memory)!.length;
  const missing = new Array<number>(length).fill(Number.NaN);
  return {
    id,
    startTime: 1_700_000_000,
    stepSeconds,
    cpuMillicores: Float64Array.from(cpu ?? missing),
    memoryBytes: Float64Array.from(memory ?? missing, (mebibytes) => mebibytes * bytesPerMebibyte),
    source: { dataset: 'test', entity: id, assumptions: {} },
  };
}

/** The same number `length` times. */
export function flat(value: number, length: number): number[] {
  return new Array<number>(length).fill(value);
}

/** A fleet of the given series. */
export function fleetOf(series: UsageSeries | readonly UsageSeries[], config: VerticalConfigOptions): VerticalFleet {
  return new VerticalFleet({
    series: 'id' in series ? [series] : series,
    config: verticalConfig(config),
  });
}

/** An action with one target (and bounds around it, in factors) for each resource. */
export function actionOf(cpu: number, memory: number, lower = 1, upper = 1): Float64Array {
  return Float64Array.of(cpu * lower, cpu, cpu * upper, cpu, memory * lower, memory, memory * upper, memory);
}

/** The same action for every workload of a fleet. */
export function forAll(fleet: VerticalFleet, action: Float64Array): Float64Array {
  const actions = new Float64Array(fleet.size * actionLength);
  for (let i = 0; i < fleet.size; i++) actions.set(action, i * actionLength);
  return actions;
}
