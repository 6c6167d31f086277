import { bytesPerMebibyte } from '../../env/core/mebibyte.js';

/**
 * What every agent without an OOM rule of its own does after a kill: never recommend less memory than a bump over what was
 * requested, until the kill is as old as the agent's memory.
 *
 * The bump is Kubernetes' own: 20 %, at least 100 MiB (specification vpa §1.6).
 */
export class OomFloor {
  private bytes = 0;
  private since = Number.NEGATIVE_INFINITY;

  /** @param seconds how long a kill is remembered */
  constructor(private readonly seconds: number) {}

  observe(timeSeconds: number, memoryRequestBytes: number): void {
    const needed = Math.max(memoryRequestBytes * 1.2, memoryRequestBytes + 100 * bytesPerMebibyte);
    if (needed >= this.at(timeSeconds)) {
      this.bytes = needed;
      this.since = timeSeconds;
    }
  }

  /** The floor in force, bytes; 0 when no kill is remembered. */
  at(timeSeconds: number): number {
    return timeSeconds - this.since < this.seconds ? this.bytes : 0;
  }
}
