import { orangeSetting } from './setting.js';

/** What a round is worth, R2 of specification horizontal.md §4.1: less for every pod, and nothing above the objective. */
export function roundReward(pods: number, p95Ms: number): number {
  const { latencyObjectiveMs, costWeight, pods: levels } = orangeSetting;
  return p95Ms > latencyObjectiveMs ? 0 : 1 - (costWeight * (pods - 1)) / (levels.length - 1);
}
