import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { ContextIndex, type HorizontalView, type ReplicaLimits } from '../../../env/horizontal/view.js';
import type { HorizontalAgent } from '../agent.js';
import type { ScalingOutcome } from '../autoscaler.js';
import { NoisyRidge } from './linear-model/noisy-ridge.js';
import type { LearningAutoscaler } from './scaling/learning-autoscaler.js';
import { isMeasured, type LoadAfter, loadAfter, logLatency, mostLatency } from './scaling/load-after.js';
import { hotStartOptions, stepArmOptions } from './scaling/options.js';
import { meetsObjective } from './scaling/reward.js';

/** Hyper-parameters of {@link HsLinUcb}. */
const options = {
  /** α: how many widths the bound lies below the mean latency. More tries fewer pods sooner, and pays for it in violations. */
  alpha: z.number().min(0).default(0.5),
  /** λ: ridge penalty. */
  lambda: z.number().positive().default(0.1),
  /**
   * z: how many standard deviations of the noise the bound must lie below the objective. 2 accepts that one decision in 44 violates it, if
   * latency is lognormal; 2.5 half as often, with a few pods more.
   */
  margin: z.number().min(0).default(2),
  /** How many standard deviations more for fewer replicas than there are: 0 flips where two counts are nearly alike, 1 hardly ever. */
  downMargin: z.number().min(0).default(0.5),
  /** First guess of the noise: standard deviation of ln latency from one decision to the next. */
  initialNoise: z.number().positive().default(0.3),
};

/** Hyper-parameters of {@link HsLinUcb}, complete. */
export interface HsLinUcbConfig {
  readonly alpha: number;
  readonly lambda: number;
  readonly margin: number;
  readonly downMargin: number;
  readonly initialNoise: number;
  /** Arms are the steps −maxStep … +maxStep. */
  readonly maxStep: number;
}

const features = 8;

/**
 * HSLinUCB corrected: LinUCB with one linear model for all arms (Chu, Li, Reyzin and Schapire, 2011) on a bandit whose reward is known and
 * whose constraint is learned (Pacchiano, Ghavamzadeh, Bartlett and Jiang, 2021). An arm is a step of the replica count; fewer replicas are
 * the better reward; the constraint is the objective for latency. It plays the arm of fewest replicas that satisfies
 *
 *     ŷ(x, a) − α σ̂ √(φ′A⁻¹φ) + z σ̂ ≤ 0,
 *
 * the most replicas when none does. ŷ is the predicted ln(p95 ÷ objective) after the arm, the second term LinUCB's bound, optimistic about
 * latency, the third the chance constraint's margin for noise, whose deviation σ̂ is learned, too. What it corrects (specification §2.2):
 *
 * - The released agent earns 1 for staying, whatever happens, and scales down by what its line cannot represent of that constant. Here
 *   every decision is judged by what was observed after it, by the rule's as well.
 * - It learns from "met or not"; the latency itself says how near the limit is, before it is crossed.
 * - Its features are raw, without intercept, and of the state before the step, so DOWN must be learned anew at every level. Here they are
 *   of the load each pod carries after the step, so that one level teaches all; in ratios and logarithms, which no platform's scale enters.
 *
 * Kept is the rule for UP: one replica more while the objective is violated. A bandit sees no further than one decision: where pods start, or
 * queues build up, over several, it removes pods that it will miss, and a rule such as the HPA's does better.
 */
export class HsLinUcb implements LearningAutoscaler {
  /** The change of ln latency from one decision to the next, by the features of {@link write}. */
  readonly model: NoisyRidge;
  private readonly latencyObjectiveMs: number;
  private readonly config: HsLinUcbConfig;
  private readonly x = new Float64Array(features);
  private readonly load: LoadAfter = { latency: 0, requestsPerPod: 0, cpu: 0 };

  constructor(latencyObjectiveMs: number, config: HsLinUcbConfig) {
    this.model = new NoisyRidge(features, { lambda: config.lambda, noise: config.initialNoise });
    this.latencyObjectiveMs = latencyObjectiveMs;
    this.config = config;
  }

