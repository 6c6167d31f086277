import { type Counts, noCounts } from '../metrics/counts.js';

/** A stretch's attempts, as real numbers. */
export interface Attempts {
  readonly arrivals: number;
  readonly retries: number;
  readonly rejected: number;
  readonly timedOut: number;
  /** Attempts whose clients wait, at the end. */
  readonly awaited: number;
}

/** Whole numbers of what became of a stretch's attempts. */
export interface Entry {
  readonly answered: number;
  readonly timedOut: number;
}

/** Turns flows into whole numbers of attempts that always add up; what is not whole is carried over. */
export class Books {
  readonly counts: Counts = noCounts();
  inFlight = 0;
  private readonly parts = { arrivals: 0, retries: 0, rejected: 0, timedOut: 0, awaited: 0 };

  /** Enters a stretch. Who arrived, was not turned away, did not give up and does not wait was answered. */
  enter(flow: Attempts): Entry {
    const { counts } = this;
    const arrivals = this.whole('arrivals', flow.arrivals);
    const rejected = Math.min(arrivals, this.whole('rejected', flow.rejected));
    const here = this.inFlight + arrivals - rejected;
    const timedOut = Math.min(here, this.whole('timedOut', flow.timedOut));
    const waiting = flow.awaited === Number.POSITIVE_INFINITY ? here : this.whole('awaited', flow.awaited);
    const awaited = Math.min(here - timedOut, waiting);
    const answered = here - timedOut - awaited;
    const retries = Math.min(arrivals, rejected + timedOut, this.whole('retries', flow.retries));
    counts.arrivals += arrivals;
    counts.requests += arrivals - retries;
    counts.retries += retries;
    counts.rejected += rejected;
    counts.timedOut += timedOut;
    counts.completed += answered;
    counts.succeeded += answered;
    counts.failed += rejected + timedOut - retries;
    this.inFlight = awaited;
    return { answered, timedOut };
  }

  /** Attempts are lost with a pod. */
  lose(count: number): void {
    this.inFlight -= count;
    this.counts.lost += count;
    this.counts.failed += count;
  }

  private whole(name: keyof Books['parts'], amount: number): number {
    const exact = amount + this.parts[name];
    const whole = Math.floor(exact);
    this.parts[name] = exact - whole;
    return whole;
  }
}
