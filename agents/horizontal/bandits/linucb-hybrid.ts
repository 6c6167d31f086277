import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Bandit } from './bandit.js';
import { bestArm } from './choose-arm.js';
import { dot } from './linear-model/dense.js';
import { RidgeRegression } from './linear-model/ridge-regression.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { featureOptions, featuresOf, stepOptions } from './scaling/options.js';

/** Hyper-parameters of {@link LinUcbHybrid}. */
const options = {
  /** α: how many widths the score lies above the mean. */
  alpha: z.number().min(0).default(1),
  /** λ: ridge penalty of the shared model and of every arm's own. */
  lambda: z.number().positive().default(1),
  /**
   * What the arms share. `baseline`: the features, of which every arm has its own deviation. `steps`: the features
   * times the arm's step, of which every arm has a bias; a step of 0 then knows no load, and the agent flips more.
   */
  split: z.enum(['baseline', 'steps']).default('baseline'),
};

/** How features become what all arms share (z, which depends on the arm) and what is an arm's own (x). */
export interface HybridSplit {
  readonly sharedLength: number;
  readonly ownLength: number;
  writeShared(features: Float64Array, arm: number, out: Float64Array): void;
  writeOwn(features: Float64Array, arm: number, out: Float64Array): void;
}

/** Shared: the features. Own: the features once more, an arm's deviation from what is shared. */
export function baselineSplit(features: number): HybridSplit {
  const copy = (from: Float64Array, _arm: number, out: Float64Array) => out.set(from);
  return { sharedLength: features, ownLength: features, writeShared: copy, writeOwn: copy };
}

/** Shared: the features times the arm's step. Own: the constant 1, the arm's bias. */
export function stepSplit(features: number, steps: readonly number[]): HybridSplit {
  return {
    sharedLength: features,
    ownLength: 1,
    writeShared(from, arm, out) {
      for (let i = 0; i < features; i++) out[i] = from[i]! * steps[arm]!;
    },
    writeOwn(_from, _arm, out) {
      out[0] = 1;
    },
  };
}

/** One arm: the regression of the reward on x alone, and B = Σ xz′ by rows. */
interface HybridArm {
  readonly own: RidgeRegression;
  readonly cross: Float64Array;
}

/**
 * LinUCB with features the arms share (Li, Chu, Langford and Schapire, 2010, algorithm 2): mean z′β + x′θ, all of A₀,
 * b₀, A, B, b as there.
 *
 * Written with w = z − B′A⁻¹x, what is left of z when x is regressed out: the score is w′β + x′A⁻¹b + α √(w′A₀⁻¹w +
 * x′A⁻¹x), and one round's changes of A₀ and b₀ (take out the arm's old term, add the row, take out the new term) come
 * to one row of the shared regression, w/√s with target (r − x′A⁻¹b)/√s, where s = 1 + x′A⁻¹x. So both models are plain
 * ridge regressions with rank-1 updates.
 */
export class LinUcbHybrid implements Bandit {
  readonly arms: number;
  /** A₀, b₀ and β. */
  readonly shared: RidgeRegression;
  private readonly own: readonly HybridArm[];
  private readonly split: HybridSplit;
  private readonly alpha: number;
  private readonly stream: RandomStream;
  private readonly scores: Float64Array;
  private readonly x: Float64Array;
  private readonly weights: Float64Array;
  private readonly w: Float64Array;

  constructor(
    arms: number,
    split: HybridSplit,
    { alpha, lambda }: { readonly alpha: number; readonly lambda: number },
    stream: RandomStream,
  ) {
    const { sharedLength, ownLength } = split;
    this.arms = arms;
    this.shared = new RidgeRegression(sharedLength, { lambda });
    this.own = Array.from({ length: arms }, () => ({
      own: new RidgeRegression(ownLength, { lambda }),
      cross: new Float64Array(ownLength * sharedLength),
    }));
    this.split = split;
    this.alpha = alpha;
    this.stream = stream;
    this.scores = new Float64Array(arms);
    this.x = new Float64Array(ownLength);
    this.weights = new Float64Array(ownLength);
    this.w = new Float64Array(sharedLength);
  }

  select(features: Float64Array, allowed: Uint8Array): number {
    for (let arm = 0; arm < this.arms; arm++) this.scores[arm] = this.score(features, arm);
    return bestArm(this.scores, allowed, this.stream);
  }

  /** z′β + x′θ. */
  mean(features: Float64Array, arm: number): number {
    this.regressOut(features, arm);
    return this.shared.predict(this.w) + this.own[arm]!.own.predict(this.x);
  }

  /** The mean and α widths. */
  score(features: Float64Array, arm: number): number {
    const mean = this.mean(features, arm);
    const variance = this.shared.squaredWidth(this.w) + this.own[arm]!.own.squaredWidth(this.x);
    return mean + this.alpha * Math.sqrt(variance);
  }

  /** Sets x and w. */
  private regressOut(features: Float64Array, arm: number): void {
    const { own, cross } = this.own[arm]!;
    this.split.writeOwn(features, arm, this.x);
    this.split.writeShared(features, arm, this.w);
    own.applyInverse(this.x, this.weights);
    for (let i = 0, at = 0; i < this.weights.length; i++)
      for (let j = 0; j < this.w.length; j++) this.w[j]! -= this.weights[i]! * cross[at++]!;
  }

  update(arm: number, features: Float64Array, reward: number): void {
    const { own, cross } = this.own[arm]!;
    const { sharedLength, ownLength } = this.split;
    this.regressOut(features, arm);
    const scale = 1 / Math.sqrt(1 + dot(this.x, this.weights));
    const error = reward - own.predict(this.x);
    for (let j = 0; j < sharedLength; j++) this.w[j]! *= scale;
    this.shared.update(this.w, error * scale);
    this.split.writeShared(features, arm, this.w);
    for (let i = 0, at = 0; i < ownLength; i++)
      for (let j = 0; j < sharedLength; j++) cross[at++]! += this.x[i]! * this.w[j]!;
    own.update(this.x, reward);
  }

  save(): JsonValue {
    return {
      shared: this.shared.save(),
      arms: this.own.map(({ own, cross }) => ({ own: own.save(), cross: [...cross] })),
    };
  }

  restore(state: unknown): void {
    const cross = z.array(z.number()).length(this.split.ownLength * this.split.sharedLength);
    const arm = z.strictObject({ own: z.unknown(), cross });
    const saved = parseWith(z.strictObject({ shared: z.unknown(), arms: z.array(arm).length(this.arms) }), state);
    this.shared.restore(saved.shared);
    this.own.forEach((mine, i) => {
      mine.own.restore(saved.arms[i]!.own);
      mine.cross.set(saved.arms[i]!.cross);
    });
  }
}

const configSchema = z.strictObject({ ...options, ...featureOptions, ...stepOptions });

/**
 * {@link LinUcbHybrid} over steps of the replica count. What all steps share is learned from every round, so it needs
 * less exploration than disjoint arms: with α .5, the rule for UP, cost weight .8 and change penalty .05 it violates
 * the objective less often than HSLinUCB as released, with as many pods, on cells of the published latencies.
 */
export const linUcbHybridAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'linucb-hybrid',
  title: 'LinUCB (hybrid)',
  describe: 'Contextual bandit: LinUCB whose linear models share what all steps have in common.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(config, featuresOf(config, context), context, ({ arms, features }, steps) => {
      const stream = new RandomStream(context.seed, 'agent', 'linucb-hybrid');
      const split = config.split === 'steps' ? stepSplit(features, steps) : baselineSplit(features);
      return new LinUcbHybrid(arms, split, config, stream);
    }),
};
