import type { UsageSeries } from '../../workloads/usage-series.js';
import { InputError } from '../core/input-error.js';
import { RandomStream, type Seed } from '../core/random.js';

/** How entities are divided into training and test sets. */
export interface SplitOptions {
  /** Share of the groups that is kept for testing, above 0 and below 1. */
  readonly test: number;
  readonly seed: Seed;
  /** What is never torn apart: all series of one entity, or of one service (where a series names none, its entity). */
  readonly by: 'entity' | 'service';
}

/**
 * Splits series into training and test sets by entity, so that a learner is tested on containers (or services) it has
 * not seen. The groups drawn depend on the seed and the set of names, not on the order of the series; that order is
 * kept.
 *
 * @throws InputError for a share outside (0, 1) or fewer than two groups
 */
export function splitByEntity(
  series: readonly UsageSeries[],
  { test, seed, by }: SplitOptions,
): { readonly train: readonly UsageSeries[]; readonly test: readonly UsageSeries[] } {
  if (!(test > 0 && test < 1))
    throw new InputError({ field: 'split.test', value: test }, 'a share above 0 and below 1');
  const keyOf = ({ source }: UsageSeries) =>
    JSON.stringify([source.dataset, by === 'service' ? (source.service ?? source.entity) : source.entity]);
  const keys = [...new Set(series.map(keyOf))].sort();
  if (keys.length < 2) throw new InputError({ field: 'split.series', value: keys.length }, `at least two of ${by}`);
  const random = new RandomStream(seed, 'split');
  for (let i = keys.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [keys[i], keys[j]] = [keys[j]!, keys[i]!];
  }
  const count = Math.min(Math.max(Math.round(test * keys.length), 1), keys.length - 1);
  const held = new Set(keys.slice(0, count));
  return {
    train: series.filter((one) => !held.has(keyOf(one))),
    test: series.filter((one) => held.has(keyOf(one))),
  };
}
