import type { PlatformPod } from '../platform.js';
import type { Throttling } from '../servers/servers.js';
import { toSeconds } from '../time.js';
import { PodPhase, type Pods } from './pods.js';

/** Name of the pod in a slot. */
export function podName(pods: Pods, pod: number): string {
  return `pod-${pods.id[pod]!}`;
}

/** The pods as the cluster's API shows them, oldest first. */
export function platformPods(
  pods: Pods,
  held: (pod: number) => number,
  throttling: (pod: number) => Throttling,
): PlatformPod[] {
  return pods.byAge().map((pod) => {
    const ran = !Number.isNaN(pods.containerStartedAt[pod]!);
    return {
      name: podName(pods, pod),
      phase: ran ? 'Running' : 'Pending',
      deleting: pods.phase[pod] === PodPhase.terminating,
      ready: pods.isReady[pod] === 1,
      readyChangedSeconds: instant(pods.readyChangedAt[pod]!),
      createdSeconds: toSeconds(pods.createdAt[pod]!),
      startedSeconds: instant(pods.startedAt[pod]!),
      restarts: pods.restarts[pod]!,
      requests: held(pod),
      throttling: throttling(pod),
    };
  });
}

function instant(microseconds: number): number | null {
  return Number.isNaN(microseconds) ? null : toSeconds(microseconds);
}
