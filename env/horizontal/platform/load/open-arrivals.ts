import type { RandomStream } from '../../../core/random.js';
import { toMicroseconds, toSeconds } from '../time.js';
import { noOwner } from '../traffic/requests.js';
import type { LoadSource } from './load-source.js';
import { ConstantRate, type RateProcess } from './rate-process.js';

/**
 * A Poisson process of varying rate: candidates come at each stretch's bound and are kept with probability rate over bound
 * (thinning, Lewis and Shedler 1979). Where a stretch ends the wait is drawn anew, which the exponential's lack of memory allows.
 */
export class OpenArrivals implements LoadSource {
  nextAt = 0;
  readonly users = 0;
  /** Exact instant of the next arrival, seconds: roundings do not add up. */
  private at = 0;

  constructor(
    private rate: RateProcess,
    private readonly random: RandomStream,
  ) {
    this.draw();
  }

  take(): number {
    this.draw();
    return noOwner;
  }

  answer(): void {}

  tick(): void {}

  setUsers(): void {}

  /** Replaces the rate by a constant from an instant on. */
  setRate(requestsPerSecond: number, now: number): void {
    this.rate = new ConstantRate(requestsPerSecond);
    this.at = toSeconds(now);
    this.draw();
  }

  private draw(): void {
    const { random } = this;
    for (;;) {
      const { bound, until } = this.rate;
      const candidate = bound > 0 ? this.at + random.exponential(1 / bound) : Number.POSITIVE_INFINITY;
      if (candidate >= until) {
        this.at = until;
        if (until === Number.POSITIVE_INFINITY) break;
        this.rate.advance();
        continue;
      }
      this.at = candidate;
      const rate = this.rate.at(candidate);
      if (rate === bound || random.next() * bound < rate) break;
    }
    this.nextAt = this.at === Number.POSITIVE_INFINITY ? this.at : toMicroseconds(this.at);
  }
}
