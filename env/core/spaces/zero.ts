import { isBox } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import { arrayFrom } from './dtype.js';
import { MultiDiscrete } from './multi-discrete.js';
import type { Space } from './space.js';

/** The element nearest to zero: zero itself where the bounds allow it, the first choice of a discrete space. */
export function zeroElement<T>(space: Space<T>): T {
  return zeroOf(space) as T;
}

function zeroOf(space: Space<unknown>): unknown {
  if (isBox(space))
    return arrayFrom(
      space.dtype,
      Array.from(space.low, (low, i) => Math.max(low, Math.min(0, space.high[i]!))),
    );
  if (space instanceof Discrete) return space.start;
  if (space instanceof MultiDiscrete) return Int32Array.from(space.start);
  if (space instanceof Dict) return Object.fromEntries(space.keys.map((key) => [key, zeroOf(space.spaces[key]!)]));
  return new Int8Array(space.shape?.[0] ?? 0);
}
