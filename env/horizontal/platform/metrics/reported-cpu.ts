import type { PodResources } from '../config.js';

/** CPU that is told of a pod that spends so many cores on requests, millicores: with what it always uses, and never above its limit. */
export function reportedMillicores(cores: number, { idleCores, cpuLimitMillicores }: PodResources): number {
  return Math.min(cpuLimitMillicores, (cores + idleCores) * 1000);
}
