import { z } from 'zod';
import type { JsonValue } from '../../../../env/core/json.js';
import type { HorizontalView } from '../../../../env/horizontal/view.js';
import { parseWith } from '../../../../workloads/parse-with.js';
import type { Autoscaler, ScalingOutcome } from '../../autoscaler.js';
import { type LearningAutoscaler, restoreLearned, saveLearned } from '../scaling/learning-autoscaler.js';
import { meetsObjective } from '../scaling/reward.js';

/** When a {@link FallbackGuard} takes over, and when it lets go. */
export interface GuardOptions {
  readonly latencyObjectiveMs: number;
  /** k ≥ 1: violated decisions in a row after which the fallback takes over. */
  readonly violations: number;
  /** Decisions in a row that must meet the objective before the learner gets its turn again, ≥ 1. */
  readonly recovery: number;
}

/**
 * Lets a learner decide until the objective was violated at k decisions in a row, then a trusted autoscaler until it
 * was met for a while. Both look at every decision, so that either takes over with its history up to date, and both
 * hear every outcome: what the fallback does teaches the learner, too.
 */
export class FallbackGuard implements LearningAutoscaler {
  private readonly learner: Autoscaler;
  private readonly fallback: Autoscaler;
  private readonly options: GuardOptions;
  private violatedInARow = 0;
  private metInARow = 0;
  private guarding = false;

  constructor(learner: Autoscaler, fallback: Autoscaler, options: GuardOptions) {
    this.learner = learner;
    this.fallback = fallback;
    this.options = options;
  }

  /** Whether the fallback decides now. */
  get active(): boolean {
    return this.guarding;
  }

  decide(view: HorizontalView): number {
    const met = meetsObjective(view.context, this.options.latencyObjectiveMs);
    this.metInARow = met ? this.metInARow + 1 : 0;
    this.violatedInARow = met ? 0 : this.violatedInARow + 1;
    if (this.guarding) this.guarding = this.metInARow < this.options.recovery;
    else this.guarding = this.violatedInARow >= this.options.violations;
    const learned = this.learner.decide(view);
    const trusted = this.fallback.decide(view);
    return this.guarding ? trusted : learned;
  }

  learn(outcome: ScalingOutcome): void {
    this.learner.learn?.(outcome);
    this.fallback.learn?.(outcome);
  }

  /** What both have learned. */
  save(): JsonValue {
    return { learner: saveLearned(this.learner), fallback: saveLearned(this.fallback) };
  }

  restore(state: unknown): void {
    const saved = parseWith(z.strictObject({ learner: z.unknown(), fallback: z.unknown() }), state);
    restoreLearned(this.learner, saved.learner);
    restoreLearned(this.fallback, saved.fallback);
  }
}
