import { microsecondsPerSecond } from '../time.js';
import type { SpanReading, SpanWindow } from './latencies.js';
import { percentile } from './percentile.js';

/**
 * The seed's buffer of server spans: the last so many, each with when its request was sent and how long it took. Readings look at the
 * spans whose time stamp, truncated to whole seconds, lies in the look-back window. Spec: horizontal.md §2.1.
 */
export class Spans implements SpanWindow {
  /** Rings: when the request was sent, how long it took, when the span was kept, microseconds. */
  private readonly sent: Float64Array;
  private readonly took: Float64Array;
  private readonly keptAt: Float64Array;
  private readonly window: Float64Array;
  /** Spans kept, and where the next one goes. */
  private count = 0;
  private place = 0;

  constructor(private readonly capacity: number) {
    this.sent = new Float64Array(capacity);
    this.took = new Float64Array(capacity);
    this.keptAt = new Float64Array(capacity);
    this.window = new Float64Array(capacity);
  }

  /** Keeps a span. @param now not before that of the span kept last, nor before the answer */
  push(sentAt: number, answeredAt: number, now: number): void {
    const { place, capacity } = this;
    this.sent[place] = sentAt;
    this.took[place] = answeredAt - sentAt;
    this.keptAt[place] = now;
    this.place = place + 1 === capacity ? 0 : place + 1;
    if (this.count < capacity) this.count++;
  }

  /**
   * What the seed makes of the spans in the window that ends now.
   * @returns the type 7 95th percentile of their durations, seconds (0 without spans), and their rate as the seed computes it: their
   *   number over the whole seconds between the first stamp and the last, the number itself when they share a stamp. Up to a
   *   ninth too high for a window of 10 s.
   */
  read(now: number, lookBackSeconds: number): SpanReading {
    const { sent, took, keptAt, window, capacity } = this;
    const cutOff = now - lookBackSeconds * microsecondsPerSecond;
    let place = this.place;
    let count = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.count; i++) {
      place = place === 0 ? capacity - 1 : place - 1;
      if (keptAt[place]! < cutOff) break;
      const stamp = Math.floor(sent[place]! / microsecondsPerSecond);
      if (stamp * microsecondsPerSecond < cutOff) continue;
      if (stamp < first) first = stamp;
      if (stamp > last) last = stamp;
      window[count++] = took[place]!;
    }
    if (count === 0) return { p95Seconds: 0, requestsPerSecond: 0 };
    return {
      p95Seconds: percentile(window, count, 0.95) / microsecondsPerSecond,
      requestsPerSecond: last > first ? count / (last - first) : count,
    };
  }
}
