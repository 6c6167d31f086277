import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { ContextIndex, type HorizontalView, type ReplicaLimits } from '../../../env/horizontal/view.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { ScalingOutcome } from '../autoscaler.js';
import { anyArm, bestArm } from '../bandits/choose-arm.js';
import { type LearningAutoscaler, rewardedBy } from '../bandits/scaling/learning-autoscaler.js';
import { stepOptions } from '../bandits/scaling/options.js';
import { appliedStep, rewardOf, rewardSchema } from '../bandits/scaling/reward.js';
import { StepArms } from '../bandits/scaling/step-arms.js';
import { QTable } from './q-table.js';

/** Hyper-parameters of {@link QLearning}. */
const options = {
  /** Share of the way a value moves towards its target, or `visits` for 1 ÷ how often the pair was tried. */
  learningRate: z.union([z.literal('visits'), z.number().gt(0).max(1)]).default('visits'),
  /**
   * γ: discount of the next state's value. .9 looks some 10 decisions ahead, enough to scale before a pod is needed.
   */
  discount: z.number().min(0).lt(1).default(0.9),
  /**
   * What was never tried is worth this reward for ever. 1 is the most there is, so every step of a state is tried once;
   * 0 keeps to the first step that earned anything, which settles far above the pods needed.
   */
  optimism: z.number().default(1),
  /** ε at the beginning: the chance of a random allowed step. Optimism explores; without it, 1. */
  initialEpsilon: z.number().min(0).max(1).default(0.05),
  /** ε in the end. */
  finalEpsilon: z.number().min(0).max(1).default(0.01),
  /** Learning steps over which ε falls, a fifth of the run. */
  explorationSteps: z.int().min(1).default(1800),
  /** Width of the bins of requests/s. */
  requestsPerSecondBin: z.number().positive().default(10),
};

export interface QLearningConfig {
  readonly learningRate: number | 'visits';
  readonly discount: number;
  readonly optimism: number;
  readonly initialEpsilon: number;
  readonly finalEpsilon: number;
  readonly explorationSteps: number;
  readonly requestsPerSecondBin: number;
}

const latencyBins = 16;

/**
 * Tabular Q-learning corrected (specification §2.7): one key for states and next states, three actions or more, masked
 * at the limits. A state is the replicas, eighths of the latency objective (16 and more are one), a bin of requests/s
 * and a decile of CPU.
 */
export class QLearning implements LearningAutoscaler {
  readonly table: QTable;
  private readonly arms: StepArms;
  private readonly config: QLearningConfig;
  private readonly latencyObjectiveMs: number;
  private readonly stream: RandomStream;
  private learned = 0;

  constructor(arms: StepArms, latencyObjectiveMs: number, config: QLearningConfig, stream: RandomStream) {
    this.table = new QTable(arms.length, config.optimism / (1 - config.discount));
    this.arms = arms;
    this.config = config;
    this.latencyObjectiveMs = latencyObjectiveMs;
    this.stream = stream;
  }

  /** Chance of a random step now. */
  get epsilon(): number {
    const { initialEpsilon, finalEpsilon, explorationSteps } = this.config;
    return initialEpsilon + (finalEpsilon - initialEpsilon) * Math.min(1, this.learned / explorationSteps);
  }

  decide(view: HorizontalView): number {
    const { specReplicas, limits } = view;
    if (isOutside(specReplicas, limits))
      return specReplicas < limits.minReplicas ? limits.minReplicas : limits.maxReplicas;
    const allowed = this.arms.mask(specReplicas, limits);
    const arm =
      this.stream.next() < this.epsilon
        ? anyArm(allowed, this.stream)
        : bestArm(this.table.values(this.stateOf(view)), allowed, this.stream);
    return specReplicas + this.arms.steps[arm]!;
  }

  learn(outcome: ScalingOutcome): void {
    const { before, after, reward, terminated } = outcome;
    const arm = this.arms.armOf(appliedStep(outcome));
    if (arm < 0 || isOutside(before.specReplicas, before.limits)) return;
    const { discount, learningRate } = this.config;
    const hasNext = !terminated && !isOutside(after.specReplicas, after.limits);
    const next = hasNext ? this.table.best(this.stateOf(after), this.arms.mask(after.specReplicas, after.limits)) : 0;
    this.table.learn(this.stateOf(before), arm, reward + discount * next, learningRate);
    this.learned++;
  }

  private stateOf({ specReplicas, context }: HorizontalView): string {
    const eighths = Math.ceil((8 * context[ContextIndex.p95LatencyMs]!) / this.latencyObjectiveMs);
    const requests = Math.floor(context[ContextIndex.requestsPerSecond]! / this.config.requestsPerSecondBin);
    const decile = Math.floor(context[ContextIndex.cpuToRequest]! * 10);
    return `${specReplicas} ${Math.min(latencyBins, eighths)} ${requests} ${Math.min(10, decile)}`;
  }

  save(): JsonValue {
    return { learned: this.learned, table: this.table.save() };
  }

  restore(state: unknown): void {
    const { learned, table } = parseWith(z.strictObject({ learned: z.int().min(0), table: z.unknown() }), state);
    this.table.restore(table);
    this.learned = learned;
  }
}

function isOutside(replicas: number, { minReplicas, maxReplicas }: ReplicaLimits): boolean {
  return replicas < minReplicas || replicas > maxReplicas;
}

const { maxStep, hotStart } = stepOptions;

const configSchema = z.strictObject({
  ...options,
  maxStep,
  reward: rewardSchema.prefault({ changePenalty: 0.02 }),
  hotStart,
});

/** {@link QLearning} over steps of the replica count. */
export const qLearningAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'q-learning',
  title: 'Q-learning (corrected)',
  describe: 'Tabular Q-learning on pods, latency, load and CPU in bins; looks some ten decisions ahead.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create(config, { seed, latencyObjectiveMs }) {
    const stream = new RandomStream(seed, 'agent', 'q-learning');
    const learner = new QLearning(new StepArms(config.maxStep), latencyObjectiveMs, config, stream);
    if (config.hotStart !== undefined) learner.restore(config.hotStart);
    return rewardedBy(rewardOf(config.reward, latencyObjectiveMs), learner);
  },
};
