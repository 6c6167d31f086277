import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import type { HorizontalView, ReplicaLimits } from '../../../env/horizontal/view.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { ScalingOutcome } from '../autoscaler.js';
import { anyArm, bestArm } from '../bandits/choose-arm.js';
import { type LearningAutoscaler, rewardedBy } from '../bandits/scaling/learning-autoscaler.js';
import { isMeasured, type LoadAfter, loadAfter } from '../bandits/scaling/load-after.js';
import { stepOptions } from '../bandits/scaling/options.js';
import { appliedStep, meetsObjective, rewardOf, rewardSchema } from '../bandits/scaling/reward.js';
import { StepArms } from '../bandits/scaling/step-arms.js';
import { TileWeights, writeTiles } from './tile-coding.js';

/** Hyper-parameters of {@link QLearning}. */
const options = {
  /** Share of the way a value moves towards its target. */
  learningRate: z.number().gt(0).max(1).default(0.5),
  /** γ: discount of the next state's value. .9 looks some 10 decisions ahead, enough to scale before a pod is needed. */
  discount: z.number().min(0).lt(1).default(0.9),
  /**
   * What was never tried is worth this reward for ever. Above what can be earned, every step is tried everywhere; below it, the agent keeps
   * to what it knows to be good.
   */
  optimism: z.number().default(0.95),
  /** ε at the beginning: the chance of a random allowed step. Optimism explores; without it, 1. */
  initialEpsilon: z.number().min(0).max(1).default(0),
  /** ε in the end. */
  finalEpsilon: z.number().min(0).max(1).default(0),
  /** Learning steps over which ε falls, a fifth of the run. */
  explorationSteps: z.int().min(1).default(1800),
  /** Grids of tiles laid over each other. */
  tilings: z.int().min(1).max(64).default(8),
  /** Width of a tile in ln latency, in ln requests/s a pod, and in CPU ÷ request. */
  tileWidths: z
    .strictObject({
      latency: z.number().positive().default(0.4),
      requestsPerPod: z.number().positive().default(0.25),
      cpu: z.number().positive().default(0.25),
    })
    .prefault({}),
};

/** What Q-learning is told, complete. */
export interface QLearningConfig {
  readonly learningRate: number;
  readonly discount: number;
  readonly optimism: number;
  readonly initialEpsilon: number;
  readonly finalEpsilon: number;
  readonly explorationSteps: number;
  readonly tilings: number;
  readonly tileWidths: { readonly latency: number; readonly requestsPerPod: number; readonly cpu: number };
}

/** Coordinates that are cut into tiles. */
const coordinates = 3;

/**
 * Q-learning corrected (specification §2.7): on tiles in place of a table (Sutton and Barto, 2018, §9.5.4 and §11.1), states and next states by
 * the same tiles, three actions or more, masked at the limits.
 *
 * A step is judged by what it leads to (its afterstate, ibid. §6.8): Q is the sum of the weights of tiles in the latency now and in the load
 * and CPU of each pod after the step, each told apart by step and pods. While the objective is violated one replica more is asked for by rule,
 * as the released agent does; this one learns from it, too, and reckons with it.
 */
export class QLearning implements LearningAutoscaler {
  readonly weights: TileWeights;
  private readonly arms: StepArms;
  private readonly config: QLearningConfig;
  private readonly upRuleAboveMs: number;
  private readonly latencyObjectiveMs: number;
  private readonly stream: RandomStream;
  private readonly tiles: Float64Array;
  private readonly values: Float64Array;
  private readonly load: LoadAfter = { latency: 0, requestsPerPod: 0, cpu: 0 };
  private learned = 0;

  /** @param upRule whether UP is a rule while the objective is violated */
  constructor(
    arms: StepArms,
    { latencyObjectiveMs, upRule }: { readonly latencyObjectiveMs: number; readonly upRule: boolean },
    config: QLearningConfig,
    stream: RandomStream,
  ) {
    const active = coordinates * config.tilings;
    this.weights = new TileWeights(config.optimism / (1 - config.discount) / active);
    this.arms = arms;
    this.config = config;
    this.latencyObjectiveMs = latencyObjectiveMs;
    this.upRuleAboveMs = upRule ? latencyObjectiveMs : Number.POSITIVE_INFINITY;
    this.stream = stream;
    this.tiles = new Float64Array(active);
    this.values = new Float64Array(arms.length);
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
    const ruled = this.ruledArm(view);
    if (ruled >= 0) return specReplicas + this.arms.steps[ruled]!;
    const explores = this.epsilon > 0 && this.stream.next() < this.epsilon;
    const arm = explores ? anyArm(allowed, this.stream) : bestArm(this.valuesOf(view), allowed, this.stream);
    return specReplicas + this.arms.steps[arm]!;
  }

