/**
 * The samples of the last so many seconds, kept both in order of arrival and sorted.
 *
 * Adding is a binary search and a `copyWithin` (a few hundred nanoseconds for a day of one-minute samples); maximum and any
 * percentile are then a look-up. The sum is kept exactly enough by re-adding it once per full turn of the ring.
 */
export class SortedWindow {
  private times: Float64Array;
  private values: Float64Array;
  private sorted: Float64Array;
  private first = 0;
  private count = 0;
  private sum = 0;

  /** @param seconds samples at least this much older than the newest are forgotten */
  constructor(private readonly seconds: number) {
    this.times = new Float64Array(64);
    this.values = new Float64Array(64);
    this.sorted = new Float64Array(64);
  }

  get size(): number {
    return this.count;
  }

  /** Adds a sample; NaN is ignored. Times never go back. */
  add(timeSeconds: number, value: number): void {
    if (Number.isNaN(value)) return;
    this.forget(timeSeconds - this.seconds);
    if (this.count === this.values.length) this.grow();
    const slot = (this.first + this.count) % this.values.length;
    this.times[slot] = timeSeconds;
    this.values[slot] = value;
    const at = this.rank(value);
    this.sorted.copyWithin(at + 1, at, this.count);
    this.sorted[at] = value;
    this.count++;
    this.sum += value;
    if (slot === 0) this.sum = this.freshSum();
  }

  /** Largest sample, or NaN when empty. */
  max(): number {
    return this.count === 0 ? Number.NaN : this.sorted[this.count - 1]!;
  }

  /** Mean of the samples, or NaN when empty. */
  mean(): number {
    return this.count === 0 ? Number.NaN : this.sum / this.count;
  }

  /** Percentile by linear interpolation between order statistics (type 7); `fraction` in [0, 1]. NaN when empty. */
  percentile(fraction: number): number {
    if (this.count === 0) return Number.NaN;
    const position = fraction * (this.count - 1);
    const below = Math.floor(position);
    const low = this.sorted[below]!;
    const high = this.sorted[Math.min(below + 1, this.count - 1)]!;
    return low + (high - low) * (position - below);
  }

  private forget(until: number): void {
    while (this.count > 0 && this.times[this.first]! <= until) {
      const value = this.values[this.first]!;
      const at = this.rank(value);
      this.sorted.copyWithin(at, at + 1, this.count);
      this.first = (this.first + 1) % this.values.length;
      this.count--;
      this.sum -= value;
    }
    if (this.count === 0) this.sum = 0;
  }

  /** Position of the first sorted value that is not below `value`. */
  private rank(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private freshSum(): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) sum += this.values[(this.first + i) % this.values.length]!;
    return sum;
  }

  private grow(): void {
    const size = this.values.length;
    const times = new Float64Array(2 * size);
    const values = new Float64Array(2 * size);
    const sorted = new Float64Array(2 * size);
    for (let i = 0; i < this.count; i++) {
      times[i] = this.times[(this.first + i) % size]!;
      values[i] = this.values[(this.first + i) % size]!;
    }
    sorted.set(this.sorted);
    this.times = times;
    this.values = values;
    this.sorted = sorted;
    this.first = 0;
  }
}
