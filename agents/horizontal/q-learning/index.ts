/** Q-learning that chooses the number of pods: tabular as released, on tiles as corrected. */
export { QLearning, qLearningAgent } from './q-learning.js';
export { QLearningAsReleased, qLearningAsReleasedAgent } from './q-learning-as-released.js';
