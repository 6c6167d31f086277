import type { SignalWindow } from './signal.js';
import { bucketCount, type UsageBuckets } from './usage-buckets.js';

/** Weights of the ensemble's costs; Google published the equations, not the numbers. */
export interface EnsembleWeights {
  /** Cost of usage above the limit. */
  readonly overrun: number;
  /** Cost of usage below the limit. */
  readonly underrun: number;
  /** Cost of a model changing its limit, and of the output changing. */
  readonly limitChange: number;
  /** Cost of choosing another model than last time. */
  readonly modelChange: number;
  /** How quickly a model's cost forgets. */
  readonly costDecay: number;
}

/**
 * Autopilot's machine-learning recommender for one resource: an ensemble of models (decay d_m, margin M_m), each keeping
 * decayed costs of every candidate limit, and the model that has been cheapest so far speaks (specification horizontal §4.2).
 *
 * A container that is throttled uses exactly its limit, so for a resource whose usage the limit cuts off (`atLimit: 'overrun'`, CPU)
 * samples in the limit's own bucket count as overrun; the original, whose CPU limits are soft, counts them as neither.
 *
 * Candidate limits are the buckets' upper bounds; margins are whole buckets. Costs count samples, as the equations do, so a change
 * of limit weighs the more the fewer samples a window holds. Ties go to the smaller limit and the earlier model.
 */
export class LimitEnsemble {
  private readonly counts = new Float64Array(bucketCount);
  private readonly above = new Float64Array(bucketCount);
  private readonly below = new Float64Array(bucketCount);
  private readonly over: readonly Float64Array[];
  private readonly under: readonly Float64Array[];
  /** Limit before the margin, by decay. */
  private readonly bare: Int32Array;
  private readonly limit: Int32Array;
  private readonly cost: Float64Array;
  private chosenModel = -1;
  private chosenLimit = -1;

  constructor(
    private readonly buckets: UsageBuckets,
    private readonly decays: readonly number[],
    private readonly margins: readonly number[],
    private readonly weights: EnsembleWeights,
    private readonly atLimit: 'overrun' | 'neither',
  ) {
    this.over = decays.map(() => new Float64Array(bucketCount));
    this.under = decays.map(() => new Float64Array(bucketCount));
    this.bare = new Int32Array(decays.length).fill(-1);
    this.limit = new Int32Array(decays.length * margins.length).fill(-1);
    this.cost = new Float64Array(decays.length * margins.length);
  }

  add(window: SignalWindow): void {
    this.count(window);
    for (let d = 0; d < this.decays.length; d++) this.bare[d] = this.cheapestLimit(d);
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let m = 0; m < this.limit.length; m++) {
      const cost = this.updateModel(m) + this.changeCost(m);
      if (cost < bestCost) {
        bestCost = cost;
        best = m;
      }
    }
    this.chosenModel = best;
    this.chosenLimit = this.limit[best]!;
  }

  /** The limit now, in the resource's unit; NaN before the first window. */
  recommend(): number {
    return this.chosenLimit < 0 ? Number.NaN : this.buckets.bounds[this.chosenLimit]!;
  }

  private count({ samples }: SignalWindow): void {
    const { counts, above, below } = this;
    counts.fill(0);
    for (const usage of samples) counts[this.buckets.bucketOf(usage)]!++;
    let sum = 0;
    for (let k = 0; k < bucketCount; k++) {
      below[k] = sum;
      sum += counts[k]!;
    }
    sum = 0;
    for (let k = bucketCount - 1; k >= 0; k--) {
      above[k] = this.atLimit === 'overrun' ? sum + counts[k]! : sum;
      sum += counts[k]!;
    }
  }

  /** Ages decay `d`'s costs by one window and gives its cheapest limit. */
  private cheapestLimit(d: number): number {
    const { overrun, underrun, limitChange } = this.weights;
    const decay = this.decays[d]!;
    const over = this.over[d]!;
    const under = this.under[d]!;
    const previous = this.bare[d]!;
    let best = 0;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let k = 0; k < bucketCount; k++) {
      const o = (1 - decay) * over[k]! + decay * this.above[k]!;
      const u = (1 - decay) * under[k]! + decay * this.below[k]!;
      over[k] = o;
      under[k] = u;
      const cost = overrun * o + underrun * u + (k === previous ? 0 : limitChange);
      if (cost < bestCost) {
        bestCost = cost;
        best = k;
      }
    }
    return best;
  }

  /** Moves model `m` to its new limit and gives its decayed cost. */
  private updateModel(m: number): number {
    const { overrun, underrun, limitChange, costDecay } = this.weights;
    const decay = Math.floor(m / this.margins.length);
    const limit = Math.min(bucketCount - 1, this.bare[decay]! + this.margins[m % this.margins.length]!);
    const changed = limit === this.limit[m] ? 0 : limitChange;
    this.limit[m] = limit;
    const instant = overrun * this.above[limit]! + underrun * this.below[limit]! + changed;
    this.cost[m] = costDecay * instant + (1 - costDecay) * this.cost[m]!;
    return this.cost[m]!;
  }

  private changeCost(m: number): number {
    const { modelChange, limitChange } = this.weights;
    return (m === this.chosenModel ? 0 : modelChange) + (this.limit[m] === this.chosenLimit ? 0 : limitChange);
  }
}
