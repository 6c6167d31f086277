import { InputError } from '../input-error.js';
import { RandomStream, type Seed } from '../random.js';
import type { DType } from './dtype.js';
import type { SpaceJson } from './space-json.js';

/** A seed for a space: one for all of it, or one a key for a {@link Dict} space. */
export type SpaceSeed = Seed | { readonly [key: string]: SpaceSeed };

/**
 * What sampling is restricted to; each space says which shapes it takes. Never both.
 * A mask is 1 for what may be drawn and 0 for what may not; probabilities sum to 1.
 */
export interface SampleChoice {
  readonly mask?: unknown;
  readonly probability?: unknown;
}

/**
 * The set an observation or an action comes from (Gymnasium's `Space`).
 *
 * Each space draws from a stream of its own, which no `env.reset` touches. Nothing here ever takes entropy from the machine:
 * a space that was never seeded is seeded with 0.
 */
export abstract class Space<T> {
  /** Sizes of an element's axes, or null for a composite space. */
  abstract readonly shape: readonly number[] | null;
  /** Element type, or null for a composite space. */
  abstract readonly dtype: DType | null;
  /** The name the space goes by in JSON. */
  abstract readonly kind: SpaceJson['type'];
  private stream: RandomStream | undefined;

  /** The stream samples are drawn from. */
  get random(): RandomStream {
    this.stream ??= new RandomStream(0, 'space');
    return this.stream;
  }

  /** Restarts the stream; gives back the seeds in use. */
  seed(seed: SpaceSeed): SpaceSeed {
    if (typeof seed === 'object') throw new InputError({ field: `${this.kind}.seed`, value: seed }, 'one seed');
    this.stream = new RandomStream(seed, 'space');
    return seed;
  }

  /** A random element. @throws InputError when the space cannot be sampled under that choice. */
  abstract sample(choice?: SampleChoice): T;
  /** Whether `value` is an element. Never throws. */
  abstract contains(value: unknown): boolean;
  /** A batch of elements as plain JSON; infinities and NaN become text. */
  abstract toJsonable(batch: readonly T[]): unknown;
  /** The inverse of {@link toJsonable}. */
  abstract fromJsonable(json: unknown): T[];
  /** Whether the other space holds the same elements; bounds may differ by rounding. */
  abstract equals(other: Space<unknown>): boolean;
  /** A description {@link spaceFromJson} rebuilds the space from, in any language. */
  abstract toJSON(): SpaceJson;
}

/** Refuses a choice a space does not know. */
export function refuseChoice(kind: string, choice: SampleChoice | undefined): void {
  if (choice?.mask !== undefined) throw new InputError({ field: `${kind}.sample mask` }, 'no mask');
  if (choice?.probability !== undefined)
    throw new InputError({ field: `${kind}.sample probability` }, 'no probabilities');
}

/** Refuses a mask and probabilities at once. */
export function refuseBoth(kind: string, choice: SampleChoice): void {
  if (choice.mask !== undefined && choice.probability !== undefined)
    throw new InputError({ field: `${kind}.sample` }, 'a mask or probabilities, not both');
}
