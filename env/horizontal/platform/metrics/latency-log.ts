import type { Latencies } from './latencies.js';
import { percentile } from './percentile.js';

/** Latencies of one interval, in the order in which the responses came. Grows as needed and is emptied without giving memory back. */
export class LatencyLog implements Latencies {
  count = 0;
  /** Sum, the unit of the values. */
  sum = 0;
  private values = new Float64Array(1024);
  private scratch = new Float64Array(0);

  push(latency: number): void {
    if (this.count === this.values.length) this.grow();
    this.values[this.count++] = latency;
    this.sum += latency;
  }

  clear(): void {
    this.count = 0;
    this.sum = 0;
  }

  /** NaN without values. */
  mean(): number {
    return this.count === 0 ? Number.NaN : this.sum / this.count;
  }

  /** Type 7 percentile, NaN without values. @param q 0 … 1 */
  percentile(q: number): number {
    if (this.scratch.length < this.count) this.scratch = new Float64Array(this.values.length);
    this.scratch.set(this.view());
    return percentile(this.scratch, this.count, q);
  }

  /** How many values lie above a bound. */
  countAbove(bound: number): number {
    let above = 0;
    for (let i = 0; i < this.count; i++) if (this.values[i]! > bound) above++;
    return above;
  }

  /** The values themselves; valid until the next push or clear. */
  view(): Float64Array {
    return this.values.subarray(0, this.count);
  }

  private grow(): void {
    const grown = new Float64Array(this.values.length * 2);
    grown.set(this.values);
    this.values = grown;
  }
}
