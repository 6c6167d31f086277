import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { RandomStream } from '../../../env/core/random.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { HorizontalAgent } from '../agent.js';
import type { Bandit, BanditShape } from './bandit.js';
import { LinUcb } from './linucb.js';
import { PlayHistory } from './play-history.js';
import { banditAutoscaler } from './scaling/bandit-autoscaler.js';
import { featureOptions, featuresOf, stepOptions } from './scaling/options.js';

/** Hyper-parameters of {@link SlidingWindowLinUcb}. */
const options = {
  /** m: rounds that are remembered, over all arms. */
  window: z.int().min(1).default(2000),
  /** α: how many widths the score lies above the mean. */
  alpha: z.number().min(0).default(1),
  /** λ: ridge penalty of every arm's regression. */
  lambda: z.number().positive().default(1),
};

/** Hyper-parameters of {@link SlidingWindowLinUcb}, complete. */
export interface SlidingWindowConfig {
  readonly window: number;
  readonly alpha: number;
  readonly lambda: number;
}

/**
 * LinUCB on the last m rounds (Cheung, Simchi-Levi and Zhu, 2019): a row is taken out of its arm's regression, by a
 * rank-1 downdate, when the window has passed it.
 */
export class SlidingWindowLinUcb implements Bandit {
  readonly arms: number;
  readonly linUcb: LinUcb;
  private readonly history: PlayHistory;

  constructor(shape: BanditShape, config: SlidingWindowConfig, stream: RandomStream) {
    this.arms = shape.arms;
    this.linUcb = new LinUcb(shape, { alpha: config.alpha, lambda: config.lambda }, stream);
    this.history = new PlayHistory(config.window, shape);
  }

  select(features: Float64Array, allowed: Uint8Array): number {
    return this.linUcb.select(features, allowed);
  }

  update(arm: number, features: Float64Array, reward: number): void {
    const { history, linUcb } = this;
    if (history.length === history.capacity)
      linUcb.models[history.armAt(0)]!.downdate(history.featuresAt(0), history.rewardAt(0));
    history.add(arm, features, reward);
    linUcb.update(arm, features, reward);
  }

  save(): JsonValue {
    return { linUcb: this.linUcb.save(), history: this.history.save() };
  }

  restore(state: unknown): void {
    const saved = parseWith(z.strictObject({ linUcb: z.unknown(), history: z.unknown() }), state);
    this.linUcb.restore(saved.linUcb);
    this.history.restore(saved.history);
  }
}

const configSchema = z.strictObject({ ...options, ...featureOptions, ...stepOptions });

/** {@link SlidingWindowLinUcb} over steps of the replica count. */
export const slidingWindowLinUcbAgent: HorizontalAgent<z.infer<typeof configSchema>> = {
  id: 'sliding-window-linucb',
  title: 'LinUCB (sliding window)',
  describe: 'Contextual bandit that forgets: LinUCB on the last 2000 rounds.',
  kind: 'autoscaler',
  stochastic: true,
  configSchema,
  create: (config, context) =>
    banditAutoscaler(
      config,
      featuresOf(config, context),
      context,
      (shape) =>
        new SlidingWindowLinUcb(shape, config, new RandomStream(context.seed, 'agent', 'sliding-window-linucb')),
    ),
};
