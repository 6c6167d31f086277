import { InputError } from '../input-error.js';
import { chooseByMask, chooseByProbability } from './choice.js';
import { listFromJson } from './json-number.js';
import { refuseBoth, type SampleChoice, Space } from './space.js';
import type { SpaceJson } from './space-json.js';

const largest = 2147483647;

/** The whole numbers start … start + n − 1. An element is a plain number; batches hold them as int32. */
export class Discrete extends Space<number> {
  readonly kind = 'Discrete';
  readonly shape: readonly number[] = [];
  readonly dtype = 'int32';
  /** How many elements there are. */
  readonly n: number;
  /** The smallest element. */
  readonly start: number;

  /** @throws InputError unless n is a positive and start any whole number, and all elements fit an int32 */
  constructor(n: number, options: { readonly start?: number } = {}) {
    super();
    const { start = 0 } = options;
    if (!Number.isInteger(n) || n < 1 || n > largest)
      throw new InputError({ field: 'Discrete.n', value: n }, 'a positive whole number');
    if (!Number.isInteger(start) || start < -largest - 1 || start + n - 1 > largest)
      throw new InputError({ field: 'Discrete.start', value: start }, 'a whole number, with all elements in int32');
    this.n = n;
    this.start = start;
  }

  /**
   * @param choice `mask`: Int8Array of n zeros and ones, all zero gives `start`; or `probability`: Float64Array of n
   *   numbers that sum to 1. Without either every element is as likely.
   */
  sample(choice: SampleChoice = {}): number {
    refuseBoth('Discrete', choice);
    if (choice.mask !== undefined)
      return this.start + Math.max(0, chooseByMask(this.random, choice.mask, this.n, 'Discrete.sample mask'));
    if (choice.probability !== undefined)
      return this.start + chooseByProbability(this.random, choice.probability, this.n, 'Discrete.sample probability');
    return this.start + this.random.integer(0, this.n - 1);
  }

  contains(value: unknown): boolean {
    return Number.isInteger(value) && (value as number) >= this.start && (value as number) < this.start + this.n;
  }

  toJsonable(batch: readonly number[]): number[] {
    return [...batch];
  }

  fromJsonable(json: unknown): number[] {
    return listFromJson(json, 'Discrete batch').map((value) => {
      if (!Number.isInteger(value)) throw new InputError({ field: 'Discrete element', value }, 'a whole number');
      return value as number;
    });
  }

  equals(other: Space<unknown>): boolean {
    return other instanceof Discrete && other.n === this.n && other.start === this.start;
  }

  toJSON(): SpaceJson {
    return { type: 'Discrete', n: this.n, start: this.start };
  }

  override toString(): string {
    return this.start === 0 ? `Discrete(${this.n})` : `Discrete(${this.n}, start=${this.start})`;
  }
}
