import type { RewardConfig } from '../config.js';

/** What a reward is made of: one decision and the interval it is judged by. */
export interface JudgedInterval {
  readonly violated: boolean;
  /** The objective's percentile of latency, milliseconds; NaN when no request was answered. */
  readonly latencyMs: number;
  readonly objectiveMs: number;
  /** Replicas asked for after the decision, and how many more than before it. */
  readonly replicas: number;
  readonly change: number;
  /** The upper limit in force. */
  readonly maxReplicas: number;
  /** Mean over containers of usage ÷ limit as monitoring shows it after the interval; NaN where nothing was measured. */
  readonly cpuToLimit: number;
  readonly memoryToLimit: number;
  /** What decision and interval cost. */
  readonly dollars: number;
}

/**
 * The reward of one interval (R1 to R6 of horizontal.md §4.1).
 * @param multiplier R5's Lagrange multiplier before the interval; the others do not read it
 */
export function rewardOf(config: RewardConfig, interval: JudgedInterval, multiplier: number): number {
  const { violated, replicas, maxReplicas, change } = interval;
  switch (config.kind) {
    case 'binary':
      return violated ? 0 : 1;
    case 'cost-weighted':
      return violated ? 0 : 1 - (config.costWeight * (replicas - 1)) / Math.max(1, maxReplicas - 1);
    case 'penalty':
      return -(
        (violated ? config.violation : 0) +
        (config.pods * replicas) / maxReplicas +
        config.change * Math.abs(change)
      );
    case 'preservation':
      return config.preservation * preserved(interval) + (1 - config.preservation) * utilisation(interval);
    case 'lagrangian':
      return -(replicas / maxReplicas + multiplier * ((violated ? 1 : 0) - config.budget));
    case 'tower':
      return -(violated ? 3 - preserved(interval) : replicas / maxReplicas);
    case 'cost':
      return -interval.dollars;
  }
}

/** R5's multiplier at the beginning of an episode; 0 for the other rewards. */
export function initialMultiplier(config: RewardConfig): number {
  return config.kind === 'lagrangian' ? config.initialMultiplier : 0;
}

/** R5's multiplier after an interval: projected gradient ascent on the dual. */
export function nextMultiplier(config: RewardConfig, multiplier: number, violated: boolean): number {
  if (config.kind !== 'lagrangian') return 0;
  return Math.max(0, multiplier + config.rate * ((violated ? 1 : 0) - config.budget));
}

/** How much of the objective is kept: min(1, objective ÷ latency); without an answer all of it, or nothing when requests failed. */
function preserved({ latencyMs, objectiveMs, violated }: JudgedInterval): number {
  if (Number.isNaN(latencyMs)) return violated ? 0 : 1;
  return Math.min(1, objectiveMs / latencyMs);
}

/** Mean over CPU and memory of min(1, usage ÷ limit); what was not measured counts as unused. */
function utilisation({ cpuToLimit, memoryToLimit }: JudgedInterval): number {
  return (share(cpuToLimit) + share(memoryToLimit)) / 2;
}

function share(ratio: number): number {
  return Number.isNaN(ratio) ? 0 : Math.min(1, ratio);
}
