import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { parseWith } from '../../../workloads/parse-with.js';
import type { BanditShape } from './bandit.js';

/**
 * The last plays of a bandit in a ring: arm, features, reward. Position 0 is the oldest. No call but save and restore
 * allocates.
 */
export class PlayHistory {
  readonly capacity: number;
  private readonly shape: BanditShape;
  private readonly arms: Int32Array;
  private readonly rewards: Float64Array;
  private readonly rows: Float64Array;
  private readonly views: readonly Float64Array[];
  private oldest = 0;
  private count = 0;

  constructor(capacity: number, shape: BanditShape) {
    this.capacity = capacity;
    this.shape = shape;
    this.arms = new Int32Array(capacity);
    this.rewards = new Float64Array(capacity);
    this.rows = new Float64Array(capacity * shape.features);
    this.views = Array.from({ length: capacity }, (_, slot) =>
      this.rows.subarray(slot * shape.features, (slot + 1) * shape.features),
    );
  }

  get length(): number {
    return this.count;
  }

  /** Adds a play; the oldest goes when the ring is full. */
  add(arm: number, features: Float64Array, reward: number): void {
    const slot = this.slot(this.count);
    if (this.count < this.capacity) this.count++;
    else this.oldest = (this.oldest + 1) % this.capacity;
    this.arms[slot] = arm;
    this.rewards[slot] = reward;
    this.views[slot]!.set(features);
  }

  armAt(position: number): number {
    return this.arms[this.slot(position)]!;
  }

  rewardAt(position: number): number {
    return this.rewards[this.slot(position)]!;
  }

  /** A window on the ring: valid until {@link add} overwrites it. */
  featuresAt(position: number): Float64Array {
    return this.views[this.slot(position)]!;
  }

  private slot(position: number): number {
    return (this.oldest + position) % this.capacity;
  }

  /** Plays from old to new. */
  save(): JsonValue {
    return Array.from({ length: this.count }, (_, at) => ({
      arm: this.armAt(at),
      reward: this.rewardAt(at),
      row: [...this.featuresAt(at)],
    }));
  }

  /** @throws InputError when it is not a history of such plays, or too long */
  restore(state: unknown): void {
    const arm = z.int().min(0).lt(this.shape.arms);
    const row = z.array(z.number()).length(this.shape.features);
    const plays = parseWith(z.array(z.strictObject({ arm, reward: z.number(), row })).max(this.capacity), state);
    this.oldest = 0;
    this.count = 0;
    for (const play of plays) this.add(play.arm, Float64Array.from(play.row), play.reward);
  }
}
