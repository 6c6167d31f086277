import { describe, expect, it } from 'vitest';
import { runHorizontalTrial } from '../../../experiments/horizontal/run-trial.js';
import { recordHorizontalEpisode } from '../../../experiments/horizontal/timeline.js';
import { hump, smallWeb, trialOf } from './loads.js';

const trial = trialOf({ id: 'kubernetes-hpa', config: {} });
const steps = recordHorizontalEpisode(trial, hump, 1);
const minutes = recordHorizontalEpisode(trial, hump, 4);

describe('recordHorizontalEpisode', () => {
  it('is the episode that the trial scored', () => {
    const { cost, metrics } = runHorizontalTrial(trial, hump).result;
    expect(steps.timeline.cumulativeCost.at(-1)).toBeCloseTo(cost, 5);
    const violated = steps.timeline.violated.reduce<number>((sum, value) => sum + value!, 0);
    expect((100 * violated) / 80).toBeCloseTo(metrics.violatedTimePercent!, 9);
  });

  it('has one value a bucket in every array', () => {
    for (const [{ load, leastPods, timeline }, buckets] of [
      [steps, 80],
      [minutes, 20],
    ] as const)
      for (const values of [load, leastPods, ...Object.values(timeline)]) expect(values).toHaveLength(buckets);
    expect(minutes).toMatchObject({
      startTime: 0,
      bucketSeconds: 60,
      loadUnit: 'requestsPerSecond',
      objectiveMs: 1000,
    });
  });

  it('shows the load that was offered', () => {
    expect(minutes.load).toEqual([...hump.requestsPerSecond!]);
  });

  it('folds latency and demand to their highest, replicas to the last, violations to their share', () => {
    const four = <T>(values: readonly T[], bucket: number) => values.slice(4 * bucket, 4 * bucket + 4);
    for (let bucket = 0; bucket < 20; bucket++) {
      const { latencyMs, replicas, violated } = steps.timeline;
      expect(minutes.timeline.latencyMs[bucket]).toBe(Math.max(...(four(latencyMs, bucket) as number[])));
      expect(minutes.leastPods[bucket]).toBe(Math.max(...(four(steps.leastPods, bucket) as number[])));
      expect(minutes.timeline.replicas[bucket]).toBe(replicas[4 * bucket + 3]);
      const share = four(violated, bucket).reduce<number>((sum, value) => sum + value!, 0) / 4;
      expect(minutes.timeline.violated[bucket]).toBe(share);
    }
  });

  it('closes a bucket that the episode does not fill', () => {
    const { timeline } = recordHorizontalEpisode(trial, hump, 30);
    expect(timeline.replicas).toHaveLength(3);
    expect(timeline.replicas[2]).toBe(steps.timeline.replicas[79]);
  });

  it('keeps replicas within the limits', () => {
    for (const replicas of steps.timeline.replicas) {
      expect(replicas).toBeGreaterThanOrEqual(smallWeb.limits.minReplicas);
      expect(replicas).toBeLessThanOrEqual(smallWeb.limits.maxReplicas);
    }
  });
});
