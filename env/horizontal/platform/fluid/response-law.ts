import { gammaTail, logGamma } from '../theory/gamma-tail.js';
import { normalTail } from './normal-tail.js';

/**
 * A law of response times, seconds: `base`, plus an exponential of mean `random`, plus with probability `waiting` a gamma-distributed wait.
 * The sum of the two random parts is taken as a gamma of their mean and variance.
 */
export interface WaitingLaw {
  readonly kind: 'waiting';
  readonly base: number;
  readonly random: number;
  readonly waiting: number;
  readonly shape: number;
  readonly scale: number;
  readonly logGammaOfShape: number;
  readonly mean: number;
}

/** `base` plus a lognormal part, whose logarithm has this mean and standard deviation. */
export interface LognormalLaw {
  readonly kind: 'lognormal';
  readonly base: number;
  readonly logMean: number;
  readonly logSd: number;
  readonly mean: number;
}

/** A law of response times, seconds. */
export type ResponseLaw = WaitingLaw | LognormalLaw;

/** Squared coefficients of variation below this count as none. */
const certain = 1e-9;

/** Makes a law from the moments of its parts. @param wait mean and variance of the wait of those who do wait */
export function responseLaw(
  base: number,
  random: number,
  waiting: number,
  wait: { readonly mean: number; readonly variance: number },
): WaitingLaw {
  const mean = random + wait.mean;
  const variance = random ** 2 + wait.variance;
  const isRandom = variance > certain * mean ** 2;
  const shape = isRandom ? mean ** 2 / variance : 1;
  return {
    kind: 'waiting',
    base: isRandom ? base : base + mean,
    random: isRandom ? random : 0,
    waiting,
    shape,
    logGammaOfShape: logGamma(shape),
    scale: isRandom ? variance / mean : 0,
    mean: base + random + waiting * wait.mean,
  };
}

/** A base and a random part of a mean and variance: gamma, or lognormal where the work itself has that longer tail. */
export function spreadLaw(base: number, mean: number, variance: number, lognormal: boolean): ResponseLaw {
  if (!lognormal || variance <= certain * mean ** 2) return responseLaw(base, 0, 1, { mean, variance });
  const logVariance = Math.log(1 + variance / mean ** 2);
  return {
    kind: 'lognormal',
    base,
    logMean: Math.log(mean) - logVariance / 2,
    logSd: Math.sqrt(logVariance),
    mean: base + mean,
  };
}

/** Chance that a response takes longer than `seconds`. */
export function responseTail(law: ResponseLaw, seconds: number): number {
  const x = seconds - law.base;
  if (x < 0) return 1;
  if (law.kind === 'lognormal') return x === 0 ? 1 : normalTail((Math.log(x) - law.logMean) / law.logSd);
  const atOnce = law.random > 0 ? Math.exp(-x / law.random) : 0;
  const waited = law.scale > 0 ? gammaTail(x, law.shape, law.scale, law.logGammaOfShape) : 0;
  return (1 - law.waiting) * atOnce + law.waiting * waited;
}

/** Mean of the response or a bound, whichever is less: what a spread law's requests take of a server that lets go of them after `seconds`. */
export function boundedMean(law: ResponseLaw, seconds: number): number {
  const x = seconds - law.base;
  if (x <= 0) return Math.max(0, seconds);
  const beyond = x * responseTail(law, seconds);
  if (law.kind === 'lognormal') {
    const within = 1 - normalTail((Math.log(x) - law.logMean) / law.logSd - law.logSd);
    return law.base + (law.mean - law.base) * within + beyond;
  }
  if (law.scale === 0) return law.mean;
  return law.base + (law.mean - law.base) * (1 - gammaTail(x, law.shape + 1, law.scale)) + beyond;
}

/** The same law with its responses nearer to the mean. @param share of their distance that is left, 0 … 1 */
export function drawnIn(law: ResponseLaw, share: number): ResponseLaw {
  const base = law.mean + share * (law.base - law.mean);
  if (law.kind === 'lognormal') return { ...law, base, logMean: law.logMean + Math.log(Math.max(share, certain)) };
  return { ...law, base, random: share * law.random, scale: share * law.scale };
}

/** Squared coefficient of variation of the response. */
export function squaredSpread(law: ResponseLaw): number {
  const random = law.mean - law.base;
  let second: number;
  if (law.kind === 'lognormal') second = random ** 2 * Math.exp(law.logSd ** 2);
  else {
    const waited = law.shape * law.scale;
    second = (1 - law.waiting) * 2 * law.random ** 2 + law.waiting * (waited ** 2 + law.shape * law.scale ** 2);
  }
  return law.mean > 0 ? Math.max(0, second - random ** 2) / law.mean ** 2 : 0;
}
