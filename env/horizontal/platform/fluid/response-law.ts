import { gammaTail, logGamma } from '../theory/gamma-tail.js';

/**
 * A law of response times, seconds: `base`, plus an exponential of mean `random`, plus with probability `waiting` a gamma-distributed wait.
 * The sum of the two random parts is taken as a gamma of their mean and variance.
 */
export interface ResponseLaw {
  readonly base: number;
  readonly random: number;
  readonly waiting: number;
  readonly shape: number;
  readonly scale: number;
  readonly logGammaOfShape: number;
  readonly mean: number;
}

/** Makes a law from the moments of its parts. @param wait mean and variance of the wait of those who do wait */
export function responseLaw(
  base: number,
  random: number,
  waiting: number,
  wait: { readonly mean: number; readonly variance: number },
): ResponseLaw {
  const mean = random + wait.mean;
  const variance = random ** 2 + wait.variance;
  const isRandom = variance > 0;
  const shape = isRandom ? mean ** 2 / variance : 1;
  return {
    base,
    random,
    waiting,
    shape,
    logGammaOfShape: logGamma(shape),
    scale: isRandom ? variance / mean : 0,
    mean: base + random + waiting * wait.mean,
  };
}

/** Chance that a response takes longer than `seconds`. */
export function responseTail(law: ResponseLaw, seconds: number): number {
  const x = seconds - law.base;
  if (x < 0) return 1;
  const atOnce = law.random > 0 ? Math.exp(-x / law.random) : 0;
  const waited = law.scale > 0 ? gammaTail(x, law.shape, law.scale, law.logGammaOfShape) : 0;
  return (1 - law.waiting) * atOnce + law.waiting * waited;
}
