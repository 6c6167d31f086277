import { type ResponseLaw, responseTail } from './response-law.js';

/** Precision of a quantile, relative. */
const precision = 1e-5;

/** Responses of a stretch of time, seconds. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly law: ResponseLaw;
  /** Responses, or any other weight. */
  readonly weight: number;
  /** What a backlog adds to every response. */
  readonly delay: number;
  /** What chance multiplies every response by. */
  readonly noise: number;
}

/** Response times over stretches of time: a mixture of their laws, weighted by responses. Seconds throughout. */
export class LawWindow {
  weight = 0;
  private stretches: Stretch[] = [];

  push(stretch: Stretch): void {
    this.stretches.push(stretch);
    this.weight += stretch.weight;
  }

  clear(): void {
    this.stretches.length = 0;
    this.weight = 0;
  }

  /** Forgets the stretches that ended at or before an instant. */
  forgetUntil(instant: number): void {
    let old = 0;
    while (old < this.stretches.length && this.stretches[old]!.end <= instant) old++;
    if (old === 0) return;
    this.stretches.splice(0, old);
    this.weight = this.stretches.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** From the first stretch's start to the last one's end. */
  coveredSeconds(): number {
    return this.stretches.length === 0 ? 0 : this.stretches.at(-1)!.end - this.stretches[0]!.start;
  }

  mean(): number {
    let sum = 0;
    for (const { law, weight, delay, noise } of this.stretches) sum += weight * (law.mean + delay) * noise;
    return sum / this.weight;
  }

  /** Share of responses that take longer. */
  tail(seconds: number): number {
    let sum = 0;
    for (const { law, weight, delay, noise } of this.stretches)
      sum += weight * responseTail(law, seconds / noise - delay);
    return sum / this.weight;
  }

  /** @param q 0 … 1, exclusive of 1 */
  quantile(q: number): number {
    let high = 0;
    for (const { law, delay, noise } of this.stretches) high = Math.max(high, (law.mean + delay) * noise);
    let low = 0;
    while (this.tail(high) > 1 - q) {
      low = high;
      high *= 2;
    }
    while (high - low > precision * high) {
      const middle = (low + high) / 2;
      if (this.tail(middle) > 1 - q) low = middle;
      else high = middle;
    }
    return high;
  }
}
