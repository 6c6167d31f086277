import { type ResponseLaw, responseTail } from './response-law.js';

/** Precision of a quantile and of its tail, relative. */
const precision = 1e-4;
/** Tails below this are taken as this. */
const smallest = 1e-300;
const mostSteps = 60;

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

  /**
   * By false position with Illinois' halving of the end that does not move, on the logarithm of the tail, which is nearly straight.
   * @param q 0 … 1, exclusive of 1
   */
  quantile(q: number): number {
    const excess = (seconds: number) => Math.log(Math.max(this.tail(seconds), smallest) / (1 - q));
    let high = 0;
    for (const { law, delay, noise } of this.stretches) high = Math.max(high, (law.mean + delay) * noise);
    let low = 0;
    let lowExcess = excess(0);
    let highExcess = excess(high);
    while (highExcess > 0) {
      low = high;
      lowExcess = highExcess;
      high *= 2;
      highExcess = excess(high);
    }
    for (let step = 0, side = 0; step < mostSteps && high - low > precision * high; step++) {
      const middle = step % 4 === 3 ? (low + high) / 2 : low + ((high - low) * lowExcess) / (lowExcess - highExcess);
      const middleExcess = excess(middle);
      if (Math.abs(middleExcess) < precision) return middle;
      if (middleExcess > 0) {
        low = middle;
        lowExcess = middleExcess;
        if (side === 1) highExcess /= 2;
        side = 1;
      } else {
        high = middle;
        highExcess = middleExcess;
        if (side === -1) lowExcess /= 2;
        side = -1;
      }
    }
    return high;
  }
}
