import type { RandomStream } from '../../../core/random.js';
import { type Distribution, meanOf, squaredCv } from './distribution.js';

const Kind = {
  constant: 0,
  uniform: 1,
  exponential: 2,
  gamma: 3,
  lognormal: 4,
  hyperexponential: 5,
  empirical: 6,
} as const;

/**
 * Draws from a {@link Distribution}. One class for all kinds, so that the call in a simulation's inner loop stays monomorphic.
 * A deterministic duration draws nothing from the stream.
 */
export class Sampler {
  private readonly kind: number;
  /** Parameters, by kind: mean; low and width; mean; shape and scale; location and deviation; probability and both means. */
  private readonly first: number;
  private readonly second: number = 0;
  private readonly third: number = 0;
  private readonly values: Float64Array = new Float64Array(0);

  constructor(distribution: Distribution) {
    const mean = meanOf(distribution);
    const squared = squaredCv(distribution);
    this.first = mean;
    switch (distribution.kind) {
      case 'deterministic':
        this.kind = Kind.constant;
        break;
      case 'uniform':
        this.kind = Kind.uniform;
        this.first = distribution.low;
        this.second = distribution.high - distribution.low;
        break;
      case 'exponential':
        this.kind = Kind.exponential;
        break;
      case 'gamma':
        this.kind = Kind.gamma;
        this.first = 1 / squared;
        this.second = mean * squared;
        break;
      case 'lognormal':
        this.kind = Kind.lognormal;
        this.first = Math.log(mean) - Math.log1p(squared) / 2;
        this.second = Math.sqrt(Math.log1p(squared));
        break;
      case 'hyperexponential':
        this.kind = Kind.hyperexponential;
        this.first = (1 + Math.sqrt((squared - 1) / (squared + 1))) / 2;
        this.second = mean / (2 * this.first);
        this.third = mean / (2 * (1 - this.first));
        break;
      case 'empirical':
        this.kind = Kind.empirical;
        this.values = Float64Array.from(distribution.values);
        break;
    }
  }

  /** One duration, seconds. */
  draw(random: RandomStream): number {
    switch (this.kind) {
      case Kind.constant:
        return this.first;
      case Kind.uniform:
        return this.first + this.second * random.next();
      case Kind.exponential:
        return random.exponential(this.first);
      case Kind.gamma:
        return this.second * gamma(random, this.first);
      case Kind.lognormal:
        return Math.exp(random.normal(this.first, this.second));
      case Kind.hyperexponential:
        return random.exponential(random.next() < this.first ? this.second : this.third);
      default:
        return this.values[Math.floor(random.next() * this.values.length)]!;
    }
  }
}

/** Gamma of unit scale by squeeze and rejection (Marsaglia and Tsang, 2000); shapes below 1 by their boost. */
function gamma(random: RandomStream, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - random.next();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
