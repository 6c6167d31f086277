import { type Recommender, recommendationLength } from '../../agents/vertical/recommender.js';
import type { EventHandler } from './events.js';
import type { ReplayedPod, Requests } from './replayed-pod.js';

/** What a recommender said at one moment, and what the updater made of it. */
export interface ReplayRow {
  /** Unix seconds. */
  readonly time: number;
  /** Requests before the updater acted; NaN for none. */
  readonly requests: Requests;
  /** In `RecommendationIndex`'s layout, whole amounts; only valid until the next row. */
  readonly recommendation: Float64Array;
  /** Why the updater acts now; null when it does not. */
  readonly update: string | null;
}

/**
 * Replays events through a recommender and lets the updater look at the pod after every sample. Gives a row after every
 * `every`-th sample, and one whenever the updater acts.
 */
export function updaterRows(
  recommender: Recommender,
  pod: ReplayedPod,
  every: number,
  write: (row: ReplayRow) => void,
): EventHandler {
  const recommendation = new Float64Array(recommendationLength);
  let samples = 0;
  return {
    sample(time, cpu, memory) {
      recommender.observe(time, cpu, memory);
      pod.seen(time);
      samples++;
      recommender.recommend(time, recommendation);
      for (let i = 0; i < recommendationLength; i++) recommendation[i] = Math.ceil(recommendation[i]!);
      const { requests } = pod;
      const update = pod.update(time, recommendation);
      if (update !== null || samples % every === 0) write({ time, requests, recommendation, update });
    },
    oom(time, request) {
      recommender.observeOom(time, request);
      pod.oomKilled(time);
    },
  };
}