  decide({ context, specReplicas, limits }: HorizontalView): number {
    const { minReplicas, maxReplicas } = limits;
    if (specReplicas < minReplicas) return minReplicas;
    if (specReplicas > maxReplicas) return maxReplicas;
    if (specReplicas === 0 || !meetsObjective(context, this.latencyObjectiveMs))
      return Math.min(maxReplicas, specReplicas + 1);
    if (context[ContextIndex.containers] === 0) return specReplicas;
    return this.fewest(context, specReplicas, limits);
  }

  /** The fewest replicas, 1 at least, that a step leads to and the bound allows; without requests, the fewest of all. */
  private fewest(context: Float64Array, specReplicas: number, { minReplicas, maxReplicas }: ReplicaLimits): number {
    const { margin, downMargin, maxStep } = this.config;
    const fewest = Math.max(1, minReplicas, specReplicas - maxStep);
    const most = Math.min(maxReplicas, specReplicas + maxStep);
    if (!isMeasured(context)) return fewest;
    for (let replicas = fewest; replicas < most; replicas++) {
      const deviations = replicas < specReplicas ? margin + downMargin : margin;
      if (this.bound(context, replicas) + deviations * this.model.noise <= 0) return replicas;
    }
    return most;
  }

  /** ŷ − α σ̂ √(φ′A⁻¹φ): lower confidence bound of ln(p95 ÷ objective) with so many pods. */
  bound(context: Float64Array, pods: number): number {
    this.write(context, pods);
    return (
      logLatency(context, this.latencyObjectiveMs) +
      this.model.predict(this.x) -
      this.config.alpha * this.model.width(this.x)
    );
  }

  learn({ before, after }: ScalingOutcome): void {
    const served = after.context[ContextIndex.containers]!;
    if (!isMeasured(before.context) || !(served > 0)) return;
    const { latencyObjectiveMs } = this;
    const isStuck = !isMeasured(after.context) && !meetsObjective(after.context, latencyObjectiveMs);
    if (!isStuck && !isMeasured(after.context)) return;
    const reached = isStuck ? mostLatency : logLatency(after.context, latencyObjectiveMs);
    this.write(before.context, served);
    this.model.update(this.x, reached - logLatency(before.context, latencyObjectiveMs));
  }

  /**
   * φ: 1, latency now as logarithm and as ratio to the objective (the nearer the limit, the more it matters), ln requests/s and CPU of
   * each pod afterwards, ln pods afterwards, ln of the factor by which load per pod changes, and pods added. Pods are those that serve:
   * what was asked for may still be starting.
   */
  private write(context: Float64Array, pods: number): void {
    const { x, load } = this;
    const count = Math.max(0.5, pods);
    const now = context[ContextIndex.containers]!;
    loadAfter(context, count, this.latencyObjectiveMs, load);
    x[0] = 1;
    x[1] = load.latency;
    x[2] = Math.exp(load.latency);
    x[3] = load.requestsPerPod;
    x[4] = load.cpu;
    x[5] = Math.log(count);
    x[6] = Math.log(now / count);
    x[7] = pods - now;
  }

  save(): JsonValue {
    return this.model.save();
  }

  restore(state: unknown): void {
    this.model.restore(state);
  }
}

const configSchema = z.strictObject({ ...options, ...stepArmOptions, ...hotStartOptions });

/** {@link HsLinUcb} as an agent. The setting of specification §2.5 is `linucb` with `upRule`. */
export const hsLinUcbAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'hslinucb',
  title: 'HSLinUCB (corrected)',
  describe:
    'LinUCB that predicts latency after a step and takes the fewest pods that its bound allows; adds one by rule when violated.',
  kind: 'autoscaler',
  stochastic: false,
  configSchema,
  create(config, { latencyObjectiveMs }) {
    const learner = new HsLinUcb(latencyObjectiveMs, config);
    if (config.hotStart !== undefined) learner.restore(config.hotStart);
    return learner;
  },
};
