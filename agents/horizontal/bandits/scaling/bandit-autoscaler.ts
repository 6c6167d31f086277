import type { JsonValue } from '../../../../env/core/json.js';
import type { HorizontalView } from '../../../../env/horizontal/view.js';
import type { HorizontalAgentContext } from '../../agent.js';
import type { ScalingOutcome } from '../../autoscaler.js';
import type { Bandit, BanditShape } from '../bandit.js';
import type { FeatureMap } from './features.js';
import { type LearningAutoscaler, rewardedBy } from './learning-autoscaler.js';
import type { StepOptions } from './options.js';
import { appliedStep, meetsObjective, rewardOf } from './reward.js';
import { StepArms } from './step-arms.js';

/**
 * Lets a bandit choose the step of the replica count, with masks at the limits.
 *
 * Two rules go before the bandit: replicas outside the limits go to the nearest limit, and, with `upRule`, a violated
 * objective adds one replica. The bandit hears nothing of what the rules do.
 *
 * A bandit is rewarded for one interval. Where a pod takes longer to start than a decision lasts, that reward cannot see what the pod will
 * bring, only what it costs (specification §2.7: a discount of 0 cannot value scaling ahead), and the bandit may settle on too few replicas.
 * On the scenario `llm-diurnal`, seeds 1 to 5, `linucb` violates 139 to 295 of 360 decisions, the HPA 0 to 5. `guarded` around it helps
 * where it keeps the HPA in charge for much longer than pods take to start: 129 to 142 with its `recovery` of 10 decisions, 39 to 45
 * with 100.
 */
export class BanditAutoscaler implements LearningAutoscaler {
  private readonly bandit: Bandit;
  private readonly arms: StepArms;
  private readonly map: FeatureMap;
  private readonly features: Float64Array;
  private readonly upRuleAboveMs: number;

  /** @param upRuleAboveMs latency above which one replica is added by rule; Infinity for never */
  constructor(bandit: Bandit, arms: StepArms, map: FeatureMap, upRuleAboveMs: number) {
    this.bandit = bandit;
    this.arms = arms;
    this.map = map;
    this.features = new Float64Array(map.length);
    this.upRuleAboveMs = upRuleAboveMs;
  }

  decide(view: HorizontalView): number {
    const byRule = this.ruledStep(view);
    if (byRule !== null) return view.specReplicas + byRule;
    this.map.write(view.context, this.features);
    const arm = this.bandit.select(this.features, this.arms.mask(view.specReplicas, view.limits));
    return view.specReplicas + this.arms.steps[arm]!;
  }

  learn(outcome: ScalingOutcome): void {
    const arm = this.arms.armOf(appliedStep(outcome));
    if (arm < 0 || this.ruledStep(outcome.before) !== null) return;
    this.map.write(outcome.before.context, this.features);
    this.bandit.update(arm, this.features, outcome.reward);
  }

  /** The step that a rule prescribes, or null when the bandit is to choose. */
  private ruledStep({ specReplicas, limits, context }: HorizontalView): number | null {
    if (specReplicas < limits.minReplicas) return limits.minReplicas - specReplicas;
    if (specReplicas > limits.maxReplicas) return limits.maxReplicas - specReplicas;
    if (meetsObjective(context, this.upRuleAboveMs)) return null;
    return specReplicas < limits.maxReplicas ? 1 : 0;
  }

  save(): JsonValue {
    return this.bandit.save();
  }

  restore(state: unknown): void {
    this.bandit.restore(state);
  }
}

/**
 * Makes the autoscaler of a bandit agent from its options.
 * @param makeBandit is told the step of every arm, too
 */
export function banditAutoscaler(
  options: StepOptions,
  map: FeatureMap,
  { latencyObjectiveMs }: HorizontalAgentContext,
  makeBandit: (shape: BanditShape, steps: readonly number[]) => Bandit,
): LearningAutoscaler {
  const arms = new StepArms(options.maxStep);
  const bandit = makeBandit({ arms: arms.length, features: map.length }, arms.steps);
  const upRuleAboveMs = options.upRule ? latencyObjectiveMs : Number.POSITIVE_INFINITY;
  const learner = rewardedBy(
    rewardOf(options.reward, latencyObjectiveMs),
    new BanditAutoscaler(bandit, arms, map, upRuleAboveMs),
  );
  if (options.hotStart !== undefined) learner.restore(options.hotStart);
  return learner;
}
