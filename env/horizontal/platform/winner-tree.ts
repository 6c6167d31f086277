import { grown } from './grown.js';

/**
 * The earliest of a fixed set of clocks: a tournament tree over typed arrays. Setting a clock plays the matches on its way to the
 * root again, as far as they change anything. Among equals the lower id wins, so the order is total. Best for sets up to some thousands
 * whose members are set over and over, such as the workers of pods.
 */
export class WinnerTree {
  /** Instant of the earliest clock; infinity while none is set. */
  time = Number.POSITIVE_INFINITY;
  /** Its id; meaningless while none is set. */
  id = 0;
  private leaves: number;
  private at: Float64Array;
  /** Node 1 is the root, nodes 2i and 2i + 1 play for node i, and the leaves are the ids in order. */
  private winners: Int32Array;

  constructor(capacity: number) {
    this.leaves = powerOfTwo(capacity);
    this.at = new Float64Array(this.leaves).fill(Number.POSITIVE_INFINITY);
    this.winners = new Int32Array(0);
    this.playAll();
  }

  timeOf(id: number): number {
    return this.at[id]!;
  }

  /** Sets an id's clock; infinity unsets it. */
  set(id: number, time: number): void {
    const { at, winners } = this;
    at[id] = time;
    for (let node = (id + this.leaves) >> 1; node > 0; node >>= 1) {
      const left = winners[2 * node]!;
      const right = winners[2 * node + 1]!;
      const winner = at[right]! < at[left]! ? right : left;
      if (winner !== id && winners[node] === winner) return;
      winners[node] = winner;
    }
    this.id = winners[1]!;
    this.time = at[this.id]!;
  }

  /** Makes room for more ids. */
  grow(capacity: number): void {
    if (capacity <= this.leaves) return;
    this.leaves = powerOfTwo(capacity);
    this.at = grown(this.at, this.leaves, Number.POSITIVE_INFINITY);
    this.playAll();
  }

  private playAll(): void {
    const { at, leaves } = this;
    const winners = new Int32Array(2 * leaves);
    for (let id = 0; id < leaves; id++) winners[leaves + id] = id;
    for (let node = leaves - 1; node > 0; node--) {
      const left = winners[2 * node]!;
      const right = winners[2 * node + 1]!;
      winners[node] = at[right]! < at[left]! ? right : left;
    }
    this.winners = winners;
    this.id = winners[1]!;
    this.time = at[this.id]!;
  }
}

function powerOfTwo(atLeast: number): number {
  let size = 2;
  while (size < atLeast) size *= 2;
  return size;
}
