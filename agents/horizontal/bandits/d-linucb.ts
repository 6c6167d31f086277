import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Bandit, BanditShape } from './bandit.js';
import { bestArm } from './choose-arm.js';
import { DiscountedRidge } from './linear-model/discounted-ridge.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { featureOptions, featuresOf, stepOptions } from './scaling/options.js';

/** Hyper-parameters of {@link DLinUcb}. */
const options = {
  /**
   * γ: weight a row keeps a round. It must remember for longer than a level of load lasts: .999 is 1000 rounds, .99
   * only 100, too short where a level lasts 50 (specification §2.6).
   */
  discount: z.number().gt(0).max(1).default(0.999),
  /** β: how many widths the score lies above the mean. */
  beta: z.number().min(0).default(1),
  /** λ: ridge penalty of every arm's regression. */
  lambda: z.number().positive().default(1),
};

/** Hyper-parameters of {@link DLinUcb}, complete. */
export interface DLinUcbConfig {
  readonly discount: number;
  readonly beta: number;
  readonly lambda: number;
}

/**
 * Discounted LinUCB (Russac, Vernade and Cappé, 2019) for rewards that change over time: plays the arm of highest
 * θ′x + β √(x′V⁻¹WV⁻¹x). All arms forget at every round.
 */
export class DLinUcb implements Bandit {
  readonly arms: number;
  readonly models: readonly DiscountedRidge[];
  private readonly beta: number;
  private readonly stream: RandomStream;
  private readonly scores: Float64Array;

  constructor({ arms, features }: BanditShape, { discount, beta, lambda }: DLinUcbConfig, stream: RandomStream) {
    this.arms = arms;
    this.models = Array.from({ length: arms }, () => new DiscountedRidge(features, lambda, discount));
    this.beta = beta;
    this.stream = stream;
    this.scores = new Float64Array(arms);
  }

  select(features: Float64Array, allowed: Uint8Array): number {
    for (let arm = 0; arm < this.arms; arm++) {
      const model = this.models[arm]!;
      this.scores[arm] = model.predict(features) + this.beta * Math.sqrt(model.squaredWidth(features));
    }
    return bestArm(this.scores, allowed, this.stream);
  }

  update(arm: number, features: Float64Array, reward: number): void {
    for (let other = 0; other < this.arms; other++)
      if (other === arm) this.models[other]!.update(features, reward);
      else this.models[other]!.forget();
  }

  save(): JsonValue {
    return { arms: this.models.map((model) => model.save()) };
  }

  restore(state: unknown): void {
    const { arms } = parseWith(z.strictObject({ arms: z.array(z.unknown()).length(this.arms) }), state);
    this.models.forEach((model, arm) => {
      model.restore(arms[arm]);
    });
  }
}

const configSchema = z.strictObject({ ...options, ...featureOptions, ...stepOptions });

/** {@link DLinUcb} over steps of the replica count. */
export const dLinUcbAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'd-linucb',
  title: 'D-LinUCB',
  describe: 'Contextual bandit that forgets: LinUCB with rows that weigh less the older they are.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      featuresOf(config, context),
      context,
      (shape) => new DLinUcb(shape, config, new RandomStream(context.seed, 'agent', 'd-linucb')),
    ),
};
