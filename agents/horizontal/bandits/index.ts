/** Bandits that choose the number of pods, and what makes learners safe. */
export type { Bandit, BanditShape } from './bandit.js';
export { DLinUcb, dLinUcbAgent } from './d-linucb.js';
export { EpsilonGreedy, epsilonGreedyAgent } from './epsilon-greedy.js';
export { Exp3, exp3Agent } from './exp3.js';
export { Exp4, ExpertAutoscaler, exp4Agent } from './exp4.js';
export { HsLinUcb, hsLinUcbAgent } from './hslinucb.js';
export { HsLinUcbAsReleased, hsLinUcbAsReleasedAgent } from './hslinucb-as-released.js';
export { LinTs, linTsAgent } from './lin-ts.js';
export { LinUcb, linUcbAgent } from './linucb.js';
export { LinUcbHybrid, linUcbHybridAgent } from './linucb-hybrid.js';
export { NeuralLinear, neuralLinearAgent } from './neural-linear/neural-linear.js';
export {
  playReleasedRound,
  ReleasedArm,
  type ReleasedLearner,
  type ReleasedPlatform,
  releasedAutoscaler,
} from './released-round.js';
export { FallbackGuard } from './safety/fallback-guard.js';
export { guardedAgent } from './safety/guarded.js';
export { withinStep } from './safety/step-limit.js';
export { type LearningAutoscaler, restoreLearned, rewardedBy, saveLearned } from './scaling/learning-autoscaler.js';
export { type RewardOptions, rewardOf, rewardSchema } from './scaling/reward.js';
export { SlidingWindowLinUcb, slidingWindowLinUcbAgent } from './sliding-window-linucb.js';
export { Ucb1, ucb1Agent } from './ucb1.js';
