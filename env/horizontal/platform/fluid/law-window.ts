import { type ResponseLaw, responseTail, squaredSpread } from './response-law.js';

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
  /** What a queue that is longer or shorter than usual multiplies the law by. */
  readonly factor: number;
  /** How lucky so few responses are, of a standard normal law: by it their mean and the shares of them above a bound vary like a sample's. */
  readonly luck: number;
  /** What takes longer by the law is none of these; infinity for no limit. */
  readonly limit: number;
}

/** A stretch and what its limit leaves of the law. */
export interface LimitedStretch extends Stretch {
  /** Share of the law above the limit. */
  readonly beyond: number;
}

/** Finds what a stretch's limit leaves of its law. */
export function limited({ start, end, law, weight, factor, luck, limit }: Stretch): LimitedStretch {
  const beyond = limit === Number.POSITIVE_INFINITY ? 0 : responseTail(law, limit / factor);
  return { start, end, law, weight, factor, luck, limit, beyond: Math.min(beyond, 1 - negligible) };
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

  /** Share of responses that take longer: binomial, by its normal limit. */
  tail(seconds: number): number {
    let expected = 0;
    let chance = 0;
    let share = 0;
    let before: LimitedStretch | null = null;
    for (const stretch of this.stretches) {
      const { weight, luck } = stretch;
      if (before === null || !isAlike(stretch, before)) share = tailOf(stretch, seconds);
      before = stretch;
      expected += weight * share;
      chance += luck * Math.sqrt(weight * share * (1 - share));
    }
    return Math.min(1, Math.max(0, (expected + chance) / this.weight));
  }

  /**
   * Type 7 percentile: with (1 − q)(n − 1) of n responses above it, it is on average where the law has half a response more (Hazen's plotting
   * position). By false position with Illinois' halving of the end that does not move, on the logarithm of the tail, which is nearly straight.
   * @param q 0 … 1
   */
  quantile(q: number): number {
    const others = Math.max(0, this.weight - 1);
    const above = (0.5 + (1 - q) * others) / (1 + others);
    const excess = (seconds: number) => Math.log(Math.max(this.tail(seconds), smallest) / above);
    let high = 0;
    for (const { law, factor } of this.stretches) high = Math.max(high, law.mean * factor);
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

/** Whether two stretches have the same tail, as those of a load that does not change have. */
function isAlike(one: LimitedStretch, other: LimitedStretch): boolean {
  return one.law === other.law && one.factor === other.factor && one.limit === other.limit;
}

/** Share of the law below its limit that is longer. */
function tailOf({ law, factor, limit, beyond }: LimitedStretch, seconds: number): number {
  return seconds < limit ? Math.max(0, responseTail(law, seconds / factor) - beyond) / (1 - beyond) : 0;
}

/** Mean of a stretch's responses: of what the law has below the limit, times a lognormal of mean 1 that is as wide as the mean of so many. */
export function meanOf(stretch: LimitedStretch): number {
  const { law, factor, weight, luck, limit, beyond } = stretch;
  const variance = Math.log(1 + squaredSpread(law) / weight);
  const sampled = Math.exp(luck * Math.sqrt(variance) - variance / 2);
  if (beyond < negligible) return Math.min(limit, law.mean * factor * sampled);
  let sum = 0;
  for (let i = 0; i < points; i++) sum += tailOf(stretch, ((i + 0.5) / points) * limit);
  return Math.min(limit, ((limit * sum) / points) * sampled);
}
