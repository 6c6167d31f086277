import type { RandomStream } from '../../../core/random.js';
import type { PlatformConfig } from '../config.js';
import { FluidLatencies, FluidSpans } from './fluid-readings.js';
import { LawWindow, limited, meanOf } from './law-window.js';
import { drawnIn, type ResponseLaw, responseLaw, squaredSpread } from './response-law.js';
import type { SteadyState } from './steady-state.js';

/** How a queue's slow fluctuations move the responses of a stretch together. */
export interface Fluctuation {
  /** Squared coefficient of variation of the mean of a stretch. */
  readonly squared: number;
  /** How long the queue remembers, seconds. */
  readonly seconds: number;
}

export const noFluctuation: Fluctuation = { squared: 0, seconds: 0 };

/** A queue forgets in its relaxation time, 2/(capacity·(1 − ρ)²); a stretch of many of them averages the fluctuations out. */
export function fluctuationOf({ utilisation, throughput, fluctuation }: SteadyState, elapsed: number): Fluctuation {
  if (fluctuation === 0) return noFluctuation;
  const seconds = (2 * utilisation) / (throughput * (1 - utilisation) ** 2);
  return { squared: Math.min(1, (2 * seconds) / elapsed) * fluctuation, seconds };
}

/**
 * Responses of a fluid: laws of the stretches of an interval and of the look-back, with the chance that is in as many responses. What it
 * draws does not depend on what the service does, so that schedules of pods are compared under the same luck.
 */
export class FluidResponses {
  readonly latencies: FluidLatencies;
  readonly spans: FluidSpans;
  private readonly interval = new LawWindow();
  private readonly lookBack = new LawWindow();
  private readonly timeout: number;
  private readonly overhead: number;
  private readonly countsGivenUp: boolean;
  /** How long the queue is against its mean, as of a standard normal law. */
  private mood = 0;

  constructor(
    { client, metrics, overheadSeconds }: PlatformConfig,
    private readonly chance: RandomStream,
  ) {
    this.latencies = new FluidLatencies(this.interval);
    this.spans = new FluidSpans(this.lookBack, metrics.context.lookBackSeconds);
    this.timeout = client.timeoutSeconds ?? Number.POSITIVE_INFINITY;
    this.overhead = overheadSeconds;
    this.countsGivenUp = metrics.context.latencySource === 'histogram';
  }

  /**
   * Adds a stretch's responses. The more fluctuations move them together, the less they are apart: over many stretches the law is the same.
   *
   * @param start seconds, as `end`
   * @param shares of the responses that follow each law
   * @returns time that they and `timedOut` attempts were at the platform, seconds
   */
  add(
    start: number,
    end: number,
    laws: readonly ResponseLaw[],
    shares: readonly number[],
    { answered, timedOut }: { readonly answered: number; readonly timedOut: number },
    { squared, seconds }: Fluctuation,
  ): number {
    const kept = Math.exp(-(end - start) / seconds);
    this.mood = kept * this.mood + Math.sqrt(1 - kept * kept) * this.chance.normal();
    const luck = this.chance.normal();
    let spent = 0;
    for (const [i, law] of laws.entries()) {
      const weight = answered * shares[i]!;
      if (weight === 0) continue;
      const spread = squaredSpread(law);
      const common = Math.min(squared, spread);
      const variance = Math.log(1 + common);
      const factor = Math.exp(Math.sqrt(variance) * this.mood - variance / 2);
      const apart = common === 0 ? law : drawnIn(law, Math.sqrt((spread - common) / (spread * (1 + common))));
      const stretch = limited({ start, end, law: apart, weight, factor, luck, limit: this.timeout });
      this.interval.push(stretch);
      this.lookBack.push(stretch);
      spent += weight * Math.max(0, meanOf(stretch) - this.overhead);
    }
    if (timedOut === 0) return spent;
    if (this.countsGivenUp) this.giveUp(start, end, timedOut);
    return spent + timedOut * (this.timeout - this.overhead);
  }

  /** Time goes by. @param now seconds */
  forget(now: number): void {
    this.lookBack.forgetUntil(now - this.spans.reachSeconds);
  }

  /** Attempts that are given up, which a histogram counts with the time that was waited. */
  private giveUp(start: number, end: number, weight: number): void {
    const law = responseLaw(this.timeout, 0, 0, { mean: 0, variance: 0 });
    this.lookBack.push(limited({ start, end, law, weight, factor: 1, luck: 0, limit: Number.POSITIVE_INFINITY }));
  }
}
