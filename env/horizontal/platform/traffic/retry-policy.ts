import type { RandomStream } from '../../../core/random.js';
import type { Retries } from '../config.js';
import { toMicroseconds } from '../time.js';

/**
 * Whether and when a failed attempt is made again: exponential back-off with full jitter, within a budget. Each first attempt earns a
 * fraction of a retry, each retry costs one, and no more than the reserve is saved up.
 */
export class RetryPolicy {
  private balance: number;

  /** @param retries null for clients who never try again */
  constructor(
    private readonly retries: Retries | null,
    private readonly random: RandomStream,
  ) {
    this.balance = retries?.budgetReserve ?? 0;
  }

  /** A request is sent for the first time. */
  earn(): void {
    const { retries } = this;
    if (retries === null || retries.budgetRatio === null) return;
    this.balance = Math.min(retries.budgetReserve, this.balance + retries.budgetRatio);
  }

  /**
   * Pays for another attempt.
   * @param attempt the one that failed, 1 for the first
   * @returns microseconds to wait before the next; -1 when the request is given up
   */
  backOff(attempt: number): number {
    const { retries } = this;
    if (retries === null || attempt >= retries.maxAttempts || !this.spend(retries)) return -1;
    const ceiling = Math.min(retries.maxSeconds, retries.baseSeconds * 2 ** (attempt - 1));
    return Math.max(1, toMicroseconds(ceiling * this.random.next()));
  }

  private spend({ budgetRatio }: Retries): boolean {
    if (budgetRatio === null) return true;
    if (this.balance < 1) return false;
    this.balance--;
    return true;
  }
}
