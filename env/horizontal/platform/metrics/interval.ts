import type { IntervalReadings } from '../platform.js';
import { microsecondsPerSecond, toSeconds } from '../time.js';
import { type Counts, countNames, noCounts } from './counts.js';
import type { Latencies } from './latencies.js';

/** Running totals an interval is the difference of. */
export interface Totals {
  readonly counts: Readonly<Counts>;
  readonly area: number;
  readonly podTime: number;
  readonly readyTime: number;
}

/** Readings of one stretch of the event-driven simulation. The object is reused: it always speaks of the last stretch. */
export class Interval implements IntervalReadings {
  fromSeconds = 0;
  toSeconds = 0;
  offeredLoad = 0;
  inFlight = 0;
  meanInFlight = 0;
  meanPods = 0;
  meanReadyPods = 0;
  arrivals = 0;
  completed = 0;
  rejected = 0;
  lost = 0;
  timedOut = 0;
  retries = 0;
  requests = 0;
  succeeded = 0;
  failed = 0;
  wasted = 0;
  private readonly before = noCounts();
  private area = 0;
  private podTime = 0;
  private readyTime = 0;
  private latencies: Latencies | null = null;

  get meanLatencySeconds(): number {
    return this.latencies === null ? Number.NaN : this.latencies.mean() / microsecondsPerSecond;
  }

  latencySeconds(q: number): number {
    return this.latencies === null ? Number.NaN : this.latencies.percentile(q) / microsecondsPerSecond;
  }

  violationRate(objectiveSeconds: number): number {
    const ended = this.succeeded + this.failed;
    if (this.latencies === null || ended === 0) return 0;
    return (this.latencies.countAbove(objectiveSeconds * microsecondsPerSecond) + this.failed) / ended;
  }

  /** Moves on to the stretch that ends now. @param latencies of the stretch, read only while they are asked for */
  take(now: number, totals: Totals, inFlight: number, offeredLoad: number, latencies: Latencies): void {
    const from = this.toSeconds;
    const elapsed = now - from * microsecondsPerSecond;
    for (const name of countNames) {
      this[name] = totals.counts[name] - this.before[name];
      this.before[name] = totals.counts[name];
    }
    this.fromSeconds = from;
    this.toSeconds = toSeconds(now);
    this.offeredLoad = offeredLoad;
    this.inFlight = inFlight;
    this.meanInFlight = (totals.area - this.area) / elapsed;
    this.meanPods = (totals.podTime - this.podTime) / elapsed;
    this.meanReadyPods = (totals.readyTime - this.readyTime) / elapsed;
    this.area = totals.area;
    this.podTime = totals.podTime;
    this.readyTime = totals.readyTime;
    this.latencies = latencies;
  }
}
