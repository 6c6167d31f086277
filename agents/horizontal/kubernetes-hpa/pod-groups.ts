import type { PodSnapshot } from '../../../env/horizontal/view.js';

/** What the controller makes of a pod before it counts its usage. */
export type PodGroup = 'ignored' | 'unready' | 'missing' | 'ready';

/** How long a starting pod's CPU samples and readiness are mistrusted. */
export interface ReadinessPeriods {
  readonly cpuInitializationPeriodSeconds: number;
  readonly initialReadinessDelaySeconds: number;
}

/** Where a pod's number comes from: its own sample time and window where the resource is CPU. */
export interface SampleTiming {
  readonly timestampSeconds: number;
  readonly windowSeconds: number;
}

/**
 * The group of a pod, first match wins (specification §1.3): going or failed pods are ignored, Pending ones unready, those without a
 * sample missing; for CPU, pods that never became ready, or whose sample is older than one window after they turned ready while
 * starting, are unready.
 *
 * @param measured whether the metric has a value for the pod
 * @param cpu the sample's timing where the metric is CPU, otherwise null: readiness then plays no part
 */
export function groupOf(
  pod: PodSnapshot,
  measured: boolean,
  cpu: SampleTiming | null,
  periods: ReadinessPeriods,
  nowSeconds: number,
): PodGroup {
  if (pod.deleting || pod.phase === 'Failed') return 'ignored';
  if (pod.phase === 'Pending') return 'unready';
  if (!measured) return 'missing';
  return cpu !== null && isUnready(pod, cpu, periods, nowSeconds) ? 'unready' : 'ready';
}

function isUnready(pod: PodSnapshot, cpu: SampleTiming, periods: ReadinessPeriods, nowSeconds: number): boolean {
  const { ready, startTimeSeconds } = pod;
  if (ready === null || startTimeSeconds === null) return true;
  const notReady = ready.status === 'False';
  if (startTimeSeconds + periods.cpuInitializationPeriodSeconds > nowSeconds)
    return notReady || cpu.timestampSeconds < ready.lastTransitionSeconds + cpu.windowSeconds;
  return notReady && startTimeSeconds + periods.initialReadinessDelaySeconds > ready.lastTransitionSeconds;
}

/** Pods that run and are ready: what Object and External metrics with a plain value count (specification §1.5). */
export function countReadyRunning(pods: readonly PodSnapshot[]): number {
  let count = 0;
  for (const pod of pods) if (pod.phase === 'Running' && pod.ready?.status === 'True') count++;
  return count;
}
