import { InputError } from '../input-error.js';
import { dtypeOf, type TypedArray } from './dtype.js';
import { listFromJson, nestedFromJson } from './json-number.js';
import { refuseBoth, type SampleChoice, Space } from './space.js';
import type { SpaceJson } from './space-json.js';

/** n switches. An element is an Int8Array of zeros and ones. */
export class MultiBinary extends Space<Int8Array> {
  readonly kind = 'MultiBinary';
  readonly dtype = 'int8';
  readonly shape: readonly number[];
  /** How many switches. */
  readonly n: number;

  /** @throws InputError unless n is a positive whole number */
  constructor(n: number) {
    super();
    if (!Number.isSafeInteger(n) || n < 1)
      throw new InputError({ field: 'MultiBinary.n', value: n }, 'a positive whole number');
    this.n = n;
    this.shape = [n];
  }

  /**
   * @param choice `mask`: Int8Array of n where 0 and 1 fix the switch and 2 leaves it free; or `probability`: Float64Array of
   *   n chances of a one. Without either both are as likely.
   */
  sample(choice: SampleChoice = {}): Int8Array {
    refuseBoth('MultiBinary', choice);
    const { mask, probability } = choice;
    if (
      mask !== undefined &&
      !(mask instanceof Int8Array && mask.length === this.n && mask.every((m) => m >= 0 && m <= 2))
    )
      throw new InputError({ field: 'MultiBinary.sample mask' }, `an Int8Array of ${this.n} values 0, 1 or 2`);
    const chances = probability instanceof Float64Array ? probability : undefined;
    if (probability !== undefined && !(chances?.length === this.n && chances.every((p) => p >= 0 && p <= 1)))
      throw new InputError(
        { field: 'MultiBinary.sample probability' },
        `a Float64Array of ${this.n} numbers in [0, 1]`,
      );
    const out = new Int8Array(this.n);
    for (let i = 0; i < this.n; i++) {
      const fixed = mask === undefined ? 2 : mask[i]!;
      const drawn = this.random.next() < (chances === undefined ? 0.5 : chances[i]!) ? 1 : 0;
      out[i] = fixed === 2 ? drawn : fixed;
    }
    return out;
  }

  /** Typed arrays of n zeros and ones, whatever their type. */
  contains(value: unknown): boolean {
    if (dtypeOf(value) === null) return false;
    const array = value as TypedArray;
    return array.length === this.n && array.every((bit) => bit === 0 || bit === 1);
  }

  toJsonable(batch: readonly Int8Array[]): number[][] {
    return batch.map((element) => Array.from(element));
  }

  fromJsonable(json: unknown): Int8Array[] {
    return listFromJson(json, 'MultiBinary batch').map((item) =>
      nestedFromJson(item, this.shape, new Int8Array(this.n), 'MultiBinary element'),
    );
  }

  equals(other: Space<unknown>): boolean {
    return other instanceof MultiBinary && other.n === this.n;
  }

  toJSON(): SpaceJson {
    return { type: 'MultiBinary', n: this.n };
  }

  override toString(): string {
    return `MultiBinary(${this.n})`;
  }
}
