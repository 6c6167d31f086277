import type { Info } from '../core/env.js';
import type { ScalingEpisode } from './scaling-episode.js';
import type { ScalingStep } from './scaling-step.js';
import { noReadings, type ServiceReadings } from './service.js';
import type { ReplicaLimits } from './view.js';

/** What `reset` tells of one service. */
export interface ServiceEpisodeInfo extends Info {
  readonly service: string;
  /** Id of the load series. */
  readonly load: string;
  /** Position of the first decision's interval in the load. */
  readonly firstStep: number;
  /** Decisions of the episode. */
  readonly steps: number;
  /** Unix seconds of the episode's beginning. */
  readonly timeSeconds: number;
  readonly limits: ReplicaLimits;
  readonly replicas: number;
  readonly readyReplicas: number;
}

/** Readings of an interval that `step` tells. */
type ReadingsInfo = Pick<
  ServiceReadings,
  | 'offeredLoad'
  | 'latencyMs'
  | 'meanLatencyMs'
  | 'requests'
  | 'failedRequests'
  | 'violatedRequests'
  | 'podSeconds'
  | 'readyPodSeconds'
>;

/** What `step` tells of one service: the interval's readings, and what became of the action. */
export interface ServiceStepInfo extends Info, ReadingsInfo {
  readonly service: string;
  /** Unix seconds of the interval's end. */
  readonly timeSeconds: number;
  /** Replicas that were wanted, that were asked for within the limits, and that had been asked for before. */
  readonly decided: number;
  readonly applied: number;
  readonly before: number;
  /** Whether the action asked for too much or too little and nothing was done: no time passed, and all sums are 0. */
  readonly noOp: boolean;
  readonly limits: ReplicaLimits;
  /** Pods that serve now. */
  readonly readyReplicas: number;
  readonly settleSeconds: number;
  readonly settlePodSeconds: number;
  readonly violated: boolean;
  /** Dollars. */
  readonly cost: { readonly pods: number; readonly violations: number };
  readonly reward: number;
}

/** What there is to tell of an episode that begins. */
export function episodeInfo(service: string, episode: ScalingEpisode): ServiceEpisodeInfo {
  return {
    service,
    load: episode.load.id,
    firstStep: episode.first,
    steps: episode.steps,
    timeSeconds: unixSeconds(episode),
    limits: episode.limits,
    replicas: episode.service.specReplicas,
    readyReplicas: episode.service.readyReplicas,
  };
}

/** What there is to tell of an episode's last step. */
export function stepInfo(service: string, episode: ScalingEpisode, step: ScalingStep): ServiceStepInfo {
  return {
    ...readingsInfo(step.readings),
    service,
    timeSeconds: unixSeconds(episode),
    decided: step.decided,
    applied: step.applied,
    before: step.before,
    noOp: false,
    limits: episode.limits,
    readyReplicas: episode.service.readyReplicas,
    settleSeconds: step.settleSeconds,
    settlePodSeconds: step.settlePodSeconds,
    violated: step.violated,
    cost: { pods: step.cost.pods, violations: step.cost.violations },
    reward: step.reward,
  };
}

/** An action that did nothing. */
export function noOpInfo(service: string, episode: ScalingEpisode, decided: number): ServiceStepInfo {
  const { specReplicas, readyReplicas, readings } = episode.service;
  return {
    ...readingsInfo(noReadings),
    offeredLoad: readings.offeredLoad,
    service,
    timeSeconds: unixSeconds(episode),
    decided,
    applied: specReplicas,
    before: specReplicas,
    noOp: true,
    limits: episode.limits,
    readyReplicas,
    settleSeconds: 0,
    settlePodSeconds: 0,
    violated: false,
    cost: { pods: 0, violations: 0 },
    reward: 0,
  };
}

/** A copy, for readings are valid until the next step only. */
function readingsInfo(readings: ServiceReadings): ReadingsInfo {
  return {
    offeredLoad: readings.offeredLoad,
    latencyMs: readings.latencyMs,
    meanLatencyMs: readings.meanLatencyMs,
    requests: readings.requests,
    failedRequests: readings.failedRequests,
    violatedRequests: readings.violatedRequests,
    podSeconds: readings.podSeconds,
    readyPodSeconds: readings.readyPodSeconds,
  };
}

function unixSeconds(episode: ScalingEpisode): number {
  return episode.load.startTime + episode.loadSeconds;
}
