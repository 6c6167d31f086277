/**
 * Elasticity after the SPEC Research Group (Herbst et al., "Ready for rain? A view from SPEC research on the future of cloud metrics",
 * 2016), percent. Specification: horizontal.md §4.1. All steps are equally long, so their length cancels out of every one of these.
 */
export interface Elasticity {
  /** θ_U: mean of max(demand − supply, 0) / demand. */
  readonly underProvisioningAccuracy: number;
  /** θ_O: mean of max(supply − demand, 0) / demand. */
  readonly overProvisioningAccuracy: number;
  /** τ_U: share of steps in which supply is below demand. */
  readonly underProvisioningTime: number;
  /** τ_O: share of steps in which supply is above demand. */
  readonly overProvisioningTime: number;
  /** υ: share of changes from step to step in which supply and demand do not go the same way; 0 for a single step. */
  readonly instability: number;
}

/** {@link Elasticity} where parts may be unknown, as metrics are. */
export type KnownElasticity = { readonly [Key in keyof Elasticity]: number | null };

/** What a share counts as at least where it is divided by, percent. */
const floorPercent = 1e-3;

/**
 * Compares what there was with what was needed.
 *
 * @param demand by step, the least pods that meet the objective; a demand of none divides as one pod
 * @param supply by step, the pods that served; of the same length, at least 1
 */
export function elasticity(demand: ArrayLike<number>, supply: ArrayLike<number>): Elasticity {
  const steps = demand.length;
  let missing = 0;
  let surplus = 0;
  let under = 0;
  let over = 0;
  let apart = 0;
  for (let step = 0; step < steps; step++) {
    const needed = demand[step]!;
    const lack = needed - supply[step]!;
    if (lack > 0) {
      under++;
      missing += lack / needed;
    } else if (lack < 0) {
      over++;
      surplus -= lack / Math.max(1, needed);
    }
    if (step > 0 && Math.sign(needed - demand[step - 1]!) !== Math.sign(supply[step]! - supply[step - 1]!)) apart++;
  }
  return {
    underProvisioningAccuracy: (100 * missing) / steps,
    overProvisioningAccuracy: (100 * surplus) / steps,
    underProvisioningTime: (100 * under) / steps,
    overProvisioningTime: (100 * over) / steps,
    instability: steps === 1 ? 0 : (100 * apart) / (steps - 1),
  };
}

/**
 * Elastic speed-up ε of a scaled service over the same service left alone: the geometric mean of the ratios of both accuracies and both
 * times. Above 1 scaling has helped. Shares count as at least 10⁻³ %.
 *
 * @returns null when a share is unknown
 */
export function elasticSpeedup(unscaled: KnownElasticity, scaled: KnownElasticity): number | null {
  let product = 1;
  for (const key of [
    'underProvisioningAccuracy',
    'overProvisioningAccuracy',
    'underProvisioningTime',
    'overProvisioningTime',
  ] as const) {
    const before = unscaled[key];
    const after = scaled[key];
    if (before === null || after === null) return null;
    product *= Math.max(floorPercent, before) / Math.max(floorPercent, after);
  }
  return product ** (1 / 4);
}

/** Auto-scaling deviation σ, percent: the five metrics joined by a norm, 0 for perfect scaling. @param norm 5 in the literature */
export function scalingDeviation(metrics: Elasticity, norm = 5): number {
  const { underProvisioningAccuracy, overProvisioningAccuracy, underProvisioningTime, overProvisioningTime } = metrics;
  const parts = [
    underProvisioningAccuracy,
    overProvisioningAccuracy,
    underProvisioningTime,
    overProvisioningTime,
    metrics.instability,
  ];
  return parts.reduce((sum, part) => sum + part ** norm, 0) ** (1 / norm);
}
