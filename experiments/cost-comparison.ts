import { RandomStream } from '../env/core/random.js';
import type { PlannedAgent } from './plan.js';
import type { ReportComparison } from './report-data.js';
import { bootstrapInterval, holm, meanInterval, signFlipTest } from './statistics.js';

/** An agent's cost and the reference's by sampling unit. */
type CostPairs = readonly (readonly [number, number])[];

/**
 * Every agent's cost against the reference agent's, with p-values corrected for the number of agents.
 *
 * @param reference label; null for none
 * @param pairsOf costs of two agents of the plan, by position
 * @param seed draws patterns and resamples
 * @returns by agent; null for bounds, the reference itself, and without one
 */
export function compareWithReference(
  agents: readonly PlannedAgent[],
  reference: string | null,
  pairsOf: (agent: number, reference: number) => CostPairs,
  seed: number,
): readonly (ReportComparison | null)[] {
  const referenceIndex = agents.findIndex(({ label }) => label === reference);
  const comparisons = agents.map(({ label, role }, agent) =>
    referenceIndex < 0 || agent === referenceIndex || role === 'bound'
      ? null
      : compareCosts(pairsOf(agent, referenceIndex), new RandomStream(seed, 'versus', label)),
  );
  const tested = comparisons.filter((comparison) => comparison !== null && comparison.pHolm !== null);
  const corrected = holm(tested.map((comparison) => comparison!.pHolm!));
  const pHolm = new Map(tested.map((comparison, i) => [comparison, corrected[i]!]));
  return comparisons.map((comparison) => comparison && { ...comparison, pHolm: pHolm.get(comparison) ?? null });
}

/** A comparison whose `pHolm` is not corrected yet. */
function compareCosts(pairs: CostPairs, stream: RandomStream): ReportComparison {
  const differences = pairs.map(([cost, reference]) => cost - reference);
  const relative = (sample: Int32Array) => {
    let cost = 0;
    let reference = 0;
    for (const unit of sample) {
      cost += pairs[unit]![0];
      reference += pairs[unit]![1];
    }
    return reference === 0 ? 0 : 100 * (cost / reference - 1);
  };
  return {
    difference: meanInterval(differences),
    relativePercent: bootstrapInterval(pairs.length, relative, stream),
    pHolm: pairs.length < 2 ? null : signFlipTest(differences, stream),
  };
}
