import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Bandit, BanditShape } from './bandit.js';
import { bestArm } from './choose-arm.js';
import { type OfulBound, ofulWidth } from './linear-model/confidence.js';
import { RidgeRegression } from './linear-model/ridge-regression.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { featureOptions, featuresOf, stepOptions } from './scaling/options.js';

/** Hyper-parameters of {@link LinUcb}. */
export const linUcbOptions = {
  /**
   * α: how many widths the score lies above the mean. About 1 on features of order 1; less explores too little and
   * locks into flipping between two levels (specification §2.5). 1 + √(ln(2/δ)/2) holds with probability 1 − δ.
   */
  alpha: z.number().min(0).default(1),
  /** λ: ridge penalty of every arm's regression, .1 to 10. */
  lambda: z.number().positive().default(1),
  /** OFUL's growing width in place of α, from bounds on the noise, the coefficients and the features. */
  oful: z
    .strictObject({
      noise: z.number().positive().default(0.5),
      coefficientNorm: z.number().positive().default(1),
      featureNorm: z.number().positive().default(3),
      delta: z.number().gt(0).lt(1).default(0.05),
    })
    .optional(),
};

/** Hyper-parameters of {@link LinUcb}, complete. */
export interface LinUcbConfig {
  readonly alpha: number;
  readonly lambda: number;
  readonly oful?: OfulBound | undefined;
  /** See {@link RidgeOptions.refreshEvery}; 1 inverts at every update, as the released agent does. */
  readonly refreshEvery?: number;
}

/**
 * LinUCB with disjoint arms (Li, Chu, Langford and Schapire, 2010): plays the arm of highest θ′x + α √(x′A⁻¹x), each
 * arm with a ridge regression of its own.
 */
export class LinUcb implements Bandit {
  readonly arms: number;
  readonly models: readonly RidgeRegression[];
  private readonly scores: Float64Array;
  private readonly config: LinUcbConfig;
  private readonly stream: RandomStream;
  /** Rows of all arms: for the width of one, on the safe side. */
  private rows = 0;

  constructor({ arms, features }: BanditShape, config: LinUcbConfig, stream: RandomStream) {
    this.arms = arms;
    this.models = Array.from({ length: arms }, () => new RidgeRegression(features, config));
    this.scores = new Float64Array(arms);
    this.config = config;
    this.stream = stream;
  }

  select(features: Float64Array, allowed: Uint8Array): number {
    const { models, scores } = this;
    const { alpha, lambda, oful } = this.config;
    const factor = oful === undefined ? alpha : ofulWidth(this.rows, features.length, lambda, oful);
    for (let arm = 0; arm < scores.length; arm++)
      scores[arm] = models[arm]!.predict(features) + factor * Math.sqrt(models[arm]!.squaredWidth(features));
    return bestArm(scores, allowed, this.stream);
  }

  update(arm: number, features: Float64Array, reward: number): void {
    this.models[arm]!.update(features, reward);
    this.rows++;
  }

  save(): JsonValue {
    return { rows: this.rows, arms: this.models.map((model) => model.save()) };
  }

  restore(state: unknown): void {
    const schema = z.strictObject({ rows: z.int().min(0), arms: z.array(z.unknown()).length(this.arms) });
    const { rows, arms } = parseWith(schema, state);
    this.models.forEach((model, arm) => {
      model.restore(arms[arm]);
    });
    this.rows = rows;
  }
}

const configSchema = z.strictObject({ ...linUcbOptions, ...featureOptions, ...stepOptions });

/**
 * {@link LinUcb} over steps of the replica count. A reward of one step cannot see what a pod that starts slower than a decision will
 * bring: there the agent may collapse to too few replicas, and `guarded` with a long `recovery` is the remedy. Figures stand at
 * `BanditAutoscaler`.
 */
export const linUcbAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'linucb',
  title: 'LinUCB',
  describe: 'Contextual bandit: one linear model a step, the step of highest upper confidence bound.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      featuresOf(config, context),
      context,
      (shape) => new LinUcb(shape, config, new RandomStream(context.seed, 'agent', 'linucb')),
    ),
};
