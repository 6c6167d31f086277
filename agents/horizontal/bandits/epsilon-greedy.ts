import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Bandit, BanditShape } from './bandit.js';
import { anyArm, bestArm } from './choose-arm.js';
import { RidgeRegression } from './linear-model/ridge-regression.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { featureOptions, featuresOf, stepOptions } from './scaling/options.js';

/** Hyper-parameters of {@link EpsilonGreedy}. */
const options = {
  /** ε: share of the rounds that play any allowed arm. */
  epsilon: z.number().min(0).max(1).default(0.05),
  /** c: when given, ε falls as min(1, c/∛t) over the rounds t instead. */
  decay: z.number().positive().optional(),
  /** λ: ridge penalty of every arm's regression. */
  lambda: z.number().positive().default(1),
};

/** Hyper-parameters of {@link EpsilonGreedy}, complete. */
export interface EpsilonGreedyConfig {
  readonly epsilon: number;
  readonly decay?: number | undefined;
  readonly lambda: number;
}

/** ε-greedy over linear models: plays the arm of highest θ′x, now and then any arm. */
export class EpsilonGreedy implements Bandit {
  readonly arms: number;
  readonly models: readonly RidgeRegression[];
  private readonly config: EpsilonGreedyConfig;
  private readonly stream: RandomStream;
  private readonly scores: Float64Array;
  private rounds = 0;

  constructor({ arms, features }: BanditShape, config: EpsilonGreedyConfig, stream: RandomStream) {
    this.arms = arms;
    this.models = Array.from({ length: arms }, () => new RidgeRegression(features, config));
    this.config = config;
    this.stream = stream;
    this.scores = new Float64Array(arms);
  }

  select(features: Float64Array, allowed: Uint8Array): number {
    const { epsilon, decay } = this.config;
    this.rounds++;
    if (this.stream.next() < (decay === undefined ? epsilon : Math.min(1, decay / Math.cbrt(this.rounds))))
      return anyArm(allowed, this.stream);
    for (let arm = 0; arm < this.arms; arm++) this.scores[arm] = this.models[arm]!.predict(features);
    return bestArm(this.scores, allowed, this.stream);
  }

  update(arm: number, features: Float64Array, reward: number): void {
    this.models[arm]!.update(features, reward);
  }

  save(): JsonValue {
    return { rounds: this.rounds, arms: this.models.map((model) => model.save()) };
  }

  restore(state: unknown): void {
    const schema = z.strictObject({ rounds: z.int().min(0), arms: z.array(z.unknown()).length(this.arms) });
    const { rounds, arms } = parseWith(schema, state);
    this.models.forEach((model, arm) => {
      model.restore(arms[arm]);
    });
    this.rounds = rounds;
  }
}

const configSchema = z.strictObject({ ...options, ...featureOptions, ...stepOptions });

/** {@link EpsilonGreedy} over steps of the replica count. */
export const epsilonGreedyAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'epsilon-greedy',
  title: 'ε-greedy',
  describe: 'Contextual bandit: the step whose linear model promises most, and in 1 of 20 rounds any step.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      featuresOf(config, context),
      context,
      (shape) => new EpsilonGreedy(shape, config, new RandomStream(context.seed, 'agent', 'epsilon-greedy')),
    ),
};
