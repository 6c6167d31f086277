import { z } from 'zod';
import type { JsonValue } from '../../../env/core/json.js';
import { parseWith } from '../../../workloads/parse-with.js';

/** Values of state–action pairs, 0 at first; only states that were visited take room. */
export class QTable {
  readonly actions: number;
  private readonly rows = new Map<string, Float64Array>();
  private readonly unvisited: Float64Array;

  constructor(actions: number) {
    this.actions = actions;
    this.unvisited = new Float64Array(actions);
  }

  /** States that were visited. */
  get size(): number {
    return this.rows.size;
  }

  /** One value an action. Not to be written to. */
  values(state: string): Float64Array {
    return this.rows.get(state) ?? this.unvisited;
  }

  /** Highest value of a state. */
  best(state: string): number {
    return Math.max(...this.values(state));
  }

  /**
   * Moves a value towards a target.
   * @param rate the share of the way
   */
  learn(state: string, action: number, target: number, rate: number): void {
    let values = this.rows.get(state);
    if (values === undefined) {
      values = this.unvisited.slice();
      this.rows.set(state, values);
    }
    values[action]! += rate * (target - values[action]!);
  }

  /** Visited states in the order of their first visit. */
  save(): JsonValue {
    return [...this.rows].map(([state, values]) => ({ state, values: [...values] }));
  }

  /** @throws InputError when it is not a table of as many actions */
  restore(state: unknown): void {
    const row = z.strictObject({ state: z.string(), values: z.array(z.number()).length(this.actions) });
    this.rows.clear();
    for (const saved of parseWith(z.array(row), state)) this.rows.set(saved.state, Float64Array.from(saved.values));
  }
}
