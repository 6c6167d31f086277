/** Every way in which one count is made of several. */
export const decisionTypes = ['maximum', 'minimum', 'mean', 'median'] as const;

/** How one count is made of the HPA's and the models'. */
export type DecisionType = (typeof decisionTypes)[number];

/** @param candidates whole numbers, at least one; the mean is rounded half up, an even count's median is truncated */
export function decideAmong(candidates: readonly number[], type: DecisionType): number {
  switch (type) {
    case 'maximum':
      return Math.max(...candidates);
    case 'minimum':
      return Math.min(...candidates);
    case 'mean': {
      const total = candidates.reduce((sum, candidate) => sum + candidate, 0);
      return Math.max(0, Math.round(total / candidates.length));
    }
    case 'median': {
      const sorted = candidates.toSorted((one, other) => one - other);
      const half = Math.floor(sorted.length / 2);
      return sorted.length % 2 === 1 ? sorted[half]! : Math.trunc((sorted[half - 1]! + sorted[half]!) / 2);
    }
  }
}
