/** A Markov-modulated Poisson process of two states: rates of arrivals and rates of leaving each state, per second. */
export interface TwoStateMmpp {
  readonly rates: readonly [number, number];
  readonly switching: readonly [number, number];
}

/** Mean rate of arrivals. */
export function mmppMean({ rates: [l1, l2], switching: [r1, r2] }: TwoStateMmpp): number {
  return (l1 * r2 + l2 * r1) / (r1 + r2);
}

/** Variance over mean of the arrivals in a long time (index of dispersion for counts); 1 for a Poisson process. */
export function mmppDispersion({ rates: [l1, l2], switching: [r1, r2] }: TwoStateMmpp): number {
  return 1 + (2 * r1 * r2 * (l1 - l2) ** 2) / ((r1 + r2) ** 2 * (l1 * r2 + l2 * r1));
}

/** Variance of the arrivals in a stretch of time. */
export function mmppVariance(process: TwoStateMmpp, seconds: number): number {
  const s = process.switching[0] + process.switching[1];
  const slack = 1 + Math.expm1(-s * seconds) / (s * seconds);
  return mmppMean(process) * seconds * (1 + (mmppDispersion(process) - 1) * slack);
}
