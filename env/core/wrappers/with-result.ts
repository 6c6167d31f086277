import type { StepResult } from '../env.js';

/** The same step with another observation. */
export function withObservation<O>(result: StepResult<unknown>, observation: O): StepResult<O> {
  const { reward, terminated, truncated, info } = result;
  return { observation, reward, terminated, truncated, info };
}

/** The same step with another reward. */
export function withReward<O>(result: StepResult<O>, reward: number): StepResult<O> {
  const { observation, terminated, truncated, info } = result;
  return { observation, reward, terminated, truncated, info };
}
