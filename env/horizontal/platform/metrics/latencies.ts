/** Response times of a stretch of time, microseconds. */
export interface Latencies {
  /** Responses there were. */
  readonly count: number;
  /** NaN without responses. */
  mean(): number;
  /** NaN without responses. @param q 0 … 1 */
  percentile(q: number): number;
  /** How many took longer than a bound, microseconds. */
  countAbove(bound: number): number;
  /** Begins a new stretch. */
  clear(): void;
}

/** What the seed reads off its buffer of spans. */
export interface SpanReading {
  /** 95th percentile, type 7, seconds; 0 without spans. */
  readonly p95Seconds: number;
  readonly requestsPerSecond: number;
}

/** A buffer of spans that can be looked back into. */
export interface SpanWindow {
  /** @param now microseconds */
  read(now: number, lookBackSeconds: number): SpanReading;
}