  learn(outcome: ScalingOutcome): void {
    const { before, after, reward, terminated } = outcome;
    const arm = this.arms.armOf(appliedStep(outcome));
    if (arm < 0 || isOutside(before.specReplicas, before.limits) || !isMeasured(before.context)) return;
    const { discount, learningRate } = this.config;
    const target = reward + (terminated ? 0 : discount * this.valueOf(after));
    const error = target - this.value(before, arm);
    this.weights.add(this.tiles, (learningRate * error) / this.tiles.length);
    this.learned++;
  }

  /** What a state is worth under the policy without exploration. */
  valueOf(view: HorizontalView): number {
    const { specReplicas, limits } = view;
    if (isOutside(specReplicas, limits)) return 0;
    const ruled = this.ruledArm(view);
    if (ruled >= 0) return this.value(view, ruled);
    const allowed = this.arms.mask(specReplicas, limits);
    const values = this.valuesOf(view);
    let best = Number.NEGATIVE_INFINITY;
    for (let arm = 0; arm < values.length; arm++) if (allowed[arm] !== 0 && values[arm]! > best) best = values[arm]!;
    return best;
  }

  /** The arm of one replica more while the objective is violated, where the limits allow it; else −1. */
  private ruledArm({ specReplicas, limits, context }: HorizontalView): number {
    if (meetsObjective(context, this.upRuleAboveMs) || specReplicas >= limits.maxReplicas) return -1;
    return this.arms.armOf(1);
  }

  private valuesOf(view: HorizontalView): Float64Array {
    for (let arm = 0; arm < this.values.length; arm++) this.values[arm] = this.value(view, arm);
    return this.values;
  }

  /** Q; leaves the pair's tiles in {@link tiles}. */
  private value({ specReplicas, context }: HorizontalView, arm: number): number {
    const { tiles, load, config } = this;
    const { tilings, tileWidths } = config;
    const pods = Math.max(0, specReplicas + this.arms.steps[arm]!);
    loadAfter(context, Math.max(0.5, pods), this.latencyObjectiveMs, load);
    const family = (pods * this.arms.length + arm) * coordinates;
    writeTiles(load.latency, tileWidths.latency, family, tilings, tiles, 0);
    writeTiles(load.requestsPerPod, tileWidths.requestsPerPod, family + 1, tilings, tiles, tilings);
    writeTiles(load.cpu, tileWidths.cpu, family + 2, tilings, tiles, 2 * tilings);
    return this.weights.sum(tiles);
  }

  save(): JsonValue {
    return { learned: this.learned, weights: this.weights.entries() };
  }

  restore(state: unknown): void {
    const weights = z.array(z.tuple([z.int().min(0), z.number()]));
    const saved = parseWith(z.strictObject({ learned: z.int().min(0), weights }), state);
    this.weights.restore(saved.weights);
    this.learned = saved.learned;
  }
}

function isOutside(replicas: number, { minReplicas, maxReplicas }: ReplicaLimits): boolean {
  return replicas < minReplicas || replicas > maxReplicas;
}

const configSchema = z.strictObject({
  ...options,
  ...stepOptions,
  /** As in the released agent UP is a rule while the objective is violated; false leaves it to the values. */
  upRule: z.boolean().default(true),
  reward: rewardSchema.prefault({ changePenalty: 0.02 }),
});

/** {@link QLearning} over steps of the replica count. */
export const qLearningAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'q-learning',
  title: 'Q-learning (corrected)',
  describe:
    'Q-learning on tiles of latency, load and CPU per pod; adds a pod by rule when violated, looks some ten decisions ahead.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create(config, { seed, latencyObjectiveMs }) {
    const stream = new RandomStream(seed, 'agent', 'q-learning');
    const { upRule } = config;
    const learner = new QLearning(new StepArms(config.maxStep), { latencyObjectiveMs, upRule }, config, stream);
    if (config.hotStart !== undefined) learner.restore(config.hotStart);
    return rewardedBy(rewardOf(config.reward, latencyObjectiveMs), learner);
  },
};
