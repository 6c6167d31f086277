import type { RandomStream } from '../../../core/random.js';
import type { Rate } from '../config.js';
import { FlashCrowdRate } from './flash-crowd-rate.js';
import { ModulatedRate } from './modulated-rate.js';
import { SeriesRate } from './series-rate.js';

/** A rate of arrivals over time, made of stretches with a bound each, from which thinning draws a Poisson process. Times in seconds. */
export interface RateProcess {
  /** End of the stretch the process is in; infinity if it goes on for ever. */
  readonly until: number;
  /** A rate that is not exceeded in the stretch, requests/s. */
  readonly bound: number;
  /** Rate at an instant of the stretch. */
  at(seconds: number): number;
  /** Goes on to the stretch that begins at {@link until}. */
  advance(): void;
}

/** Makes the process of a configured rate. @param random decides what the rate itself leaves to chance */
export function rateProcess(rate: Rate, random: RandomStream): RateProcess {
  switch (rate.kind) {
    case 'constant':
      return new ConstantRate(rate.requestsPerSecond);
    case 'mmpp':
      return new ModulatedRate(rate.states, random);
    case 'series':
      return new SeriesRate(rate);
    case 'flash-crowd':
      return new FlashCrowdRate(rate, rateProcess(rate.base, random));
  }
}

/** A homogeneous Poisson process' rate. */
export class ConstantRate implements RateProcess {
  readonly until = Number.POSITIVE_INFINITY;

  constructor(readonly bound: number) {}

  at(): number {
    return this.bound;
  }

  advance(): void {}
}
