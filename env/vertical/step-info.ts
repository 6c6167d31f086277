import type { Info } from '../core/env.js';
import { costTerms } from './cost.js';
import type { OomEvents } from './simulation/oom-events.js';
import type { StepOutputs } from './simulation/step-outputs.js';

/** What `reset` tells of the episode that begins. */
export interface EpisodeInfo extends Info {
  /** Id of the series. */
  readonly series: string;
  /** Position in the series of the episode's first step. */
  readonly firstStep: number;
  /** Steps of the episode. */
  readonly steps: number;
  /** Unix seconds of the episode's beginning. */
  readonly timeSeconds: number;
}

/** Cost of a step by term, dollars. */
export interface CostInfo extends Info {
  readonly cpu: number;
  readonly memory: number;
  readonly throttled: number;
  readonly oom: number;
  readonly restart: number;
  readonly down: number;
}

/** One OOM kill, as a recommender hears of it. */
export interface OomEvent {
  readonly timeSeconds: number;
  readonly memoryRequestBytes: number;
}

/**
 * What `step` tells besides the observation: {@link StepOutputs} of one workload. Usage that was not measured is NaN,
 * no limit infinity.
 */
export interface StepInfo extends Info {
  /** Unix seconds of the step's end: the time of its sample. */
  readonly timeSeconds: number;
  readonly cpuUsage: number;
  readonly memoryUsage: number;
  readonly cpuDemand: number;
  readonly memoryDemand: number;
  readonly cpuLimit: number;
  readonly memoryLimit: number;
  readonly throttled: number;
  readonly unserved: number;
  readonly backlog: number;
  readonly backlogDropped: number;
  readonly oomKills: number;
  readonly restarts: number;
  readonly resizes: number;
  readonly downSeconds: number;
  readonly cost: CostInfo;
  /** The step's OOM kills in order of time. */
  readonly oomEvents: readonly OomEvent[];
}

const noOomEvents: readonly OomEvent[] = Object.freeze([]);

/** A workload's OOM kills of the last step. */
export function oomEventsOf(events: OomEvents, workload: number): readonly OomEvent[] {
  if (events.count === 0) return noOomEvents;
  const own: OomEvent[] = [];
  for (let i = 0; i < events.count; i++)
    if (events.workload[i] === workload)
      own.push({ timeSeconds: events.timeSeconds[i]!, memoryRequestBytes: events.memoryRequestBytes[i]! });
  return own.length === 0 ? noOomEvents : own.sort((one, other) => one.timeSeconds - other.timeSeconds);
}

/** {@link oomEventsOf} of every workload. */
export function oomEventLists(events: OomEvents, workloads: number): (readonly OomEvent[])[] {
  const lists = new Array<readonly OomEvent[]>(workloads).fill(noOomEvents);
  for (let i = 0; i < events.count; i++) {
    const workload = events.workload[i]!;
    if (lists[workload] === noOomEvents) lists[workload] = oomEventsOf(events, workload);
  }
  return lists;
}

/** One workload's share of a step. */
export function stepInfo(outputs: StepOutputs, events: OomEvents, workload: number, timeSeconds: number): StepInfo {
  const { cost } = outputs;
  const at = workload * costTerms.length;
  return {
    timeSeconds,
    cpuUsage: outputs.cpuUsage[workload]!,
    memoryUsage: outputs.memoryUsage[workload]!,
    cpuDemand: outputs.cpuDemand[workload]!,
    memoryDemand: outputs.memoryDemand[workload]!,
    cpuLimit: outputs.cpuLimit[workload]!,
    memoryLimit: outputs.memoryLimit[workload]!,
    throttled: outputs.throttled[workload]!,
    unserved: outputs.unserved[workload]!,
    backlog: outputs.backlog[workload]!,
    backlogDropped: outputs.backlogDropped[workload]!,
    oomKills: outputs.oomKills[workload]!,
    restarts: outputs.restarts[workload]!,
    resizes: outputs.resizes[workload]!,
    downSeconds: outputs.downSeconds[workload]!,
    cost: {
      cpu: cost[at]!,
      memory: cost[at + 1]!,
      throttled: cost[at + 2]!,
      oom: cost[at + 3]!,
      restart: cost[at + 4]!,
      down: cost[at + 5]!,
    },
    oomEvents: oomEventsOf(events, workload),
  };
}
