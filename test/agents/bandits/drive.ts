import type { Autoscaler } from '../../../agents/horizontal/autoscaler.js';
import {
  playReleasedRound,
  type ReleasedLearner,
  type ReleasedPlatform,
} from '../../../agents/horizontal/bandits/released-round.js';
import { lazyView } from '../../../env/horizontal/view.js';
import { triangularUsers } from './replay-platform.js';

export const objectiveMs = 600;

/** A platform whose load a test sets. */
export interface DrivenPlatform extends ReleasedPlatform {
  users: number;
}

/** What an experiment logs, in total. */
export interface Tally {
  /** Rounds whose last observation violates the objective. */
  readonly violations: number;
  readonly meanContainers: number;
  /** Rounds that end with another count than the one before. */
  readonly changes: number;
  /** Mean of R2 with a cost weight of .5. */
  readonly reward: number;
  readonly containers: readonly number[];
}

function tally(containers: readonly number[], latencies: readonly number[]): Tally {
  return {
    violations: latencies.filter((latency) => latency > objectiveMs).length,
    meanContainers: containers.reduce((sum, n) => sum + n, 0) / containers.length,
    changes: containers.filter((n, i) => i > 0 && n !== containers[i - 1]).length,
    reward:
      containers.reduce((sum, n, i) => sum + (latencies[i]! > objectiveMs ? 0 : 1 - (n - 1) / 18), 0) /
      containers.length,
    containers,
  };
}

/** Plays the released round under the triangular load. */
export function driveReleased(platform: DrivenPlatform, learner: ReleasedLearner, rounds: number): Tally {
  const containers: number[] = [];
  const latencies: number[] = [];
  for (let round = 0; round < rounds; round++) {
    platform.users = triangularUsers(round);
    latencies.push(playReleasedRound(platform, learner, objectiveMs)[1]!);
    containers.push(platform.containers);
  }
  return tally(containers, latencies);
}

function emptyCluster(): never {
  throw new Error('a replayed table has no pods to show');
}

/**
 * Drives an autoscaler on the same platform: every decision is judged by an observation under the same load, then the
 * round ends.
 */
export function driveAutoscaler(platform: DrivenPlatform, autoscaler: Autoscaler, rounds: number): Tally {
  const containers: number[] = [];
  const latencies: number[] = [];
  const limits = { minReplicas: platform.minContainers, maxReplicas: platform.maxContainers };
  const view = (round: number, half: number) => {
    const replicas = platform.containers;
    const context = platform.observe();
    const timeSeconds = 15 * (round + half);
    return lazyView({ timeSeconds, specReplicas: replicas, statusReplicas: replicas, limits, context }, emptyCluster);
  };
  for (let round = 0; round < rounds; round++) {
    platform.users = triangularUsers(round);
    const before = view(round, 0);
    const decided = autoscaler.decide(before);
    const applied = Math.min(limits.maxReplicas, Math.max(limits.minReplicas, decided));
    platform.scaleTo(applied);
    const after = view(round, 0.5);
    autoscaler.learn?.({ before, decided, applied, reward: 0, after, terminated: false });
    latencies.push(after.context[1]!);
    containers.push(applied);
  }
  return tally(containers, latencies);
}
