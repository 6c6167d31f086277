import type { Retries } from '../config.js';

/** How fast what was learnt last replaces what was known, per step. */
const freshness = 0.3;

/** Retries as a fluid: every failed attempt is made again up to the attempts allowed, and no more than the budget earns. */
export class RetryRate {
  /** Shares of attempts that are turned away and that are given up. */
  private rejected = 0;
  private timedOut = 0;
  /** Work of those that are given up, relative to the mean. */
  private longer = 1;

  constructor(private readonly retries: Retries | null) {}

  /** Retries a second. @param offered first attempts a second */
  rate(offered: number): number {
    if (this.retries === null) return 0;
    const { maxAttempts, budgetRatio } = this.retries;
    const failing = Math.min(1, this.rejected + this.timedOut);
    let again = 0;
    for (let attempt = 1; attempt < maxAttempts; attempt++) again += failing ** attempt;
    return offered * Math.min(again, budgetRatio ?? Number.POSITIVE_INFINITY);
  }

  /** Mean work of an attempt, retries included, relative to that of a request. */
  get work(): number {
    const failing = this.rejected + this.timedOut;
    if (failing === 0) return 1;
    const again = this.rate(1);
    return 1 + (((again / (1 + again)) * this.timedOut) / failing) * (this.longer - 1);
  }

  /** @param longer work of those who were given up, relative to the mean of all attempts */
  learn(arrivals: number, rejected: number, timedOut: number, longer: number): void {
    if (this.retries === null || arrivals === 0) return;
    this.rejected += freshness * (Math.min(1, rejected / arrivals) - this.rejected);
    this.timedOut += freshness * (Math.min(1, timedOut / arrivals) - this.timedOut);
    this.longer += freshness * (longer - this.longer);
  }

  clear(): void {
    this.rejected = 0;
    this.timedOut = 0;
    this.longer = 1;
  }
}
