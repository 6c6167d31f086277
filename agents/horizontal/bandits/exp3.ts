import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Bandit } from './bandit.js';
import { countAllowed, drawArm } from './choose-arm.js';
import { rescaleByLargest } from './exponential-weights.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { noFeatures } from './scaling/features.js';
import { stepOptions } from './scaling/options.js';

/** Hyper-parameters of {@link Exp3}. */
const options = {
  /** γ in (0, 1]: share of the probability that goes to all allowed arms alike, and the learning rate. */
  gamma: z.number().gt(0).max(1).default(0.1),
};

/**
 * EXP3 (Auer, Cesa-Bianchi, Freund and Schapire, 2002), for rewards an adversary may choose: draws from p = (1−γ) w/Σw
 * + γ/K and multiplies the played arm's weight by exp(γ r̂/K), r̂ = r/p. Weights are divided by the largest after every
 * round, which changes no probability. Masked arms share in neither part of p.
 *
 * r̂ is unbiased for the arm that was drawn, and stays so when another's choice was played instead and only agreements
 * are heard.
 */
export class Exp3 implements Bandit {
  readonly arms: number;
  /** w, the largest 1. */
  readonly weights: Float64Array;
  /** p of the last {@link select}; uniform before. */
  readonly probabilities: Float64Array;
  private readonly gamma: number;
  private readonly stream: RandomStream;
  private drawn = -1;

  constructor(arms: number, { gamma }: { readonly gamma: number }, stream: RandomStream) {
    this.arms = arms;
    this.weights = new Float64Array(arms).fill(1);
    this.probabilities = new Float64Array(arms).fill(1 / arms);
    this.gamma = gamma;
    this.stream = stream;
  }

  /** Sets {@link probabilities} for the arms that are allowed. */
  refreshProbabilities(allowed: Uint8Array): void {
    const { weights, probabilities, gamma } = this;
    let sum = 0;
    for (let arm = 0; arm < this.arms; arm++) if (allowed[arm] !== 0) sum += weights[arm]!;
    const floor = gamma / countAllowed(allowed);
    for (let arm = 0; arm < this.arms; arm++)
      probabilities[arm] = allowed[arm] === 0 ? 0 : ((1 - gamma) * weights[arm]!) / sum + floor;
  }

  select(_features: Float64Array, allowed: Uint8Array): number {
    this.refreshProbabilities(allowed);
    this.drawn = drawArm(this.probabilities, this.stream);
    return this.drawn;
  }

  /** Hears a reward; that of another arm than the drawn one says nothing here and is passed over. */
  update(arm: number, _features: Float64Array, reward: number): void {
    if (arm === this.drawn) this.reinforce(arm, reward);
  }

  /** Multiplies the weight of an arm that was drawn from {@link probabilities}. */
  reinforce(arm: number, reward: number): void {
    this.weights[arm]! *= Math.exp((this.gamma * reward) / this.probabilities[arm]! / this.arms);
    rescaleByLargest(this.weights);
  }

  save(): JsonValue {
    return { weights: [...this.weights] };
  }

  restore(state: unknown): void {
    const { weights } = parseWith(z.strictObject({ weights: z.array(z.number().min(0)).length(this.arms) }), state);
    this.weights.set(weights);
  }
}

const configSchema = z.strictObject({ ...options, ...stepOptions });

/**
 * {@link Exp3} over steps of the replica count. A reward of one step cannot see what a pod that starts slower than a decision will
 * bring: there the agent may collapse to too few replicas, and `guarded` with a long `recovery` is the remedy. Figures stand at
 * `BanditAutoscaler`.
 */
export const exp3Agent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'exp3',
  title: 'EXP3',
  describe: 'Bandit without context for rewards that may change at will: draws steps by exponential weights.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      noFeatures,
      context,
      ({ arms }) => new Exp3(arms, config, new RandomStream(context.seed, 'agent', 'exp3')),
    ),
};
