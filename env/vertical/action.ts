/**
 * Layout of a vertical-scaling action and of a recommender's output: eight numbers.
 * CPU in millicores, memory in MiB (2²⁰ bytes).
 */
export const ActionIndex = {
  cpuLowerBound: 0,
  cpuTarget: 1,
  cpuUpperBound: 2,
  cpuUncappedTarget: 3,
  memoryLowerBound: 4,
  memoryTarget: 5,
  memoryUpperBound: 6,
  memoryUncappedTarget: 7,
} as const;

/** Numbers in one action. */
export const actionLength = 8;

/** Layout of the basic observation: four numbers, millicores and MiB. */
export const ObservationIndex = { cpuUsage: 0, memoryUsage: 1, cpuRequest: 2, memoryRequest: 3 } as const;
