import type { Metrics } from '../config.js';
import { microsecondsPerSecond, toSeconds } from '../time.js';
import type { SpanReading, SpanWindow } from './latencies.js';
import { percentile } from './percentile.js';

/**
 * A buffer of server spans: the last so many, each with its time stamp and how long its request took. Readings look at the spans whose stamp
 * lies in the look-back window.
 *
 * As `traces`, the seed's way (horizontal.md §2.1), a span is stamped when its request is sent, in whole seconds; requests that take longer
 * than the window are never seen. As a `histogram`, a request counts when it ends.
 */
export class Spans implements SpanWindow {
  /** Rings: the time stamp, how long the request took, when the span was kept, microseconds. */
  private readonly stamps: Float64Array;
  private readonly took: Float64Array;
  private readonly keptAt: Float64Array;
  private readonly window: Float64Array;
  private readonly capacity: number;
  /** Spans kept, and where the next one goes. */
  private count = 0;
  private place = 0;
  /** Whether a request counts when it ends, and one that was given up with the time that was waited. */
  readonly isHistogram: boolean;

  constructor({ traces: capacity, latencySource }: Metrics['context']) {
    this.capacity = capacity;
    this.isHistogram = latencySource === 'histogram';
    this.stamps = new Float64Array(capacity);
    this.took = new Float64Array(capacity);
    this.keptAt = new Float64Array(capacity);
    this.window = new Float64Array(capacity);
  }

  /** Keeps a span. @param now not before that of the span kept last, nor before the answer */
  push(sentAt: number, answeredAt: number, now: number): void {
    const { place, capacity } = this;
    this.stamps[place] = this.isHistogram ? answeredAt : wholeSeconds(sentAt);
    this.took[place] = answeredAt - sentAt;
    this.keptAt[place] = now;
    this.place = place + 1 === capacity ? 0 : place + 1;
    if (this.count < capacity) this.count++;
  }

  /**
   * What is made of the spans in the window that ends now.
   * @returns the type 7 95th percentile of their durations, seconds (0 without spans), and their rate: over the window for a histogram; for
   *   traces as the seed computes it, their number over the whole seconds between the first stamp and the last, the number itself when
   *   they share a stamp, up to a ninth too high for a window of 10 s.
   */
  read(now: number, lookBackSeconds: number): SpanReading {
    const { stamps, took, keptAt, window, capacity } = this;
    const cutOff = now - lookBackSeconds * microsecondsPerSecond;
    let place = this.place;
    let count = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.count; i++) {
      place = place === 0 ? capacity - 1 : place - 1;
      if (keptAt[place]! < cutOff) break;
      const stamp = stamps[place]!;
      if (stamp < cutOff) continue;
      if (stamp < first) first = stamp;
      if (stamp > last) last = stamp;
      window[count++] = took[place]!;
    }
    if (count === 0) return { p95Seconds: 0, requestsPerSecond: 0 };
    const spanned = this.isHistogram ? Math.min(lookBackSeconds, toSeconds(now)) : toSeconds(last - first);
    return {
      p95Seconds: percentile(window, count, 0.95) / microsecondsPerSecond,
      requestsPerSecond: spanned > 0 ? count / spanned : count,
    };
  }
}

function wholeSeconds(microseconds: number): number {
  return Math.floor(microseconds / microsecondsPerSecond) * microsecondsPerSecond;
}
