import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { contextLength } from '../../../env/horizontal/view.js';
import type { HorizontalAgent } from '../agent.js';
import { LinUcb } from './linucb.js';
import { ReleasedArm, type ReleasedLearner, releasedAutoscaler } from './released-round.js';
import { contextFeatures } from './scaling/features.js';
import { hotStartOptions } from './scaling/options.js';

/** Hyper-parameters of {@link HsLinUcbAsReleased}; the defaults are the released ones. */
const options = {
  /** α: how many widths the score lies above the mean. */
  alpha: z.number().min(0).default(1),
  /** λ: ridge penalty of both arms. */
  lambda: z.number().positive().default(1),
};

const bothArms = new Uint8Array(2).fill(1);

/**
 * HSLinUCB as its authors released it (specification §2.2): LinUCB with two arms, DOWN and STAY, on the seven context
 * numbers as they are, without intercept; both inverses are computed in full every round, and exact ties are broken
 * uniformly.
 *
 * Do not "improve" the features here: STAY's reward is constant, and only what θ′x cannot represent of that constant
 * lets DOWN win. Scaled features or an intercept end the scaling down (§2.5). The repaired agent is `hslinucb`.
 */
export class HsLinUcbAsReleased implements ReleasedLearner {
  readonly linUcb: LinUcb;
  private readonly features = new Float64Array(contextLength);

  constructor({ alpha, lambda }: { readonly alpha: number; readonly lambda: number }, stream: RandomStream) {
    this.linUcb = new LinUcb({ arms: 2, features: contextLength }, { alpha, lambda, refreshEvery: 1 }, stream);
  }

  choose(context: Float64Array): ReleasedArm {
    contextFeatures.write(context, this.features);
    return this.linUcb.select(this.features, bothArms) === ReleasedArm.down ? ReleasedArm.down : ReleasedArm.stay;
  }

  learn(arm: ReleasedArm, before: Float64Array, reward: number): void {
    contextFeatures.write(before, this.features);
    this.linUcb.update(arm, this.features, reward);
  }

  save(): JsonValue {
    return this.linUcb.save();
  }

  restore(state: unknown): void {
    this.linUcb.restore(state);
  }
}

const configSchema = z.strictObject({ ...options, ...hotStartOptions });

/** {@link HsLinUcbAsReleased} as an autoscaler. */
export const hsLinUcbAsReleasedAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'hslinucb-as-released',
  title: 'HSLinUCB (as released)',
  describe:
    'The 2021 paper agent to the letter: adds a pod by rule, and LinUCB on the raw context chooses down or stay.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create(config, { seed, latencyObjectiveMs }) {
    const learner = new HsLinUcbAsReleased(config, new RandomStream(seed, 'agent', 'hslinucb-as-released'));
    if (config.hotStart !== undefined) learner.restore(config.hotStart);
    return releasedAutoscaler(learner, latencyObjectiveMs);
  },
};
