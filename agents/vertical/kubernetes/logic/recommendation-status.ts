import type { Amounts, ContainerRecommendation } from '../../../../env/vertical/admission/resources.js';
import { cpuQuantity, formatQuantity, memoryQuantity } from '../../../../workloads/quantity.js';

/** Amounts as Kubernetes writes them. */
export interface ResourceList {
  readonly cpu?: string;
  readonly memory?: string;
}

/** One entry of `status.recommendation.containerRecommendations` of a VPA (specification §8.1). */
export interface ContainerRecommendationStatus {
  readonly containerName: string;
  readonly target: ResourceList;
  readonly lowerBound: ResourceList;
  readonly upperBound: ResourceList;
  readonly uncappedTarget: ResourceList;
}

/** Writes a recommendation as the VPA's status holds it: CPU in decimal, memory in binary quantities. */
export function recommendationStatus(recommendation: ContainerRecommendation): ContainerRecommendationStatus {
  const { containerName, target, lowerBound = {}, upperBound = {}, uncappedTarget = {} } = recommendation;
  return {
    containerName,
    target: resourceList(target),
    lowerBound: resourceList(lowerBound),
    upperBound: resourceList(upperBound),
    uncappedTarget: resourceList(uncappedTarget),
  };
}

function resourceList({ cpuMillicores, memoryBytes }: Amounts): ResourceList {
  return {
    ...(cpuMillicores === undefined ? {} : { cpu: formatQuantity(cpuQuantity(cpuMillicores)) }),
    ...(memoryBytes === undefined ? {} : { memory: formatQuantity(memoryQuantity(memoryBytes)) }),
  };
}
