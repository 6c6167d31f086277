import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import type { HorizontalView } from '../../../env/horizontal/view.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Autoscaler, ScalingOutcome } from '../autoscaler.js';
import { countAllowed, drawArm } from './choose-arm.js';
import { rescaleByLargest } from './exponential-weights.js';
import { type LearningAutoscaler, restoreLearned, rewardedBy, saveLearned } from './scaling/learning-autoscaler.js';
import { createNested, nestedAgentSchema, type ResolveAgent } from './scaling/nested-agent.js';
import { hotStartOptions } from './scaling/options.js';
import { rewardOf, rewardSchema } from './scaling/reward.js';

/** Hyper-parameters of {@link Exp4}. */
const options = {
  /** γ in (0, 1]: share of the probability that goes to all advised counts alike, and the learning rate. */
  gamma: z.number().gt(0).max(1).default(0.1),
};

/**
 * EXP4 (Auer, Cesa-Bianchi, Freund and Schapire, 2002): bandits with expert advice. Draws an arm from p = (1−γ) Σ q ξ +
 * γ/K, where expert e advises the distribution ξₑ and has the share qₑ of trust, and multiplies every expert's weight
 * by exp(γ ŷ/K) with ŷ = Σ ξₑ(a) r̂(a), r̂ = r/p for the arm that was played.
 */
export class Exp4 {
  readonly arms: number;
  readonly experts: number;
  /** Weight of every expert, the largest 1. */
  readonly weights: Float64Array;
  /** p of the last {@link select}. */
  readonly probabilities: Float64Array;
  /** ξ: the advice to fill before {@link select}, one row of K probabilities an expert. */
  readonly advice: Float64Array;
  private readonly gamma: number;
  private readonly stream: RandomStream;

  constructor(arms: number, experts: number, { gamma }: { readonly gamma: number }, stream: RandomStream) {
    this.arms = arms;
    this.experts = experts;
    this.weights = new Float64Array(experts).fill(1);
    this.probabilities = new Float64Array(arms);
    this.advice = new Float64Array(arms * experts);
    this.gamma = gamma;
    this.stream = stream;
  }

  /**
   * Draws an arm on the present {@link advice}.
   * @param allowed K bytes, 0 for an arm that must not be played, which no expert may advise; the others share the
   * exploration
   */
  select(allowed: Uint8Array): number {
    const { arms, experts, probabilities, weights, advice, gamma } = this;
    let trust = 0;
    for (let expert = 0; expert < experts; expert++) trust += weights[expert]!;
    const floor = gamma / countAllowed(allowed);
    for (let arm = 0; arm < arms; arm++) {
      let mixed = 0;
      for (let expert = 0; expert < experts; expert++) mixed += weights[expert]! * advice[expert * arms + arm]!;
      probabilities[arm] = allowed[arm] === 0 ? 0 : ((1 - gamma) * mixed) / trust + floor;
    }
    return drawArm(probabilities, this.stream);
  }

  /** Hears the reward in [0, 1] of the arm that {@link select} drew. */
  update(arm: number, reward: number): void {
    const { arms, experts, weights, advice, gamma } = this;
    const estimate = reward / this.probabilities[arm]!;
    for (let expert = 0; expert < experts; expert++)
      weights[expert]! *= Math.exp((gamma * advice[expert * arms + arm]! * estimate) / arms);
    rescaleByLargest(weights);
  }

  save(): JsonValue {
    return { weights: [...this.weights] };
  }

  /** @throws InputError when it is not a state of as many experts */
  restore(state: unknown): void {
    const weights = z.array(z.number().min(0)).length(this.experts);
    this.weights.set(parseWith(z.strictObject({ weights }), state).weights);
  }
}

/**
 * A safe meta-autoscaler: its arms are replica counts, its experts autoscalers that each advise one. Only counts that
 * some expert advises are ever played. K in the learning rate is the number of experts, the most counts that can be
 * advised at once.
 */
export class ExpertAutoscaler implements LearningAutoscaler {
  readonly exp4: Exp4;
  private readonly experts: readonly Autoscaler[];
  private readonly counts: number[] = [];
  private readonly allowed: Uint8Array;
  private drawn = -1;

  constructor(experts: readonly Autoscaler[], config: { readonly gamma: number }, stream: RandomStream) {
    this.experts = experts;
    this.exp4 = new Exp4(experts.length, experts.length, config, stream);
    this.allowed = new Uint8Array(experts.length);
  }

  decide(view: HorizontalView): number {
    const { counts, experts, exp4, allowed } = this;
    const { minReplicas, maxReplicas } = view.limits;
    counts.length = 0;
    exp4.advice.fill(0);
    experts.forEach((expert, e) => {
      const count = Math.min(maxReplicas, Math.max(minReplicas, expert.decide(view)));
      let arm = counts.indexOf(count);
      if (arm < 0) arm = counts.push(count) - 1;
      exp4.advice[e * exp4.arms + arm] = 1;
    });
    for (let arm = 0; arm < allowed.length; arm++) allowed[arm] = arm < counts.length ? 1 : 0;
    this.drawn = exp4.select(allowed);
    return counts[this.drawn]!;
  }

  learn(outcome: ScalingOutcome): void {
    if (this.drawn >= 0 && this.counts[this.drawn] === outcome.applied) this.exp4.update(this.drawn, outcome.reward);
    for (const expert of this.experts) expert.learn?.(outcome);
  }

  save(): JsonValue {
    return { trust: this.exp4.save(), experts: this.experts.map(saveLearned) };
  }

  restore(state: unknown): void {
    const schema = z.strictObject({ trust: z.unknown(), experts: z.array(z.unknown()).length(this.experts.length) });
    const saved = parseWith(schema, state);
    this.exp4.restore(saved.trust);
    this.experts.forEach((expert, e) => {
      restoreLearned(expert, saved.experts[e]);
    });
  }
}

const configSchema = z.strictObject({
  ...options,
  /** Agents by id and options. All hear what is played and earned, so those that learn, learn from each other. */
  experts: z
    .array(nestedAgentSchema)
    .min(1)
    .prefault([{ id: 'kubernetes-hpa' }, { id: 'threshold' }, { id: 'keda' }, { id: 'hslinucb' }]),
  reward: rewardSchema.prefault({}),
  ...hotStartOptions,
});

/** {@link ExpertAutoscaler} over agents of the registry. */
export function exp4Agent(resolve: ResolveAgent): HorizontalAgent<z.infer<typeof configSchema>> {
  return {
    id: 'exp4',
    title: 'EXP4',
    describe: 'Learns which of several autoscalers to trust, by default the HPA, a threshold, KEDA and HSLinUCB.',
    kind: 'autoscaler',
    stochastic: true,
    configSchema,
    create(config, context) {
      const experts = config.experts.map((spec, e) => createNested(resolve, spec, ['experts', e], context));
      const stream = new RandomStream(context.seed, 'agent', 'exp4');
      const learner = new ExpertAutoscaler(experts, config, stream);
      if (config.hotStart !== undefined) learner.restore(config.hotStart);
      return rewardedBy(rewardOf(config.reward, context.latencyObjectiveMs), learner);
    },
  };
}
