import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Bandit } from './bandit.js';
import { bestArm } from './choose-arm.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { noFeatures } from './scaling/features.js';
import { stepOptions } from './scaling/options.js';

/** Hyper-parameters of {@link Ucb1}. */
const options = {
  /** Factor of the bonus; 1 is UCB1. */
  exploration: z.number().min(0).default(1),
};

/**
 * UCB1 (Auer, Cesa-Bianchi and Fischer, 2002): plays the arm of highest mean + √(2 ln t / n), t rounds in all and n of
 * the arm. It sees no context, so it says what a context is worth.
 */
export class Ucb1 implements Bandit {
  readonly arms: number;
  /** Rounds of every arm. */
  readonly plays: Float64Array;
  /** Rewards of every arm, added up. */
  readonly rewards: Float64Array;
  private readonly exploration: number;
  private readonly stream: RandomStream;
  private readonly scores: Float64Array;
  private rounds = 0;

  constructor(arms: number, { exploration }: { readonly exploration: number }, stream: RandomStream) {
    this.arms = arms;
    this.plays = new Float64Array(arms);
    this.rewards = new Float64Array(arms);
    this.exploration = exploration;
    this.stream = stream;
    this.scores = new Float64Array(arms);
  }

  /** Upper confidence bound of an arm; Infinity before its first round. */
  bound(arm: number): number {
    const plays = this.plays[arm]!;
    if (plays === 0) return Number.POSITIVE_INFINITY;
    return this.rewards[arm]! / plays + this.exploration * Math.sqrt((2 * Math.log(this.rounds)) / plays);
  }

  select(_features: Float64Array, allowed: Uint8Array): number {
    for (let arm = 0; arm < this.arms; arm++) this.scores[arm] = this.bound(arm);
    return bestArm(this.scores, allowed, this.stream);
  }

  update(arm: number, _features: Float64Array, reward: number): void {
    this.plays[arm]!++;
    this.rewards[arm]! += reward;
    this.rounds++;
  }

  save(): JsonValue {
    return { plays: [...this.plays], rewards: [...this.rewards] };
  }

  restore(state: unknown): void {
    const plays = z.array(z.int().min(0)).length(this.arms);
    const saved = parseWith(z.strictObject({ plays, rewards: z.array(z.number()).length(this.arms) }), state);
    this.plays.set(saved.plays);
    this.rewards.set(saved.rewards);
    this.rounds = saved.plays.reduce((sum, count) => sum + count, 0);
  }
}

const configSchema = z.strictObject({ ...options, ...stepOptions });

/**
 * {@link Ucb1} over steps of the replica count. A reward of one step cannot see what a pod that starts slower than a decision will
 * bring: there the agent may collapse to too few replicas, and `guarded` with a long `recovery` is the remedy. Figures stand at
 * `BanditAutoscaler`.
 */
export const ucb1Agent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'ucb1',
  title: 'UCB1',
  describe: 'Bandit without context, a control: the step of highest upper confidence bound over all rounds.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      noFeatures,
      context,
      ({ arms }) => new Ucb1(arms, config, new RandomStream(context.seed, 'agent', 'ucb1')),
    ),
};
