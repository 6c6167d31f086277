/**
 * A simpler updater: act when what a pod *uses* leaves the recommended range, rather than what it requests.
 */

/** What usage left, if anything. Codes above 0 update the pod. */
export const UsageVerdict = {
  within: 0,
  cpuBelowLowerBound: 1,
  cpuAboveUpperBound: 2,
  memoryBelowLowerBound: 3,
  memoryAboveUpperBound: 4,
} as const;

/** Which bound usage left. */
export type UsageVerdict = (typeof UsageVerdict)[keyof typeof UsageVerdict];

/**
 * Whether usage of either resource lies strictly outside its bounds; CPU is looked at first. Each resource in one unit of the
 * caller's choice; NaN (not measured, no bound) is never outside.
 */
export function judgeUsage(
  cpuUsage: number,
  memoryUsage: number,
  cpuLowerBound: number,
  cpuUpperBound: number,
  memoryLowerBound: number,
  memoryUpperBound: number,
): UsageVerdict {
  if (cpuUsage < cpuLowerBound) return UsageVerdict.cpuBelowLowerBound;
  if (cpuUsage > cpuUpperBound) return UsageVerdict.cpuAboveUpperBound;
  if (memoryUsage < memoryLowerBound) return UsageVerdict.memoryBelowLowerBound;
  if (memoryUsage > memoryUpperBound) return UsageVerdict.memoryAboveUpperBound;
  return UsageVerdict.within;
}
