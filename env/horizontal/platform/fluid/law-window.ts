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
  /** What chance multiplies the law by. */
  readonly noise: number;
  /** What takes longer by the law is none of these; infinity for no limit. */
  readonly limit: number;
}

/** A stretch and what its limit leaves of the law. */
export interface LimitedStretch extends Stretch {
  /** Share of the law above the limit. */
  readonly beyond: number;
}

/** Finds what a stretch's limit leaves of its law. */
export function limited({ start, end, law, weight, noise, limit }: Stretch): LimitedStretch {
  const beyond = limit === Number.POSITIVE_INFINITY ? 0 : responseTail(law, limit / noise);
  return { start, end, law, weight, noise, limit, beyond: Math.min(beyond, 1 - negligible) };
}

/** Shares beyond a limit below this change no mean. */
const negligible = 1e-3;
/** Points of the mean below a limit. */
const points = 24;

/** Response times over stretches of time: a mixture of their laws, weighted by responses. Seconds throughout. */
export class LawWindow {
  weight = 0;
  private stretches: LimitedStretch[] = [];

  push(stretch: LimitedStretch): void {
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
    for (const stretch of this.stretches) sum += stretch.weight * meanOf(stretch);
    return sum / this.weight;
  }

  /** Share of responses that take longer. */
  tail(seconds: number): number {
    let sum = 0;
    for (const stretch of this.stretches) {
      const { weight, limit, beyond } = stretch;
      if (seconds < limit) sum += (weight * Math.max(0, tailOf(stretch, seconds) - beyond)) / (1 - beyond);
    }
    return sum / this.weight;
  }

  /**
   * By false position with Illinois' halving of the end that does not move, on the logarithm of the tail, which is nearly straight.
   * @param q 0 … 1, exclusive of 1
   */
  quantile(q: number): number {
    const excess = (seconds: number) => Math.log(Math.max(this.tail(seconds), smallest) / (1 - q));
    let high = 0;
    for (const { law, noise } of this.stretches) high = Math.max(high, law.mean * noise);
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

/** Share of the law that is longer, its limit apart. */
function tailOf({ law, noise }: Stretch, seconds: number): number {
  return responseTail(law, seconds / noise);
}

/** Mean of what is below the limit. */
function meanOf(stretch: LimitedStretch): number {
  const { law, noise, limit, beyond } = stretch;
  if (beyond < negligible) return Math.min(limit, law.mean * noise);
  let sum = 0;
  for (let i = 0; i < points; i++) sum += Math.max(0, tailOf(stretch, ((i + 0.5) / points) * limit) - beyond);
  return (limit * sum) / points / (1 - beyond);
}
