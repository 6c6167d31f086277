import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { parseWith } from '../../../workloads/parse-with.js';

/** What a state–action pair is worth and how often it was tried. */
interface QRow {
  readonly values: Float64Array;
  readonly visits: Uint32Array;
}

/**
 * Values of state–action pairs; only states that were visited take room. A state never visited is worth the initial
 * value.
 */
export class QTable {
  readonly actions: number;
  private readonly rows = new Map<string, QRow>();
  private readonly unvisited: Float64Array;

  constructor(actions: number, initialValue = 0) {
    this.actions = actions;
    this.unvisited = new Float64Array(actions).fill(initialValue);
  }

  /** States that were visited. */
  get size(): number {
    return this.rows.size;
  }

  /** One value an action. Not to be written to. */
  values(state: string): Float64Array {
    return this.rows.get(state)?.values ?? this.unvisited;
  }

  /** Highest value of a state among the allowed actions (all by default). */
  best(state: string, allowed?: Uint8Array): number {
    const values = this.values(state);
    let best = Number.NEGATIVE_INFINITY;
    for (let action = 0; action < this.actions; action++)
      if (allowed?.[action] !== 0 && values[action]! > best) best = values[action]!;
    return best;
  }

  /**
   * Moves a value towards a target.
   * @param rate the share of the way, or `visits` for 1 ÷ how often the pair was tried
   */
  learn(state: string, action: number, target: number, rate: number | 'visits'): void {
    let row = this.rows.get(state);
    if (row === undefined) {
      row = { values: this.unvisited.slice(), visits: new Uint32Array(this.actions) };
      this.rows.set(state, row);
    }
    const visits = ++row.visits[action]!;
    row.values[action]! += (rate === 'visits' ? 1 / visits : rate) * (target - row.values[action]!);
  }

  /** Visited states in the order of their first visit. */
  save(): JsonValue {
    return [...this.rows].map(([state, { values, visits }]) => ({ state, values: [...values], visits: [...visits] }));
  }

  /** @throws InputError when it is not a table of as many actions */
  restore(state: unknown): void {
    const row = z.strictObject({
      state: z.string(),
      values: z.array(z.number()).length(this.actions),
      visits: z.array(z.int().min(0)).length(this.actions),
    });
    this.rows.clear();
    for (const saved of parseWith(z.array(row), state))
      this.rows.set(saved.state, {
        values: Float64Array.from(saved.values),
        visits: Uint32Array.from(saved.visits),
      });
  }
}
