import type { KubernetesLifeCycle } from '../config.js';
import { toMicroseconds } from '../time.js';
import type { Pods } from './pods.js';

/**
 * How long the kubelet waits before it restarts a container that died now: not at all after the first crash in a row, then `initial`,
 * twice that, and so on up to `max`. A run of `reset` seconds ends the row. Counts the crash.
 *
 * @returns microseconds
 */
export function restartWait(pods: Pods, pod: number, now: number, crash: KubernetesLifeCycle['crash']): number {
  const ran = now - pods.containerStartedAt[pod]!;
  const before = ran >= toMicroseconds(crash.resetSeconds) ? 0 : pods.crashesInRow[pod]!;
  pods.crashesInRow[pod] = before + 1;
  return before === 0 ? 0 : toMicroseconds(Math.min(crash.initialSeconds * 2 ** (before - 1), crash.maxSeconds));
}
