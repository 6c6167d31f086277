/**
 * Answers, for any range of a fixed array, what its k largest values add up to and what the next one is; and how many values
 * lie above a bound and what they add up to. Both in O(log distinct values), from a wavelet matrix (Claude, Navarro and
 * Ordóñez, 2015) with prefix sums on every level.
 *
 * Answers are left in {@link sum}, {@link value} and {@link count}, so that a query allocates nothing.
 */
export class RangeTop {
  /** Sum of the values a query took. */
  sum = 0;
  /** `top`: the largest value it did not take (−∞ when it took all). */
  value = 0;
  /** `above`: how many values it took. */
  count = 0;

  private readonly distinct: Float64Array;
  private readonly levels: readonly Level[];
  private readonly bits: number;

  constructor(values: Float64Array) {
    this.distinct = Float64Array.from(new Set(values)).sort();
    this.bits = Math.max(1, Math.ceil(Math.log2(this.distinct.length)));
    const rankOf = new Map<number, number>();
    this.distinct.forEach((value, rank) => {
      rankOf.set(value, rank);
    });
    let order = Int32Array.from(values, (value) => rankOf.get(value)!);
    const levels: Level[] = [];
    for (let bit = this.bits - 1; bit >= 0; bit--) {
      const level = buildLevel(order, bit, this.distinct);
      levels.push(level);
      order = level.order;
    }
    this.levels = levels.map(({ ones, zeros, prefix }) => ({ ones, zeros, prefix, order: new Int32Array(0) }));
  }

  /** The `k` largest values of positions `from` … `to − 1`. */
  top(from: number, to: number, k: number): void {
    let left = from;
    let right = to;
    let rest = k;
    let rank = 0;
    let sum = 0;
    if (k >= to - from) {
      this.above(from, to, Number.NEGATIVE_INFINITY);
      this.value = Number.NEGATIVE_INFINITY;
      return;
    }
    for (let l = 0; l < this.bits; l++) {
      const { ones, zeros, prefix } = this.levels[l]!;
      const onesLeft = ones[left]!;
      const onesRight = ones[right]!;
      const inOnes = onesRight - onesLeft;
      if (rest < inOnes) {
        left = zeros + onesLeft;
        right = zeros + onesRight;
        rank = rank * 2 + 1;
      } else {
        sum += prefix[zeros + onesRight]! - prefix[zeros + onesLeft]!;
        rest -= inOnes;
        left -= onesLeft;
        right -= onesRight;
        rank *= 2;
      }
    }
    this.value = this.distinct[rank]!;
    this.sum = sum + rest * this.value;
    this.count = k;
  }

  /** The values of positions `from` … `to − 1` that are larger than `bound`. */
  above(from: number, to: number, bound: number): void {
    const threshold = this.lastRankUpTo(bound);
    let left = from;
    let right = to;
    let sum = 0;
    let count = 0;
    if (threshold < 0) {
      const { ones, zeros, prefix } = this.levels[0]!;
      const zerosLeft = left - ones[left]!;
      const zerosRight = right - ones[right]!;
      this.sum =
        prefix[zerosRight]! - prefix[zerosLeft]! + prefix[zeros + ones[right]!]! - prefix[zeros + ones[left]!]!;
      this.count = to - from;
      return;
    }
    for (let l = 0; l < this.bits; l++) {
      const { ones, zeros, prefix } = this.levels[l]!;
      const onesLeft = ones[left]!;
      const onesRight = ones[right]!;
      if ((threshold >> (this.bits - 1 - l)) & 1) {
        left = zeros + onesLeft;
        right = zeros + onesRight;
      } else {
        sum += prefix[zeros + onesRight]! - prefix[zeros + onesLeft]!;
        count += onesRight - onesLeft;
        left -= onesLeft;
        right -= onesRight;
      }
    }
    this.sum = sum;
    this.count = count;
  }

  /** Rank of the largest distinct value ≤ bound, or −1. */
  private lastRankUpTo(bound: number): number {
    let low = -1;
    let high = this.distinct.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.distinct[middle]! <= bound) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

interface Level {
  /** Ones among the first i positions. */
  readonly ones: Int32Array;
  /** Zeros in all. */
  readonly zeros: number;
  /** Sum of the first i values in the order after this level's partition. */
  readonly prefix: Float64Array;
  /** Ranks after this level's partition. */
  readonly order: Int32Array<ArrayBuffer>;
}

function buildLevel(ranks: Int32Array, bit: number, distinct: Float64Array): Level {
  const length = ranks.length;
  const ones = new Int32Array(length + 1);
  for (let i = 0; i < length; i++) ones[i + 1] = ones[i]! + ((ranks[i]! >> bit) & 1);
  const zeros = length - ones[length]!;
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const isOne = (ranks[i]! >> bit) & 1;
    order[isOne ? zeros + ones[i]! : i - ones[i]!] = ranks[i]!;
  }
  const prefix = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) prefix[i + 1] = prefix[i]! + distinct[order[i]!]!;
  return { ones, zeros, prefix, order };
}
