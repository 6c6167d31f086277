import type { KubernetesConfig } from '../input/config.js';
import { millicoresPerCore } from '../model/amount.js';
import { humanizeBytes, roundUpTo } from './rounding.js';

/** What happens to a container's estimates before they are shown. Amounts in millicores and bytes; bounds of 0 are none. */
export interface PostProcessing {
  readonly roundCpuMillicores: number;
  readonly roundMemoryBytes: number;
  readonly humanizeMemory: boolean;
  readonly integerCpu: boolean;
  readonly controlsCpu: boolean;
  readonly controlsMemory: boolean;
  readonly minCpu: number;
  readonly maxCpu: number;
  readonly minMemory: number;
  readonly maxMemory: number;
}

/** A container's resource policy as far as it caps recommendations. */
export interface CappingPolicy {
  readonly minAllowed?:
    | { readonly cpuMillicores?: number | undefined; readonly memoryBytes?: number | undefined }
    | undefined;
  readonly maxAllowed?:
    | { readonly cpuMillicores?: number | undefined; readonly memoryBytes?: number | undefined }
    | undefined;
  readonly controlledResources?: readonly ('cpu' | 'memory')[] | undefined;
}

/** Joins the recommender's flags with one container's policy: the policy's maximum is filled from the flags where absent. */
export function postProcessing(config: KubernetesConfig, policy: CappingPolicy, integerCpu: boolean): PostProcessing {
  const { minAllowed, maxAllowed, controlledResources } = policy;
  return {
    roundCpuMillicores: config.roundCpuMillicores,
    roundMemoryBytes: config.roundMemoryBytes,
    humanizeMemory: config.humanizeMemory,
    integerCpu,
    controlsCpu: controlledResources?.includes('cpu') ?? true,
    controlsMemory: controlledResources?.includes('memory') ?? true,
    minCpu: minAllowed?.cpuMillicores ?? 0,
    maxCpu: maxAllowed?.cpuMillicores ?? config.containerRecommendationMaxAllowedCpuMillicores,
    minMemory: minAllowed?.memoryBytes ?? 0,
    maxMemory: maxAllowed?.memoryBytes ?? config.containerRecommendationMaxAllowedMemoryBytes,
  };
}

/** Whether nothing would be changed, so that the step can be left out. */
export function changesNothing(processing: PostProcessing): boolean {
  return (
    processing.roundCpuMillicores <= 1 &&
    processing.roundMemoryBytes <= 1 &&
    !processing.humanizeMemory &&
    !processing.integerCpu &&
    processing.controlsCpu &&
    processing.controlsMemory &&
    processing.minCpu === 0 &&
    processing.maxCpu === 0 &&
    processing.minMemory === 0 &&
    processing.maxMemory === 0
  );
}

/** Values of one resource: lower bound, target, upper bound, uncapped target. */
const valuesPerResource = 4;
const uncapped = 3;

/**
 * Steps 3, 4 and 6 of the pipeline (specification §4), in place: drops resources that are not controlled (NaN), rounds and
 * humanises all four values, rounds CPU to whole cores, and caps all but the uncapped target: first to the minimum, then to the maximum.
 */
export function postProcess(processing: PostProcessing, out: Float64Array, offset: number): void {
  const { roundCpuMillicores, roundMemoryBytes, humanizeMemory, integerCpu } = processing;
  const memoryOffset = offset + valuesPerResource;
  for (let slot = 0; slot < valuesPerResource; slot++) {
    const millicores = roundUpTo(out[offset + slot]!, roundCpuMillicores);
    out[offset + slot] = processing.controlsCpu
      ? roundUpTo(millicores, integerCpu ? millicoresPerCore : 1)
      : Number.NaN;
    const bytes = roundUpTo(out[memoryOffset + slot]!, roundMemoryBytes);
    out[memoryOffset + slot] = processing.controlsMemory ? (humanizeMemory ? humanizeBytes(bytes) : bytes) : Number.NaN;
  }
  for (let slot = 0; slot < uncapped; slot++) {
    out[offset + slot] = capped(out[offset + slot]!, processing.minCpu, processing.maxCpu);
    out[memoryOffset + slot] = capped(out[memoryOffset + slot]!, processing.minMemory, processing.maxMemory);
  }
}

function capped(amount: number, minimum: number, maximum: number): number {
  const raised = amount < minimum ? minimum : amount;
  return maximum > 0 && raised > maximum ? maximum : raised;
}
