import seedrandom from 'seedrandom';

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
   * @param seed a whole number or text; text (and numbers outside 32 bits) are hashed with seedrandom
   * @param path names that single this stream out, for example `('env', 3, 'failures')`
   */
  constructor(seed: Seed, ...path: readonly (string | number)[]) {
    const key = [seed, ...path].map((part) => `${typeof part === 'number' ? '#' : '$'}${part}`).join('/');
    const source = seedrandom(key);
    this.restore([source.int32() | 0, source.int32() | 0, source.int32() | 0, source.int32() | 1]);
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

  /** Continues a stream from what {@link snapshot} gave. */
  restore(state: readonly [number, number, number, number, number?]): void {
    [this.a, this.b, this.c, this.d] = state;
    this.spareNormal = state[4] ?? Number.NaN;
  }
}
