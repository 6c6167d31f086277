import { RandomStream, type Seed } from '../../core/random.js';
import type { VerticalConfig } from '../config.js';

/**
 * The stream an environment's randomness flows from, as `BaseEnv` makes it; a fleet's workload has the same for the
 * same seed.
 */
export function envStream(seed: Seed): RandomStream {
  return new RandomStream(seed, 'env');
}

/**
 * The stream that decides which of an episode's resizes are deferred, split off the environment's own.
 * @returns null, and nothing drawn, when none is ever deferred
 */
export function resizeStream(random: RandomStream, { physics }: VerticalConfig): RandomStream | null {
  return physics.resizeDeferredProbability > 0 ? new RandomStream(random.uint32(), 'resize') : null;
}
