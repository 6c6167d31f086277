/** Past recommendations of one HPA, before stabilisation, oldest first; those no window can reach are dropped (specification §1.6, §1.7). */
export class RecommendationHistory {
  private replicas: number[] = [];
  private times: number[] = [];
  private first = 0;

  /** @param longestWindowSeconds the longest window that will be asked for */
  constructor(private readonly longestWindowSeconds: number) {}

  get isEmpty(): boolean {
    return this.first === this.times.length;
  }

  /** @param timeSeconds not before the last one */
  record(replicas: number, timeSeconds: number): void {
    const cutoff = timeSeconds - this.longestWindowSeconds;
    while (this.first < this.times.length && this.times[this.first]! < cutoff) this.first++;
    if (this.first > 64 && this.first * 2 > this.times.length) {
      this.replicas = this.replicas.slice(this.first);
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    this.replicas.push(replicas);
    this.times.push(timeSeconds);
  }

  /** The largest of `replicas` and the recommendations of the window; one exactly at its edge counts if `inclusive`. */
  highest(replicas: number, nowSeconds: number, windowSeconds: number, inclusive: boolean): number {
    const cutoff = nowSeconds - windowSeconds;
    let highest = replicas;
    for (let i = this.times.length - 1; i >= this.first; i--) {
      if (inclusive ? this.times[i]! < cutoff : this.times[i]! <= cutoff) break;
      highest = Math.max(highest, this.replicas[i]!);
    }
    return highest;
  }

  /** The smallest of `replicas` and the recommendations strictly younger than the window. */
  lowest(replicas: number, nowSeconds: number, windowSeconds: number): number {
    const cutoff = nowSeconds - windowSeconds;
    let lowest = replicas;
    for (let i = this.times.length - 1; i >= this.first && this.times[i]! > cutoff; i--)
      lowest = Math.min(lowest, this.replicas[i]!);
    return lowest;
  }
}
