/**
 * The updater's rate limits as token buckets on simulated time (specification §6.1 step 6). Evictions and in-place updates have one each.
 */

/**
 * Tokens in a bucket, `elapsedSeconds` after it held `tokens`.
 * @param ratePerSecond tokens gained a second; ≤ 0 is unlimited
 */
export function tokensAfter(tokens: number, elapsedSeconds: number, ratePerSecond: number, burst: number): number {
  if (ratePerSecond <= 0) return Number.POSITIVE_INFINITY;
  return Math.min(burst, tokens + elapsedSeconds * ratePerSecond);
}

/** A bucket that begins full and gives one token an eviction. */
export class TokenBucket {
  readonly #ratePerSecond: number;
  readonly #burst: number;
  #tokens: number;
  #sinceSeconds: number;

  /**
   * @param ratePerSecond `eviction-rate-limit`; ≤ 0 is unlimited
   * @param burst `eviction-rate-burst`: the most tokens it holds
   */
  constructor(ratePerSecond: number, burst: number, nowSeconds: number) {
    this.#ratePerSecond = ratePerSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#sinceSeconds = nowSeconds;
  }

  /** Takes a token if there is one now. A refusal changes nothing. */
  take(nowSeconds: number): boolean {
    const tokens = tokensAfter(this.#tokens, nowSeconds - this.#sinceSeconds, this.#ratePerSecond, this.#burst);
    if (tokens < 1) return false;
    this.#tokens = tokens - 1;
    this.#sinceSeconds = nowSeconds;
    return true;
  }

  /**
   * Takes a token as soon as there is one, as the updater does when it waits inside a pass.
   * @returns the time at which it was taken; NaN, and nothing taken, when that would be after `deadlineSeconds`
   */
  takeBy(nowSeconds: number, deadlineSeconds: number): number {
    const at = this.nextAt(nowSeconds);
    if (!(at <= deadlineSeconds)) return Number.NaN;
    const tokens = tokensAfter(this.#tokens, at - this.#sinceSeconds, this.#ratePerSecond, this.#burst);
    this.#tokens = Math.max(tokens - 1, 0);
    this.#sinceSeconds = at;
    return at;
  }

  /** The earliest time from now on at which a token is there; infinity for a bucket that never holds one. */
  nextAt(nowSeconds: number): number {
    const tokens = tokensAfter(this.#tokens, nowSeconds - this.#sinceSeconds, this.#ratePerSecond, this.#burst);
    if (tokens >= 1) return nowSeconds;
    if (this.#burst < 1) return Number.POSITIVE_INFINITY;
    return this.#sinceSeconds + (1 - this.#tokens) / this.#ratePerSecond;
  }
}
