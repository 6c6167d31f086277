import { noCounts } from '../metrics/counts.js';

/** Keeps the books of attempts at the platform: how many, how long, and what became of them. */
export class Ledger {
  readonly counts = noCounts();
  /** Attempts whose clients wait. */
  inFlight = 0;
  /** Integral of {@link inFlight} over time, request-microseconds, up to {@link settledAt}. */
  area = 0;
  settledAt = 0;
  /** Time that attempts which have come to an end spent at the platform, microseconds. */
  ended = 0;

  /** An attempt arrives. */
  begin(now: number): void {
    this.settle(now);
    this.inFlight++;
    this.counts.arrivals++;
  }

  /** The client learns how an attempt ended. */
  end(arrivedAt: number, now: number): void {
    this.settle(now);
    this.inFlight--;
    this.ended += now - arrivedAt;
  }

  /** Brings {@link area} up to date. */
  settle(now: number): void {
    this.area += this.inFlight * (now - this.settledAt);
    this.settledAt = now;
  }
}
