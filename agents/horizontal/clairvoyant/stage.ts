import type { Rehearsal } from '../agent.js';

/** A schedule and how the episode went under it. */
export interface Performance {
  readonly replicas: Int32Array;
  readonly rehearsal: Rehearsal;
}

/** Plays schedules, each once, within a budget, and remembers the cheapest; of equally cheap ones the first. */
export class Stage {
  private readonly played = new Map<string, Performance>();
  private cheapest: Performance | null = null;

  constructor(
    private readonly rehearse: (replicas: ArrayLike<number>) => Rehearsal,
    private readonly budget: number,
  ) {}

  /** Rehearsals that are left. */
  get left(): number {
    return this.budget - this.played.size;
  }

  /** The cheapest performance so far. */
  get best(): Performance | null {
    return this.cheapest;
  }

  /** Plays a schedule unless it was played before. @returns null when the budget is used up */
  play(replicas: Int32Array): Performance | null {
    const key = replicas.join();
    const before = this.played.get(key);
    if (before !== undefined) return before;
    if (this.left <= 0) return null;
    const performance = { replicas: replicas.slice(), rehearsal: this.rehearse(replicas) };
    this.played.set(key, performance);
    if (this.cheapest === null || performance.rehearsal.cost < this.cheapest.rehearsal.cost)
      this.cheapest = performance;
    return performance;
  }
}
