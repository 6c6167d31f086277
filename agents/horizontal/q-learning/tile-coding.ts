/** Tiles a coordinate can have; what lies beyond the last ones is in them. */
const across = 1024;

/**
 * A linear function over tiles (Sutton and Barto, 2018, §9.5.4): its value is the sum of the weights of the tiles that are active. Tiles are
 * named by whole numbers; only those that were learned take room, any other weighs what it weighs at the beginning.
 */
export class TileWeights {
  private readonly weights = new Map<number, number>();

  constructor(private readonly initial: number) {}

  sum(tiles: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < tiles.length; i++) sum += this.weights.get(tiles[i]!) ?? this.initial;
    return sum;
  }

  /** Adds to the weight of every tile. */
  add(tiles: Float64Array, change: number): void {
    for (let i = 0; i < tiles.length; i++) {
      const tile = tiles[i]!;
      this.weights.set(tile, (this.weights.get(tile) ?? this.initial) + change);
    }
  }

  /** Tiles that were learned, in the order of their first lesson. */
  entries(): [tile: number, weight: number][] {
    return [...this.weights];
  }

  /** Forgets everything and goes on from what {@link entries} gave. */
  restore(entries: Iterable<readonly [number, number]>): void {
    this.weights.clear();
    for (const [tile, weight] of entries) this.weights.set(tile, weight);
  }
}

/**
 * Writes the tiles of a coordinate, one a tiling, each tiling shifted by a part of a tile's width.
 * @param family tells apart the tiles of different coordinates, actions and pods: a whole number ≥ 0
 * @param tilings how many are written to `out`, from position `at`
 */
export function writeTiles(
  value: number,
  width: number,
  family: number,
  tilings: number,
  out: Float64Array,
  at: number,
): void {
  for (let tiling = 0; tiling < tilings; tiling++) {
    const place = Math.floor(value / width + tiling / tilings) + across / 2;
    out[at + tiling] = (family * tilings + tiling) * across + Math.max(0, Math.min(across - 1, place));
  }
}
