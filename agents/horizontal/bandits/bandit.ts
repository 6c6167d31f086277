import type { JsonValue } from '../../../env/core/json.js';

/**
 * A contextual bandit: chooses one of K arms on d features and hears the reward of the arm that was played.
 *
 * Its state is what it has learned; the random stream belongs to the trial, so that one state can start many runs.
 */
export interface Bandit {
  /** K. */
  readonly arms: number;
  /**
   * @param features d numbers; algorithms without context do not read them
   * @param allowed K bytes, 0 for an arm that must not be played; at least one is not 0
   * @returns an allowed arm
   */
  select(features: Float64Array, allowed: Uint8Array): number;
  /**
   * Hears what playing an arm brought. Unless an algorithm says otherwise the arm need not be the one it selected.
   * @param reward in [0, 1] for the theory to hold
   */
  update(arm: number, features: Float64Array, reward: number): void;
  /** What was learned, as plain JSON. */
  save(): JsonValue;
  /**
   * Goes on from what {@link save} gave.
   * @throws InputError when it does not fit this bandit
   */
  restore(state: unknown): void;
}

/** Size of a bandit. */
export interface BanditShape {
  /** K, the number of arms. */
  readonly arms: number;
  /** d, the number of features. */
  readonly features: number;
}
