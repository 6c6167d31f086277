import type { Latencies, SpanReading, SpanWindow } from '../metrics/latencies.js';
import { microsecondsPerSecond, toSeconds } from '../time.js';
import type { LawWindow } from './law-window.js';

/** Response times of a stretch of fluid. */
export class FluidLatencies implements Latencies {
  constructor(private readonly window: LawWindow) {}

  get count(): number {
    return Math.round(this.window.weight);
  }

  mean(): number {
    return this.window.weight === 0 ? Number.NaN : this.window.mean() * microsecondsPerSecond;
  }

  percentile(q: number): number {
    return this.window.weight === 0 ? Number.NaN : this.window.quantile(q) * microsecondsPerSecond;
  }

  countAbove(bound: number): number {
    return this.window.weight === 0 ? 0 : this.window.weight * this.window.tail(toSeconds(bound));
  }

  clear(): void {
    this.window.clear();
  }
}

/** The seed's buffer of spans, for a fluid: no truncation of time stamps, so the rate is not biased. */
export class FluidSpans implements SpanWindow {
  constructor(
    private readonly window: LawWindow,
    /** How far back readings may look. */
    readonly reachSeconds: number,
  ) {}

  read(now: number, lookBackSeconds: number): SpanReading {
    this.window.forgetUntil(toSeconds(now) - lookBackSeconds);
    if (this.window.weight === 0) return { p95Seconds: 0, requestsPerSecond: 0 };
    return {
      p95Seconds: this.window.quantile(0.95),
      requestsPerSecond: this.window.weight / this.window.coveredSeconds(),
    };
  }
}
