/** Tabular Q-learning that chooses the number of pods. */
export { QLearning, qLearningAgent } from './q-learning.js';
export { QLearningAsReleased, qLearningAsReleasedAgent } from './q-learning-as-released.js';
