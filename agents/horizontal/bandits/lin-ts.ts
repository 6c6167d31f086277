import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Bandit, BanditShape } from './bandit.js';
import { bestArm } from './choose-arm.js';
import { dot } from './linear-model/dense.js';
import { FactoredRidge } from './linear-model/factored-ridge.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { featureOptions, featuresOf, stepOptions } from './scaling/options.js';

/** Hyper-parameters of {@link LinTs}. */
const options = {
  /**
   * v: deviation of a draw in widths. .1 to .5 serves; the theory asks for R √(9 d ln(t/δ)), which explores far more.
   */
  scale: z.number().min(0).default(0.3),
  /** λ: ridge penalty of every arm's regression. */
  lambda: z.number().positive().default(1),
};

/**
 * Linear Thompson sampling (Agrawal and Goyal, 2013): draws coefficients from N(θ, v²A⁻¹) for every arm and plays the
 * arm that is best under the draw.
 */
export class LinTs implements Bandit {
  readonly arms: number;
  readonly models: readonly FactoredRidge[];
  private readonly scale: number;
  private readonly stream: RandomStream;
  private readonly scores: Float64Array;
  private readonly draw: Float64Array;

  constructor(
    { arms, features }: BanditShape,
    { scale, lambda }: { readonly scale: number; readonly lambda: number },
    stream: RandomStream,
  ) {
    this.arms = arms;
    this.models = Array.from({ length: arms }, () => new FactoredRidge(features, lambda));
    this.scale = scale;
    this.stream = stream;
    this.scores = new Float64Array(arms);
    this.draw = new Float64Array(features);
  }

  select(features: Float64Array, allowed: Uint8Array): number {
    for (let arm = 0; arm < this.arms; arm++) {
      this.models[arm]!.sample(this.scale, this.stream, this.draw);
      this.scores[arm] = dot(this.draw, features);
    }
    return bestArm(this.scores, allowed, this.stream);
  }

  update(arm: number, features: Float64Array, reward: number): void {
    this.models[arm]!.update(features, reward);
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

/**
 * {@link LinTs} over steps of the replica count. A reward of one step cannot see what a pod that starts slower than a decision will
 * bring: there the agent may collapse to too few replicas, and `guarded` with a long `recovery` is the remedy. Figures stand at
 * `BanditAutoscaler`.
 */
export const linTsAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'lin-ts',
  title: 'Linear Thompson sampling',
  describe: 'Contextual bandit: draws linear models from their posterior and takes the best step under the draw.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      featuresOf(config, context),
      context,
      (shape) => new LinTs(shape, config, new RandomStream(context.seed, 'agent', 'lin-ts')),
    ),
};
