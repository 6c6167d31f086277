/**
 * Rescales in one direction, for policies that limit the change over a period (specification §1.7).
 *
 * As in the controller, an event older than the longest period of its own direction's policies may be overwritten by the next one, even
 * if a longer policy of the other direction still looks for it; of several such events the last in the list goes first.
 */
export class ScaleEvents {
  private readonly changes: number[] = [];
  private readonly times: number[] = [];

  /** @param longestPeriodSeconds the longest period of the direction's policies */
  constructor(private readonly longestPeriodSeconds: number) {}

  /** @param change replicas added or removed, ≥ 0 */
  record(change: number, timeSeconds: number): void {
    const cutoff = timeSeconds - this.longestPeriodSeconds;
    const outdated = this.times.findLastIndex((time) => time < cutoff);
    const slot = outdated < 0 ? this.times.length : outdated;
    this.changes[slot] = change;
    this.times[slot] = timeSeconds;
  }

  /** The sum of changes strictly younger than `periodSeconds`. */
  within(nowSeconds: number, periodSeconds: number): number {
    const cutoff = nowSeconds - periodSeconds;
    let sum = 0;
    for (let i = 0; i < this.times.length; i++) if (this.times[i]! > cutoff) sum += this.changes[i]!;
    return sum;
  }
}
