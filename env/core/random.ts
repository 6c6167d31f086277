import seedrandom from 'seedrandom';
import { InputError } from './input-error.js';

/** A seed as people write it: a whole number or any text. */
export type Seed = number | string;

/**
 * A stream of random numbers: xoshiro128** (Blackman and Vigna, 2018) over four 32-bit words.
 *
 * A stream is made from a seed and a name, so that drawing one number more from `workload` never shifts `failures`.
 * Its state is four words, which makes a snapshot of thousands of environments cheap.
 */
export class RandomStream {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;
  private spareNormal = Number.NaN;

  /**
   * The state is hashed from seed and path with seedrandom, so near seeds give unrelated streams.
   * @param seed a whole number or text; 1 and '1' are different seeds
   * @param path names that single this stream out, for example `('env', 3, 'failures')`
   * @throws InputError for a fraction, NaN or infinity
   */
  constructor(seed: Seed, ...path: readonly (string | number)[]) {
    for (const part of [seed, ...path])
      if (typeof part !== 'string' && !Number.isSafeInteger(part))
        throw new InputError({ field: 'seed', value: part }, 'a whole number or text');
    const source = seedrandom(JSON.stringify([seed, ...path]));
    this.restore([source.int32(), source.int32(), source.int32(), source.int32()]);
  }

  /** A whole number, uniform over 0 … 2³²−1. */
  uint32(): number {
    const product = Math.imul(this.b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** A double with 53 random bits, uniform over [0, 1). */
  next(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform over [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number, uniform over low … high, both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Normal with the given mean and standard deviation (Marsaglia's polar method). */
  normal(mean = 0, deviation = 1): number {
    if (!Number.isNaN(this.spareNormal)) {
      const spare = this.spareNormal;
      this.spareNormal = Number.NaN;
      return mean + deviation * spare;
    }
    let x: number;
    let y: number;
    let radius: number;
    do {
      x = 2 * this.next() - 1;
      y = 2 * this.next() - 1;
      radius = x * x + y * y;
    } while (radius >= 1 || radius === 0);
    const scale = Math.sqrt((-2 * Math.log(radius)) / radius);
    this.spareNormal = y * scale;
    return mean + deviation * x * scale;
  }

  /** Exponential with the given mean. */
  exponential(mean = 1): number {
    return -mean * Math.log(1 - this.next());
  }

  /** The four state words and the spare normal, enough to continue the stream elsewhere with {@link restore}. */
  snapshot(): readonly [number, number, number, number, number] {
    return [this.a, this.b, this.c, this.d, this.spareNormal];
  }

  /**
   * Continues a stream from what {@link snapshot} gave.
   * Four zero words, the one state the generator never leaves, become 0, 0, 0, 1.
   */
  restore(state: readonly [number, number, number, number, number?]): void {
    this.a = state[0] | 0;
    this.b = state[1] | 0;
    this.c = state[2] | 0;
    this.d = state[3] | 0;
    if ((this.a | this.b | this.c | this.d) === 0) this.d = 1;
    this.spareNormal = state[4] ?? Number.NaN;
  }
}
