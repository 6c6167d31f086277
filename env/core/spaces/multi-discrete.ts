import { InputError } from '../input-error.js';
import { chooseByMask, chooseByProbability } from './choice.js';
import { canCast, dtypeOf, type TypedArray } from './dtype.js';
import { listFromJson, nestedFromJson } from './json-number.js';
import { refuseBoth, type SampleChoice, Space } from './space.js';
import type { SpaceJson } from './space-json.js';

/** Several discrete choices at once: element i is one of start[i] … start[i] + nvec[i] − 1. An element is an Int32Array. */
export class MultiDiscrete extends Space<Int32Array> {
  readonly kind = 'MultiDiscrete';
  readonly dtype = 'int32';
  readonly shape: readonly number[];
  /** Size of each choice. */
  readonly nvec: Int32Array;
  /** Smallest value of each choice. */
  readonly start: Int32Array;

  /** @throws InputError unless every size is positive, every start whole, and all values fit an int32 */
  constructor(nvec: ArrayLike<number>, options: { readonly start?: ArrayLike<number> } = {}) {
    super();
    if (typeof nvec?.length !== 'number') throw new InputError({ field: 'MultiDiscrete.nvec', value: nvec }, 'a list');
    const start = options.start ?? new Int32Array(nvec.length);
    if (start.length !== nvec.length)
      throw new InputError(
        { field: 'MultiDiscrete.start', value: start.length },
        `${nvec.length} numbers, as nvec has`,
      );
    for (let i = 0; i < nvec.length; i++) {
      const n = nvec[i]!;
      const first = start[i]!;
      if (!Number.isInteger(n) || n < 1 || n > 2147483647)
        throw new InputError({ field: `MultiDiscrete.nvec.${i}`, value: n }, 'a positive whole number');
      if (!Number.isInteger(first) || first < -2147483648 || first + n - 1 > 2147483647)
        throw new InputError({ field: `MultiDiscrete.start.${i}`, value: first }, 'a whole number, values in int32');
    }
    this.nvec = Int32Array.from(nvec);
    this.start = Int32Array.from(start);
    this.shape = [nvec.length];
  }

  /** @param choice `mask` or `probability`: a list with one array a choice, each as for {@link Discrete.sample} */
  sample(choice: SampleChoice = {}): Int32Array {
    refuseBoth('MultiDiscrete', choice);
    const { mask, probability } = choice;
    const parts = mask ?? probability;
    if (parts !== undefined && !(Array.isArray(parts) && parts.length === this.nvec.length))
      throw new InputError({ field: 'MultiDiscrete.sample' }, `a list of ${this.nvec.length} arrays`);
    return this.nvec.map((n, i) => {
      const field = `MultiDiscrete.sample.${i}`;
      let index: number;
      if (mask !== undefined) index = Math.max(0, chooseByMask(this.random, (mask as unknown[])[i], n, field));
      else if (probability !== undefined)
        index = chooseByProbability(this.random, (probability as unknown[])[i], n, field);
      else index = this.random.integer(0, n - 1);
      return this.start[i]! + index;
    });
  }

  contains(value: unknown): boolean {
    const dtype = dtypeOf(value);
    if (dtype === null || !canCast(dtype, 'int32')) return false;
    const array = value as TypedArray;
    if (array.length !== this.nvec.length) return false;
    for (let i = 0; i < array.length; i++)
      if (array[i]! < this.start[i]! || array[i]! > this.start[i]! + (this.nvec[i]! - 1)) return false;
    return true;
  }

  toJsonable(batch: readonly Int32Array[]): number[][] {
    return batch.map((element) => Array.from(element));
  }

  fromJsonable(json: unknown): Int32Array[] {
    return listFromJson(json, 'MultiDiscrete batch').map((item) =>
      nestedFromJson(item, this.shape, new Int32Array(this.nvec.length), 'MultiDiscrete element'),
    );
  }

  equals(other: Space<unknown>): boolean {
    return (
      other instanceof MultiDiscrete &&
      other.nvec.length === this.nvec.length &&
      other.nvec.every((n, i) => n === this.nvec[i] && other.start[i] === this.start[i])
    );
  }

  toJSON(): SpaceJson {
    return { type: 'MultiDiscrete', nvec: Array.from(this.nvec), start: Array.from(this.start) };
  }

  override toString(): string {
    const start = this.start.some((first) => first !== 0) ? `, start=[${this.start.join(' ')}]` : '';
    return `MultiDiscrete([${this.nvec.join(' ')}]${start})`;
  }
}
