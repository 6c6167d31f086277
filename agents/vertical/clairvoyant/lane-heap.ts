/**
 * Open lanes by their lower bound, lowest first: a binary heap over two typed arrays. Lanes taken out during a round are set
 * aside and come back, with a new bound, when the round ends.
 */
export class LaneHeap {
  private readonly lanes: Int32Array;
  private readonly keys: Float64Array;
  private count = 0;
  private readonly asideLanes: Int32Array;
  private readonly asideCosts: Float64Array;
  private aside = 0;

  constructor(capacity: number) {
    this.lanes = new Int32Array(capacity);
    this.keys = new Float64Array(capacity);
    this.asideLanes = new Int32Array(capacity);
    this.asideCosts = new Float64Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  lowestKey(): number {
    return this.keys[0]!;
  }

  push(lane: number, key: number): void {
    let at = this.count++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.keys[parent]! <= key) break;
      this.lanes[at] = this.lanes[parent]!;
      this.keys[at] = this.keys[parent]!;
      at = parent;
    }
    this.lanes[at] = lane;
    this.keys[at] = key;
  }

  pop(): number {
    const top = this.lanes[0]!;
    this.count--;
    const lane = this.lanes[this.count]!;
    const key = this.keys[this.count]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.count) break;
      if (child + 1 < this.count && this.keys[child + 1]! < this.keys[child]!) child++;
      if (this.keys[child]! >= key) break;
      this.lanes[at] = this.lanes[child]!;
      this.keys[at] = this.keys[child]!;
      at = child;
    }
    this.lanes[at] = lane;
    this.keys[at] = key;
    return top;
  }

  beginRound(): void {
    this.aside = 0;
  }

  /** Sets a lane aside with its exact cost. */
  keep(lane: number, cost: number): void {
    this.asideLanes[this.aside] = lane;
    this.asideCosts[this.aside] = cost;
    this.aside++;
  }

  /** Puts lanes back under the bound that `keyOf` gives, or closes them where it gives null. */
  endRound(keyOf: (lane: number, cost: number) => number | null): void {
    for (let i = 0; i < this.aside; i++) {
      const key = keyOf(this.asideLanes[i]!, this.asideCosts[i]!);
      if (key !== null) this.push(this.asideLanes[i]!, key);
    }
  }
}
