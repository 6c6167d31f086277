import { InputError } from '../../core/input-error.js';
import { RandomStream, type Seed } from '../../core/random.js';
import { type RecordedTable, recordedLoads, recordedPods } from './recorded-table.js';

/** Where the replay of a cell begins. */
export type ReplayStart =
  /** At its first row, in every episode: the seed's way. */
  | { readonly kind: 'first' }
  /** Anywhere, drawn anew by cell with the episode's seed. */
  | { readonly kind: 'drawn'; readonly seed: Seed };

/**
 * Serves the rows of a table one by one: each cell in the order of recording, and again from its first row after its last
 * (specification horizontal.md §2.2).
 */
export class TableReplay {
  /** Loads of the table, ascending. */
  readonly loads: readonly number[];
  private readonly rows: ReadonlyMap<number, readonly (readonly (readonly number[])[])[]>;
  private readonly pods: readonly number[];
  /** By load, then pods: the row served next. */
  private readonly next: Int32Array;

  constructor(readonly table: RecordedTable) {
    this.loads = recordedLoads(table);
    this.pods = recordedPods(table);
    this.next = new Int32Array(this.loads.length * this.pods.length);
    const byLoad = new Map<number, (readonly (readonly number[])[])[]>();
    for (const { load, rows } of table.cells) byLoad.set(load, [...(byLoad.get(load) ?? []), rows]);
    this.rows = byLoad;
  }

  /** Begins again. */
  begin(start: ReplayStart): void {
    if (start.kind === 'first') this.next.fill(0);
    else {
      const stream = new RandomStream(start.seed, 'table replay');
      this.table.cells.forEach(({ rows }, cell) => {
        this.next[cell] = stream.integer(0, rows.length - 1);
      });
    }
  }

  /** The recorded load next to this one; of two as near the higher. */
  nearestLoad(load: number): number {
    return this.loads[this.nearest(load)]!;
  }

  /** @throws InputError for a number of pods that was not recorded */
  checkPods(pods: number): void {
    this.columnOf(pods);
  }

  /**
   * The next row under the recorded load nearest to this one.
   * @throws InputError for a number of pods that was not recorded
   */
  read(load: number, pods: number): readonly number[] {
    const level = this.nearest(load);
    const column = this.columnOf(pods);
    const rows = this.rows.get(this.loads[level]!)![column]!;
    const cell = level * this.pods.length + column;
    const row = this.next[cell]!;
    this.next[cell] = (row + 1) % rows.length;
    return rows[row]!;
  }

  private nearest(load: number): number {
    const { loads } = this;
    let best = 0;
    for (let level = 1; level < loads.length; level++)
      if (Math.abs(loads[level]! - load) <= Math.abs(loads[best]! - load)) best = level;
    return best;
  }

  private columnOf(pods: number): number {
    const column = this.pods.indexOf(pods);
    if (column < 0)
      throw new InputError(
        { field: 'replicas', value: pods },
        `a number of pods that ${this.table.id} holds: ${this.pods.join(', ')}`,
      );
    return column;
  }
}
