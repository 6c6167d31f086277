import type { RateProcess } from './rate-process.js';

/** Half the distance of the two points of Gauss and Legendre, of an interval's length. */
const halfDistance = 0.5 / Math.sqrt(3);

/** Means of a rate over stretches that follow one another. */
export class RateMean {
  constructor(private readonly rate: RateProcess) {}

  /**
   * Mean rate from the end of the last call to an instant, requests/s. Exact but for rounding: between the ends of a process' stretches
   * every rate is a polynomial of degree 2 at most (a crowd's ramp over a line), which two points inside integrate.
   */
  between(from: number, to: number): number {
    const { rate } = this;
    let mean = 0;
    let at = from;
    while (at < to) {
      while (rate.until <= at) rate.advance();
      const end = Math.min(to, rate.until);
      const middle = (at + end) / 2;
      const aside = (end - at) * halfDistance;
      const piece = (rate.at(middle - aside) + rate.at(middle + aside)) / 2;
      mean += (piece - mean) * ((end - at) / (end - from));
      at = end;
    }
    return mean;
  }
}
