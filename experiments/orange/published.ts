import type { OrangeMetricKey } from './metrics.js';
import { type OrangePartKey, orangeParts, orangeSetting } from './setting.js';

/** What was published of an agent in one part; recomputed from the recorded arrays (specification horizontal.md §2.4). */
export type PublishedMetrics = Readonly<Partial<Record<OrangeMetricKey, number>>>;

/** Agents of the publication in its order; an agent of ours carries the same label. */
export const publishedAgents = [
  { label: 'hslinucb-as-released', title: 'HSLinUCB (as released)' },
  { label: 'dqn-as-released', title: 'DQN (as released)' },
  { label: 'q-learning-as-released', title: 'Q-learning (as released)' },
] as const;

/** Label of an agent whose results were published. */
export type PublishedLabel = (typeof publishedAgents)[number]['label'];

/** Rounds a play and runs the published numbers stand on. */
export const publishedRounds = 9000;

const numbers = (
  violations: number,
  violationPercent: number,
  meanPods: number,
  meanP95Ms: number,
  changes: number,
) => ({ violations, violationPercent, meanPods, meanP95Ms, changes });

const published: Readonly<Record<OrangePartKey, Readonly<Record<PublishedLabel, ReturnType<typeof numbers>>>>> = {
  cold: {
    'hslinucb-as-released': numbers(6.1, 0.068, 2.977, 291.4, 110.6),
    'dqn-as-released': numbers(560.5, 6.228, 3.001, 344.6, 1229.8),
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: pods, not e
    'q-learning-as-released': numbers(1118.2, 12.424, 2.718, 437.5, 2378.7),
  },
  'hot-seen': {
    'hslinucb-as-released': numbers(0, 0, 3.021, 280.5, 72),
    'dqn-as-released': numbers(0.1, 0.001, 3.123, 266.1, 98.8),
    'q-learning-as-released': numbers(0.6, 0.007, 2.928, 304.4, 151.2),
  },
  'hot-unseen': {
    'hslinucb-as-released': numbers(2, 0.022, 3.235, 255.3, 60.8),
    'dqn-as-released': numbers(0, 0, 3.245, 251.7, 66.4),
    'q-learning-as-released': numbers(226.1, 2.512, 2.912, 324, 603.6),
  },
};

/** What the oracle keeps on average on the published tables. */
const publishedOraclePods = { d1: 2.8, d2: 3.1 };

/** Published numbers of an agent, null where there are none. */
export function publishedMetrics(part: OrangePartKey, label: string): PublishedMetrics | null {
  if (label === 'oracle') {
    const { table } = orangeParts.find(({ key }) => key === part)!;
    return { violations: 0, violationPercent: 0, meanPods: publishedOraclePods[table] };
  }
  return published[part][label as PublishedLabel] ?? null;
}

/** Whether ours agrees with what was published, criterion by criterion. */
export interface Verdict {
  readonly violations: BandCheck;
  readonly meanPods: BandCheck;
  /** Whether both hold. */
  readonly agrees: boolean;
}

/** One criterion. */
export interface BandCheck {
  readonly low: number;
  readonly high: number;
  readonly within: boolean;
}

/** The bands of specification horizontal.md §2.5: violations ± 50 %, pods ± .15. */
const bands = { violationShare: 0.5, pods: 0.15 };

/** By this share of the rounds violations may differ after a hot start at any rate: half of next to nothing is no band. */
const leastViolationBand = 0.0005;

/**
 * Compares our means over runs with the published ones; null where nothing was published. The bands are those of a cold start; hot starts have so
 * few violations that theirs is never narrower than .05 % of the rounds.
 */
export function verdictOf(
  part: OrangePartKey,
  label: string,
  ours: Readonly<Record<'violations' | 'meanPods', { readonly mean: number }>>,
): Verdict | null {
  const theirs = published[part][label as PublishedLabel] ?? null;
  if (theirs === null) return null;
  const least = part === 'cold' ? 0 : leastViolationBand * publishedRounds;
  const reach = Math.max(bands.violationShare * theirs.violations, least);
  const violations = check(ours.violations.mean, Math.max(0, theirs.violations - reach), theirs.violations + reach);
  const meanPods = check(ours.meanPods.mean, theirs.meanPods - bands.pods, theirs.meanPods + bands.pods);
  return { violations, meanPods, agrees: violations.within && meanPods.within };
}

function check(value: number, low: number, high: number): BandCheck {
  return { low, high, within: value >= low && value <= high };
}

/**
 * Recorded means of the 95th percentile, ms, on 1 … 5 pods by users; null: not visited (specification horizontal.md §3.6).
 */
const recordedP95Ms: Readonly<Record<'d1' | 'd2', readonly (readonly (number | null)[])[]>> = {
  d1: [
    [187, 117, null, null, 104],
    [410, 176, 152, null, 129],
    [1000, 238, 155, 141, 143],
    [1892, 412, 169, 149, 139],
    [2550, 609, 226, 162, 137],
    [null, 1226, 308, 191, 147],
    [null, 1764, 497, 231, 150],
    [null, null, 897, 320, 187],
    [null, null, 1137, 444, 226],
    [null, null, 2457, 666, 316],
  ],
  d2: [
    [199, 131, null, null, null],
    [425, 159, 183, null, null],
    [981, 220, 155, null, null],
    [1755, 350, 166, 160, null],
    [2916, 566, 218, 172, null],
    [null, 1167, 338, 196, null],
    [null, 2026, 535, 262, 200],
    [null, null, 824, 313, 216],
    [null, null, 1392, 463, 256],
    [null, null, 2230, 679, 345],
  ],
};

/** The recorded mean of a cell, ms; null where it was not visited. */
export function recordedLatency(table: 'd1' | 'd2', users: number, pods: number): number | null {
  return recordedP95Ms[table][orangeSetting.users.indexOf(users)]?.[pods - 1] ?? null;
}
