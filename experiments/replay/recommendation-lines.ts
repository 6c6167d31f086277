import { RecommendationIndex, type Recommender, recommendationLength } from '../../agents/vertical/recommender.js';
import type { EventHandler } from './events.js';

/**
 * Replays events through a recommender and writes one JSON line after every `every`-th sample, counted whether or not the
 * recommender accepts it: `{"t":…,"lower":[cpu,memory],"target":[…],"upper":[…]}`, millicores and bytes.
 */
export function recommendationLines(
  recommender: Recommender,
  every: number,
  write: (line: string) => void,
): EventHandler {
  const out = new Float64Array(recommendationLength);
  let samples = 0;
  return {
    sample(time, cpu, memory) {
      recommender.observe(time, cpu, memory);
      samples++;
      if (samples % every !== 0) return;
      recommender.recommend(time, out);
      write(`${JSON.stringify({ t: time, ...boundsOf(out) })}\n`);
    },
    oom(time, request) {
      recommender.observeOom(time, request);
    },
  };
}

/** The bounds of a recommendation as `[millicores, bytes]` pairs; an amount that is not recommended is null. */
export interface BoundPairs {
  readonly lower: readonly [number | null, number | null];
  readonly target: readonly [number | null, number | null];
  readonly upper: readonly [number | null, number | null];
}

/** The bounds in a recommender's output, by kind; null where there is no recommendation. */
export function boundsOf(out: Float64Array): BoundPairs {
  const pair = (cpu: number, memory: number) => [known(out[cpu]!), known(out[memory]!)] as const;
  return {
    lower: pair(RecommendationIndex.cpuLowerBound, RecommendationIndex.memoryLowerBound),
    target: pair(RecommendationIndex.cpuTarget, RecommendationIndex.memoryTarget),
    upper: pair(RecommendationIndex.cpuUpperBound, RecommendationIndex.memoryUpperBound),
  };
}

function known(amount: number): number | null {
  return Number.isNaN(amount) ? null : amount;
}
