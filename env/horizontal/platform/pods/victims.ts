import { PodPhase, type Pods } from './pods.js';

/**
 * Which pod a ReplicaSet deletes first: one that is not on a node, then one that is not running, then one that is not ready; among the
 * ready the one ready for the shortest time; then the one with more restarts, then the youngest.
 *
 * @returns a slot, -1 when there is nothing to delete
 */
export function nextVictim(pods: Pods): number {
  let victim = -1;
  for (let pod = 0; pod < pods.capacity; pod++) {
    const phase = pods.phase[pod]!;
    if (phase === PodPhase.none || phase === PodPhase.terminating) continue;
    if (victim < 0 || goesBefore(pods, pod, victim)) victim = pod;
  }
  return victim;
}

function goesBefore(pods: Pods, a: number, b: number): boolean {
  const stages = stage(pods, a) - stage(pods, b);
  if (stages !== 0) return stages < 0;
  if (pods.isReady[a] === 1 && pods.readyAt[a] !== pods.readyAt[b]) return pods.readyAt[a]! > pods.readyAt[b]!;
  if (pods.restarts[a] !== pods.restarts[b]) return pods.restarts[a]! > pods.restarts[b]!;
  return pods.id[a]! > pods.id[b]!;
}

function stage(pods: Pods, pod: number): number {
  if (pods.isReady[pod] === 1) return 3;
  switch (pods.phase[pod]) {
    case PodPhase.unscheduled:
      return 0;
    case PodPhase.pulling:
      return 1;
    default:
      return 2;
  }
}
