import { InputError } from '../input-error.js';
import { RandomStream } from '../random.js';
import { refuseBoth, type SampleChoice, Space, type SpaceSeed } from './space.js';
import type { SpaceJson } from './space-json.js';

/** What one element of a space is. */
export type ElementOf<S> = S extends Space<infer T> ? T : never;

/** The parts of a {@link Dict} space, by name. */
export type SubSpaces = Readonly<Record<string, Space<unknown>>>;

/** What one element of a {@link Dict} space is: an object with one value a key. */
export type DictElement<S extends SubSpaces> = { readonly [K in keyof S]: ElementOf<S[K]> };

/**
 * A space of objects with one element of each sub-space. Keys are sorted, whatever order they were given in, because the
 * order decides the layout of the flattened element.
 */
export class Dict<S extends SubSpaces = SubSpaces> extends Space<DictElement<S>> {
  readonly kind = 'Dict';
  readonly shape = null;
  readonly dtype = null;
  /** Sub-spaces with keys in sorted order. */
  readonly spaces: S;
  /** The keys in sorted order. */
  readonly keys: readonly string[];

  /** @throws InputError when a value is not a space */
  constructor(spaces: S) {
    super();
    this.keys = Object.keys(spaces).sort();
    for (const key of this.keys)
      if (!(spaces[key] instanceof Space))
        throw new InputError({ field: `Dict.${key}`, value: spaces[key] }, 'a space');
    this.spaces = Object.fromEntries(this.keys.map((key) => [key, spaces[key]])) as S;
  }

  /** One seed is turned into a seed a sub-space, by key; an object gives every sub-space its own. */
  override seed(seed: SpaceSeed): SpaceSeed {
    if (typeof seed === 'object') {
      requireKeys(this.keys, seed, 'Dict.seed');
      return this.map((space, key) => space.seed(seed[key]!)) as Record<string, SpaceSeed>;
    }
    super.seed(seed);
    return this.map((space, key) => space.seed(new RandomStream(seed, 'space', key).integer(0, 2147483646))) as Record<
      string,
      SpaceSeed
    >;
  }

  /** @param choice `mask` or `probability`: an object with one choice a key, undefined for a free one */
  sample(choice: SampleChoice = {}): DictElement<S> {
    refuseBoth('Dict', choice);
    const { mask, probability } = choice;
    if (mask !== undefined) {
      const masks = requireKeys(this.keys, mask, 'Dict.sample mask');
      return this.map((space, key) => space.sample({ mask: masks[key] })) as DictElement<S>;
    }
    if (probability !== undefined) {
      const chances = requireKeys(this.keys, probability, 'Dict.sample probability');
      return this.map((space, key) => space.sample({ probability: chances[key] })) as DictElement<S>;
    }
    return this.map((space) => space.sample()) as DictElement<S>;
  }

  contains(value: unknown): boolean {
    if (!hasKeys(this.keys, value)) return false;
    return this.keys.every((key) => this.spaces[key]!.contains(value[key]));
  }

  toJsonable(batch: readonly DictElement<S>[]): Record<string, unknown> {
    return this.map((space, key) => space.toJsonable(batch.map((element) => element[key])));
  }

  fromJsonable(json: unknown): DictElement<S>[] {
    const object = requireKeys(this.keys, json, 'Dict batch');
    const columns = this.keys.map((key) => this.spaces[key]!.fromJsonable(object[key]));
    const length = columns[0]?.length ?? 0;
    if (columns.some((column) => column.length !== length))
      throw new InputError({ field: 'Dict batch' }, 'as many elements under every key');
    return Array.from(
      { length },
      (_, i) => Object.fromEntries(this.keys.map((key, k) => [key, columns[k]![i]])) as DictElement<S>,
    );
  }

  equals(other: Space<unknown>): boolean {
    return (
      other instanceof Dict &&
      other.keys.length === this.keys.length &&
      this.keys.every((key, i) => other.keys[i] === key && this.spaces[key]!.equals(other.spaces[key]))
    );
  }

  toJSON(): SpaceJson {
    return { type: 'Dict', spaces: this.map((space) => space.toJSON()) };
  }

  override toString(): string {
    return `Dict(${this.keys.map((key) => `${key}: ${this.spaces[key]}`).join(', ')})`;
  }

  private map<T>(fn: (space: Space<unknown>, key: string) => T): Record<string, T> {
    return Object.fromEntries(this.keys.map((key) => [key, fn(this.spaces[key]!, key)]));
  }
}

function hasKeys(keys: readonly string[], value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}

function requireKeys<T>(keys: readonly string[], value: T, field: string): T & Readonly<Record<string, unknown>> {
  if (!hasKeys(keys, value)) throw new InputError({ field }, `an object with the keys ${keys.join(', ')}`);
  return value;
}
